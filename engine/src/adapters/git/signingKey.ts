import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * First 16 hex digits of sha256 of an SSH public key, the beginning of what `ssh-keygen -l` shows in base64.
 * @param configured git's `user.signingkey`: the key itself, or the path of its public or private file
 */
export async function signingKeyId(configured: string): Promise<string | undefined> {
  const literal = configured.replace(/^key::/, '');
  const text = /^(ssh|ecdsa|sk)-/.test(literal) ? literal : await publicKeyFile(configured);
  const blob = text?.trim().split(/\s+/)[1];
  if (blob === undefined) return undefined;
  return createHash('sha256').update(Buffer.from(blob, 'base64')).digest('hex').slice(0, 16);
}

async function publicKeyFile(configured: string): Promise<string | undefined> {
  const path = configured.startsWith('~/') ? join(homedir(), configured.slice(2)) : configured;
  for (const candidate of path.endsWith('.pub') ? [path] : [`${path}.pub`]) {
    const text = await readFile(candidate, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}
