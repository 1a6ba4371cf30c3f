import { createReadStream, readFileSync, type Stats, statSync } from 'node:fs';
import { appendFile, open, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileStamp, FileStat, Files } from '../../ports/files.ts';
import { atomicWrite, copyWhole } from './atomicWrite.ts';
import { globFiles } from './globFiles.ts';
import { hashFile } from './hashFile.ts';
import { ioFailure, isMissing } from './ioFailure.ts';
import { makeFolders } from './makeFolders.ts';

/** Looks between two pauses. */
const TURN = 500;

/** The files of this machine. */
export function localFiles(): Files {
  return {
    stat: (path) => orUndefined(path, 'looked at', async () => fileStat(await stat(path))),
    stats: (paths) => inTurns(paths, statNow),
    stamps: (paths) => inTurns(paths, stampNow),
    realPath: (path) => orUndefined(path, 'looked at', () => realpath(path)),
    read: (path) => orUndefined(path, 'read', () => readFile(path, 'utf8')),
    texts: (paths) => inTurns(paths, textNow),
    bytes: (path) => orUndefined(path, 'read', () => readFile(path)),
    bytesFrom: (path, offset, most) => orUndefined(path, 'read', () => readFrom(path, offset, most)),
    stream: (path) => streamText(path),
    list: (folder) => attempt(folder, 'listed', () => list(folder)),
    glob: (root, patterns, options = {}) => attempt(root, 'listed', () => globFiles(root, patterns, options)),
    hash: (path, signal, options) => attempt(path, 'read', () => hashFile(path, { signal, ...options })),
    write: (path, content) =>
      attempt(path, 'written', () => atomicWrite(path, (temporary) => writeFile(temporary, content, { flag: 'wx' }))),
    append: (path, text) =>
      attempt(path, 'written', async () => {
        makeFolders(dirname(path));
        await appendFile(path, text);
      }),
    copy: (from, to, options) => attempt(from, `copied to ${to}`, () => copyWhole(from, to, options)),
    linkFolder: (target, path) =>
      attempt(path, 'made', async () => {
        makeFolders(dirname(path));
        await symlink(target, path, 'junction');
      }),
    makeFolder: (path) => attempt(path, 'made', async () => makeFolders(path)),
    remove: (path) => attempt(path, 'removed', () => rm(path, { recursive: true, force: true })),
  };
}

async function readFrom(path: string, offset: number, most: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const length = Math.min(most, Math.max(0, (await file.stat()).size - offset));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function fileStat(found: Stats): FileStat {
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  return { kind, size: found.size, modified: found.mtimeMs };
}

/** Synchronous calls take a tenth of the time here; other work of the process gets its turn between them. */
async function inTurns<T>(paths: readonly string[], look: (path: string) => T): Promise<T[]> {
  const found: T[] = [];
  for (const path of paths) {
    found.push(look(path));
    if (found.length % TURN === 0) await new Promise(setImmediate);
  }
  return found;
}

function textNow(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw ioFailure(error, path, 'read');
  }
}

function statNow(path: string): FileStat | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found && fileStat(found);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw ioFailure(error, path, 'looked at');
  }
}

/** Who sets the time of a change back cannot set back when that was done. */
function stampNow(path: string): FileStamp | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return undefined;
    const { ino, size, mtimeNs, ctimeNs, ctimeMs } = found;
    return { text: `${ino} ${size} ${mtimeNs} ${ctimeNs}`, at: Number(ctimeMs) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw ioFailure(error, path, 'looked at');
  }
}

async function* streamText(path: string): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(path, { encoding: 'utf8' })) yield String(chunk);
  } catch (error) {
    throw ioFailure(error, path, 'read');
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw error;
  }
}

async function orUndefined<T>(path: string, doing: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw ioFailure(error, path, doing);
  }
}

async function attempt<T>(path: string, doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw ioFailure(error, path, doing);
  }
}
