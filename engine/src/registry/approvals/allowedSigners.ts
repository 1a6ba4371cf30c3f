import { createHash } from 'node:crypto';
import { REGISTRY } from '../registryFolder.ts';

/** Whose signatures count, as ssh-keygen reads it; relative to the project. */
export const ALLOWED_SIGNERS = `${REGISTRY}/allowed_signers`;

export interface AllowedSigner {
  /** As the line has them, patterns among them. */
  readonly principals: readonly string[];
  /** First 16 hex digits of sha256 of the public key. */
  readonly key: string;
}

/** The lines of `allowed_signers` that name a key; whether a signature is of it, and holds, is asked of ssh-keygen. */
export function readAllowedSigners(text: string): readonly AllowedSigner[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, names, blob] = /^\s*([^#\s]\S*)\s.*?\b(?:ssh|ecdsa|sk)-\S+\s+([A-Za-z0-9+/=]+)/.exec(line) ?? [];
    if (names === undefined || blob === undefined) return [];
    const key = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('hex').slice(0, 16);
    return [{ principals: names.replaceAll('"', '').split(','), key }];
  });
}

/** What the list calls the holder of a key, patterns and what would steer a terminal left out; undefined where it does not name the key. */
export function nameOfKey(key: string, signers: readonly AllowedSigner[]): string | undefined {
  const signer = signers.find((one) => one.key === key.toLowerCase());
  return signer?.principals.find((principal) => !/[*?!\p{Cc}]/u.test(principal));
}

/** All that names one person: an id or e-mail itself, and what the list says beside it. */
export function namesOf(id: string, signers: readonly AllowedSigner[]): ReadonlySet<string> {
  const names = new Set([id.toLowerCase()]);
  for (const { key, principals } of signers) {
    const all = [key, ...principals.filter((principal) => !/[*?!]/.test(principal))].map((name) => name.toLowerCase());
    if (all.some((name) => names.has(name))) for (const name of all) names.add(name);
  }
  return names;
}
