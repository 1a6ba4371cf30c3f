import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../failure.ts';
import { ioFailure } from './ioFailure.ts';

export interface Receiving {
  readonly sha256: string;
  /** What the bytes are, for messages. */
  readonly what: string;
  /** The object's bytes from one on. */
  bytes(from: number): AsyncIterable<Uint8Array>;
}

/** A try that has written nothing for so long has died. */
const DEAD = 2 * 60_000;
const PART = /^\.([0-9a-f]{64})(?:\.[0-9a-f]{16})?\.part$/;

/**
 * Writes an object that comes from elsewhere into a file of `folder` and gives its path when its bytes are right. What a try
 * that broke off has left is gone on with; where that does not end well all is asked for again.
 * @throws Failure `other-bytes`, and whatever `bytes` throws
 */
export async function receiveObject(folder: string, receiving: Receiving): Promise<string> {
  const { sha256 } = receiving;
  const own = join(folder, `.${sha256}.${randomBytes(8).toString('hex')}.part`);
  const begun = await takeUp(folder, sha256, own);
  try {
    let found = await append(own, receiving, begun);
    if (found !== sha256 && begun > 0) {
      await truncate(own, 0);
      found = await append(own, receiving, 0);
    }
    if (found === sha256) return own;
    throw otherBytes(receiving, found);
  } catch (error) {
    const isOther = error instanceof Failure && error.reason === 'other-bytes';
    if (isOther) await rm(own, { force: true });
    else await rename(own, join(folder, `.${sha256}.part`)).catch(() => undefined);
    throw error;
  }
}

/** Removes parts that were last written to before this time. */
export async function sweepParts(folder: string, before: number): Promise<number> {
  let swept = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!PART.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found === undefined || found.mtimeMs >= before) continue;
    await rm(join(folder, name), { force: true });
    swept++;
  }
  return swept;
}

/** Makes what another try has left ours; of several processes only one gets it. Gives its size, 0 where there is none. */
async function takeUp(folder: string, sha256: string, own: string): Promise<number> {
  for (const name of await readdir(folder)) {
    if (PART.exec(name)?.[1] !== sha256) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    const isLeft = name === `.${sha256}.part` || (found !== undefined && Date.now() - found.mtimeMs > DEAD);
    if (found === undefined || !isLeft) continue;
    const isOurs = await rename(path, own).then(
      () => true,
      () => false,
    );
    if (isOurs) return (await stat(own)).size;
  }
  return 0;
}

/** Hash of all that the file then holds. */
async function append(path: string, { bytes }: Receiving, from: number): Promise<string> {
  const hash = createHash('sha256');
  if (from > 0) for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  const file = await open(path, 'a').catch(refused);
  try {
    for await (const chunk of bytes(from)) {
      hash.update(chunk);
      await file.writeFile(chunk).catch(refused);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');

  function refused(error: unknown): never {
    throw ioFailure(error, path, 'written');
  }
}

function otherBytes({ what, sha256 }: Receiving, found: string): Failure {
  return new Failure('other-bytes', `${what} came with other bytes than asked: ${found}, not ${sha256}.`);
}
