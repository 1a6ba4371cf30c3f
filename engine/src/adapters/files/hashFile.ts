import { createHash } from 'node:crypto';
import { type BigIntStats, closeSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { Cancelled, Failure, fileChanged } from '../../failure.ts';
import type { FileHash } from '../../ports/files.ts';
import { LineEnds } from './lineEnds.ts';

const CHUNK = 1 << 20;
/** Chunks between two pauses in which other work of the process gets its turn. */
const TURN = 16;

/**
 * sha256 and size of a file's bytes, read in chunks of 1 MiB; `copyTo`, a path where nothing is yet, gets the same bytes.
 * @throws Failure `file-changed` when the file is written to or replaced while it is read
 */
export async function hashFile(path: string, options: HashOptions = {}): Promise<FileHash> {
  const source = openSync(path, 'r');
  try {
    const before = fstatSync(source, { bigint: true });
    if (before.isDirectory()) throw isFolder(path);
    const target = options.copyTo === undefined ? undefined : openSync(options.copyTo, 'wx', 0o600);
    try {
      const hash = await readThrough(source, target, options);
      if (!same(before, fstatSync(source, { bigint: true })) || !same(before, statSync(path, { bigint: true })))
        throw fileChanged(path);
      if (BigInt(hash.size) !== before.size && before.isFile()) throw fileChanged(path);
      return hash;
    } finally {
      if (target !== undefined) closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

export interface HashOptions {
  readonly signal?: AbortSignal | undefined;
  readonly copyTo?: string;
  /** Line ends of a text count as LF, whatever git made of them on this machine. */
  readonly asText?: boolean | undefined;
}

async function readThrough(source: number, target: number | undefined, { signal, asText = false }: HashOptions) {
  const hash = createHash('sha256');
  const lineEnds = asText ? new LineEnds() : undefined;
  const buffer = Buffer.allocUnsafe(CHUNK);
  let size = 0;
  for (let chunk = 1; ; chunk++) {
    if (signal?.aborted) throw new Cancelled();
    const read = readSync(source, buffer, 0, CHUNK, null);
    const bytes = buffer.subarray(0, read);
    if (read === 0) {
      if (lineEnds !== undefined) hash.update(lineEnds.rest());
      return { sha256: hash.digest('hex'), size };
    }
    hash.update(lineEnds?.toLf(bytes) ?? bytes);
    if (target !== undefined) writeAll(target, bytes);
    size += read;
    if (chunk % TURN === 0) await new Promise(setImmediate);
  }
}

function writeAll(target: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(target, bytes, done);
}

function same(a: BigIntStats, b: BigIntStats): boolean {
  return a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs;
}

function isFolder(path: string): Failure {
  return new Failure('is-a-folder', `${path} cannot be read: it is a folder.`, {
    next: 'Name a file.',
    place: { file: path },
  });
}
