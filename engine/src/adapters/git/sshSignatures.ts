import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Signatures, Signed, Verdict, VerifyRequest } from '../../ports/signatures.ts';
import type { GitAnswer } from './gitAnswer.ts';
import { signingKeyId } from './signingKey.ts';
import { type KeygenAnswer, runKeygen } from './sshKeygen.ts';

/** A signature of a commit is none of an approval, and the other way round. */
const NAMESPACE = 'modelyard-approval';
const ABSENT = 'ssh-keygen is not there';

interface Places {
  readonly folder: string;
  /** Git in the repository. */
  readonly git: (args: readonly string[]) => Promise<GitAnswer | undefined>;
  /** The program; tests name one that is not there. */
  readonly program?: string | undefined;
}

/** Signatures that `ssh-keygen` makes and looks at, with the key of git's settings. */
export function sshSignatures({ folder, git, program }: Places): Signatures {
  async function setting(key: string): Promise<string | undefined> {
    const answer = await git(['config', '--get', key]);
    return (answer?.code === 0 && answer.output.trim()) || undefined;
  }

  return {
    async sign(text): Promise<Signed> {
      const configured = await setting('user.signingkey');
      if (configured === undefined || (await setting('gpg.format')) !== 'ssh') throw noSigningKey();
      const key = await signingKeyId(configured);
      if (key === undefined) throw noSigningKey(configured);
      const asks = process.stdin.isTTY === true && process.stderr.isTTY === true;
      const signer = program ?? (await setting('gpg.ssh.program'));
      return withFolder(async (temporary) => {
        const args = ['-Y', 'sign', '-n', NAMESPACE, ...(await keyArguments(configured, folder, temporary))];
        const answer = await runKeygen({ args, input: text, asks }, signer);
        if (answer === undefined) throw keygenMissing();
        if (answer.code !== 0) throw notSigned(answer, configured);
        return { signature: answer.output.trim(), key };
      });
    },

    async verify(request): Promise<Verdict> {
      const key = keyOfSignature(request.signature);
      if (key === undefined) return { kind: 'bad', why: 'its signature is no SSH signature' };
      return withFolder((temporary) => verifyIn(temporary, request, key, program));
    },
  };
}

/** Id of the key that an armoured signature says it is of. */
export function keyOfSignature(armoured: string): string | undefined {
  const [, base64] = /-----BEGIN SSH SIGNATURE-----([\sA-Za-z0-9+/=]+)-----END SSH SIGNATURE-----/.exec(armoured) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  // `SSHSIG`, the version of the format, then the length of the key and the key.
  if (bytes.toString('latin1', 0, 6) !== 'SSHSIG' || bytes.length < 14) return undefined;
  const size = bytes.readUInt32BE(10);
  if (size === 0 || 14 + size > bytes.length) return undefined;
  const key = bytes.subarray(14, 14 + size);
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

async function verifyIn(
  temporary: string,
  { text, signature, allowedSigners, at }: VerifyRequest,
  key: string,
  program: string | undefined,
): Promise<Verdict> {
  const [signed, allowed] = [join(temporary, 'signature'), join(temporary, 'allowed_signers')];
  await writeFile(signed, `${signature.trim()}\n`);
  await writeFile(allowed, allowedSigners.replaceAll('\r\n', '\n'));
  const common = ['-s', signed, '-f', allowed, ...(at === undefined ? [] : ['-O', `verify-time=${keygenTime(at)}`])];
  const found = await runKeygen({ args: ['-Y', 'find-principals', ...common], input: '' }, program);
  if (found === undefined) return { kind: 'unknown', why: ABSENT };
  const principals = found.code === 0 ? found.output.split('\n').filter(Boolean) : [];
  const [first] = principals;
  if (first === undefined) return refused(found, `registry/allowed_signers does not name the key ${key}`);
  const args = ['-Y', 'verify', '-n', NAMESPACE, '-I', first, ...common];
  const verified = await runKeygen({ args, input: text }, program);
  if (verified === undefined) return { kind: 'unknown', why: ABSENT };
  if (verified.code === 0) return { kind: 'good', key, principals };
  return refused(verified, 'its signature is not of what it says');
}

/** What a version of ssh-keygen does not know is no answer of the signature. */
function refused({ errors }: KeygenAnswer, why: string): Verdict {
  if (/unknown option|illegal option|Invalid option|usage:|gave no answer/i.test(errors))
    return { kind: 'unknown', why: `ssh-keygen could not look at it (${errors.trim().split('\n')[0]})` };
  return { kind: 'bad', why };
}

/** `2026-11-21T08:00:00Z` as `20261121080000Z`. */
function keygenTime(at: string): string {
  return `${at.replace(/\.\d+/, '').replace(/[-:TZ]/g, '')}Z`;
}

/** A key that stands in the settings itself is the agent's. */
async function keyArguments(configured: string, folder: string, temporary: string): Promise<readonly string[]> {
  const literal = configured.replace(/^key::/, '');
  if (literal === configured && !/^(ssh|ecdsa|sk)-/.test(literal))
    return ['-f', configured.startsWith('~/') ? join(homedir(), configured.slice(2)) : resolve(folder, configured)];
  const file = join(temporary, 'key.pub');
  await writeFile(file, `${literal}\n`);
  return ['-U', '-f', file];
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'modelyard-sign-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function noSigningKey(configured?: string): Failure {
  const why =
    configured === undefined ? 'git has no SSH key to sign with.' : `git's signing key ${configured} is not there.`;
  return new Failure('no-signing-key', why, {
    next: 'Name one: `git config --global gpg.format ssh` and `git config --global user.signingkey ~/.ssh/id_ed25519.pub`; `ssh-keygen -t ed25519` makes one.',
  });
}

function keygenMissing(): Failure {
  return new Failure('ssh-keygen-missing', 'ssh-keygen is not there, so that nothing can be signed.', {
    next: 'Install OpenSSH 8.2 or later; Git for Windows brings it along.',
  });
}

function notSigned({ errors }: KeygenAnswer, configured: string): Failure {
  const why = errors.trim().split('\n').at(-1)!.trim();
  if (/passphrase|incorrect|agent|No private key|Couldn't load|communication with/i.test(errors))
    return new Failure('key-locked', `The signing key could not be used: ${why}`, {
      next: `Unlock it for this session with \`ssh-add\`${/^(key::|ssh-|ecdsa-|sk-)/.test(configured) ? '' : ` ${configured.replace(/\.pub$/, '')}`}, then approve again.`,
    });
  return new Failure('signing-failed', `ssh-keygen did not sign: ${why}`, {
    next: 'Try `ssh-keygen -Y sign -n test -f KEY` with the key of `git config user.signingkey`.',
  });
}
