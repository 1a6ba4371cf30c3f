import { createHash } from 'node:crypto';

/** A key below `runs/`: a bundle by when its run ended, a patch by when it was made, each with the hash of its bytes. */
export interface RunKey {
  readonly key: string;
  readonly kind: 'bundle' | 'patch';
  /** Id of the outermost run. */
  readonly run: string;
  readonly at: number;
  /** First 32 hex digits of the sha256 of its bytes. */
  readonly hash: string;
}

const KEY = /^runs\/([0-9a-f]{2})\/([0-9a-f]{30})-(\d{15})-([0-9a-f]{32})\.(bundle|patch)\.json$/;

export function runKey(kind: RunKey['kind'], run: string, at: number, text: string): RunKey {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const time = String(Math.max(0, Math.trunc(at))).padStart(15, '0');
  return { key: `runs/${run.slice(0, 2)}/${run.slice(2)}-${time}-${hash}.${kind}.json`, kind, run, at, hash };
}

/** Undefined of another key. */
export function parseRunKey(key: string): RunKey | undefined {
  const [, folder, rest, at, hash, kind] = KEY.exec(key) ?? [];
  if (folder === undefined) return undefined;
  return { key, kind: kind as RunKey['kind'], run: `${folder}${rest}`, at: Number(at), hash: hash! };
}

/** Whether these are the bytes that the key speaks of. */
export function isTextOf({ hash }: RunKey, text: string): boolean {
  return createHash('sha256').update(text).digest('hex').startsWith(hash);
}
