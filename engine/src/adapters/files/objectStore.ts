import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, fileChanged } from '../../failure.ts';
import type { KeptObject, LocalObjects } from '../../ports/artifactStore.ts';
import type { FileHash } from '../../ports/files.ts';
import { flush, flushFolder } from './atomicWrite.ts';
import { hashFile } from './hashFile.ts';
import { errorCode, ioFailure, isMissing } from './ioFailure.ts';
import { makeFolders } from './makeFolders.ts';
import { receiveObject, sweepParts } from './receiveObject.ts';
import { LEFT_BEHIND } from './temporaryFiles.ts';

const READ_ONLY = 0o444;
/** What is put again counts as new, at this grain in milliseconds, so that tidying up sees that somebody needs it. */
const PUT_GRAIN = 3600 * 1000;

/** Objects as read-only files `ab/cdef...` below `folder`, which is made with the first one. */
export function openObjectStore(folder: string): LocalObjects {
  return new ObjectFolder(folder);
}

class ObjectFolder implements LocalObjects {
  readonly #folder: string;
  /** Hash to what the file looked like when its bytes were found right. */
  readonly #verified = new Map<string, string>();
  #swept = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  put(file: string): Promise<FileHash> {
    return this.#guarded(file, `kept in ${this.#folder}`, async () => {
      const temporary = await this.#temporary();
      try {
        await copySteady(file, temporary);
        return await this.#keep(temporary);
      } finally {
        await rm(temporary, { force: true });
      }
    });
  }

  take(file: string): Promise<FileHash> {
    return this.#guarded(file, `kept in ${this.#folder}`, async () => {
      await this.#temporary();
      try {
        const hash = await this.#keep(file);
        await rm(file, { force: true });
        return hash;
      } catch (error) {
        if (errorCode(error) !== 'EXDEV') throw error;
      }
      const hash = await this.put(file);
      await rm(file, { force: true });
      return hash;
    });
  }

  putBytes(bytes: Uint8Array | string): Promise<FileHash> {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    const hash = { sha256: createHash('sha256').update(buffer).digest('hex'), size: buffer.byteLength };
    return this.#guarded(this.#place(hash.sha256), 'written', async () => {
      if (await this.#isKept(hash.sha256)) return hash;
      const temporary = await this.#temporary();
      try {
        await writeFile(temporary, buffer, { flag: 'wx' });
        await this.#name(temporary, hash.sha256);
      } finally {
        await rm(temporary, { force: true });
      }
      return hash;
    });
  }

  async putStream(bytes: AsyncIterable<Uint8Array>): Promise<FileHash> {
    const temporary = await this.#guarded(this.#folder, 'made', () => this.#temporary());
    try {
      const hash = await writeStream(bytes, temporary);
      await this.#guarded(this.#place(hash.sha256), 'written', async () => {
        if (!(await this.#isKept(hash.sha256))) await this.#name(temporary, hash.sha256);
      });
      return hash;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async has(sha256: string): Promise<boolean> {
    return isHash(sha256) && (await this.#look(sha256)) !== undefined;
  }

  async present(sha256s: readonly string[]): Promise<ReadonlySet<string>> {
    const byFolder = Map.groupBy(sha256s.filter(isHash), (sha256) => sha256.slice(0, 2));
    const found = await Promise.all(
      [...byFolder].map(async ([folder, hashes]) => {
        const names = new Set(await this.#names(join(this.#folder, folder)));
        return hashes.filter((sha256) => names.has(sha256.slice(2)));
      }),
    );
    return new Set(found.flat());
  }

  async path(sha256: string, what: string): Promise<string> {
    const place = this.#place(sha256);
    if (!isHash(sha256) || (await this.#look(sha256)) === undefined) throw missing(sha256, what, this.#folder);
    if (!(await this.#isRight(sha256))) throw damaged(place, what);
    return place;
  }

  async bytes(sha256: string, what: string): Promise<Uint8Array> {
    const place = await this.path(sha256, what);
    return this.#guarded(place, 'read', () => readFile(place));
  }

  async *list(): AsyncIterable<KeptObject> {
    for (const folder of await this.#names(this.#folder)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      for (const name of await this.#names(join(this.#folder, folder))) {
        const sha256 = `${folder}${name}`;
        const found = isHash(sha256) ? await stat(this.#place(sha256)).catch(() => undefined) : undefined;
        if (found?.isFile()) yield { sha256, size: found.size, put: found.mtimeMs };
      }
    }
  }

  remove(sha256: string, unlessSince: number): Promise<boolean> {
    const place = this.#place(sha256);
    return this.#guarded(place, 'removed', async () => {
      const found = await stat(place).catch(() => undefined);
      if (found === undefined || found.mtimeMs >= unlessSince) return false;
      await rm(place, { force: true });
      this.#verified.delete(sha256);
      return true;
    });
  }

  async receive(sha256: string, what: string, bytes: (from: number) => AsyncIterable<Uint8Array>): Promise<FileHash> {
    await this.#guarded(this.#folder, 'made', () => this.#temporary());
    const part = await receiveObject(this.#folder, { sha256, what, bytes });
    return this.#guarded(this.#place(sha256), 'written', async () => {
      const { size } = await stat(part);
      await this.#name(part, sha256);
      return { sha256, size };
    });
  }

  sweep(before: number): Promise<number> {
    return sweepParts(this.#folder, before);
  }

  /** Gives a file of this file system its place by the hash of its bytes. */
  async #keep(file: string): Promise<FileHash> {
    const hash = await hashFile(file);
    if (!(await this.#isKept(hash.sha256))) await this.#name(file, hash.sha256);
    return hash;
  }

  /** Whether the object is there as it should be; it then counts as put now. */
  async #isKept(sha256: string): Promise<boolean> {
    if (!(await this.#isRight(sha256))) return false;
    const place = this.#place(sha256);
    const found = await stat(place).catch(() => undefined);
    if (found === undefined) return false;
    const now = Date.now();
    if (now - found.mtimeMs > PUT_GRAIN) {
      // Of somebody else who shares the folder: then it stays as old as it is.
      await utimes(place, now / 1000, now / 1000).catch(() => undefined);
      const look = await this.#look(sha256);
      if (look === undefined) return false;
      this.#verified.set(sha256, look);
    }
    return true;
  }

  /** Replaces what stands there, which is nothing or damaged. */
  async #name(file: string, sha256: string): Promise<void> {
    const place = this.#place(sha256);
    makeFolders(dirname(place));
    await flush(file, READ_ONLY);
    await rename(file, place);
    await flushFolder(dirname(place));
    const look = await this.#look(sha256);
    if (look !== undefined) this.#verified.set(sha256, look);
  }

  /** Reads the object's bytes once per process, and again when its file has changed since. */
  async #isRight(sha256: string): Promise<boolean> {
    const look = await this.#look(sha256);
    if (look === undefined) return false;
    if (this.#verified.get(sha256) === look) return true;
    const found = await this.#guarded(this.#place(sha256), 'read', () => hashFile(this.#place(sha256)));
    if (found.sha256 !== sha256) return false;
    this.#verified.set(sha256, look);
    return true;
  }

  /** Changes when the file does; undefined when it is not there. */
  async #look(sha256: string): Promise<string | undefined> {
    try {
      const found = await stat(this.#place(sha256), { bigint: true });
      return found.isFile() ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw ioFailure(error, this.#place(sha256), 'looked at');
    }
  }

  async #names(folder: string): Promise<readonly string[]> {
    try {
      return await readdir(folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw ioFailure(error, folder, 'looked at');
    }
  }

  #place(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256.slice(2));
  }

  async #temporary(): Promise<string> {
    makeFolders(this.#folder);
    if (!this.#swept) await sweep(this.#folder);
    this.#swept = true;
    return join(this.#folder, `.${randomBytes(8).toString('hex')}.tmp`);
  }

  async #guarded<T>(path: string, doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw ioFailure(error, path, doing);
    }
  }
}

/** @throws Failure `file-changed` when the file is written to meanwhile */
async function copySteady(file: string, to: string): Promise<void> {
  const before = await stat(file, { bigint: true });
  await copyFile(file, to, constants.COPYFILE_FICLONE);
  const after = await stat(file, { bigint: true });
  if (before.mtimeNs === after.mtimeNs && before.size === after.size && before.ino === after.ino) return;
  throw fileChanged(file);
}

/** What the bytes themselves reject with stays as it is; what the disk says becomes a refusal. */
async function writeStream(bytes: AsyncIterable<Uint8Array>, path: string): Promise<FileHash> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx').catch((error: unknown) => {
    throw ioFailure(error, path, 'written');
  });
  try {
    for await (const chunk of bytes) {
      hash.update(chunk);
      size += chunk.byteLength;
      await file.writeFile(chunk).catch((error: unknown) => {
        throw ioFailure(error, path, 'written');
      });
    }
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\.[0-9a-f]{16}\.tmp$/.test(name)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > LEFT_BEHIND) await rm(path, { force: true });
  }
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

function missing(sha256: string, what: string, folder: string): Failure {
  return new Failure('object-missing', `${what} is not here: ${folder} has no object ${sha256}.`, {
    next: 'Run the pipeline that made it again, or copy the object from where it was made.',
  });
}

function damaged(place: string, what: string): Failure {
  return new Failure('object-damaged', `${what} is damaged: the bytes of ${place} are not the ones that were kept.`, {
    next: 'Run the pipeline that made it again, which mends the object, or copy the object from where it was made.',
    place: { file: place },
  });
}
