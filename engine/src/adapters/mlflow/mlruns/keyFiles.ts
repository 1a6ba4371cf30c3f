import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** More folders in a key than this is no key. */
const DEEPEST = 32;

export interface KeyFiles {
  /** Keys, which are paths with `/`. */
  readonly keys: readonly string[];
  /** Folders that hold them, `''` first; none where there is no such folder. */
  readonly folders: readonly string[];
}

/** Keys that lie as files below a folder: `val/auc` is a file in a folder. Links are passed over. */
export function keysBelow(folder: string): KeyFiles {
  const keys: string[] = [];
  const folders: string[] = [];
  collect(folder, '', DEEPEST, { keys, folders });
  return { keys, folders };
}

function collect(folder: string, path: string, depth: number, found: { keys: string[]; folders: string[] }): void {
  const entries = entriesOf(path === '' ? folder : join(folder, path));
  if (entries === undefined) return;
  found.folders.push(path);
  for (const entry of entries) {
    const key = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isFile()) found.keys.push(key);
    else if (entry.isDirectory() && depth > 0) collect(folder, key, depth - 1, found);
  }
}

export function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

/** The names of folders in a folder, sorted; links are passed over. */
export function foldersIn(folder: string): readonly string[] {
  return (entriesOf(folder) ?? [])
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** A link is no file of the source, and a pipe that nobody writes to would be waited for. Windows knows neither flag. */
const PLAIN = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The end of a file, at most so many bytes; undefined where it cannot be read. */
export function readEnd(file: string, most: number): { readonly text: string; readonly isWhole: boolean } | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, PLAIN);
    const bytes = Buffer.allocUnsafe(SMALL);
    const read = readSync(descriptor, bytes, 0, SMALL, 0);
    if (read < SMALL) return { text: bytes.toString('utf8', 0, read), isWhole: true };
    return largeEnd(descriptor, most);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Nearly every file is smaller, and then one read without asking for the size is enough. */
const SMALL = 4096;

function largeEnd(descriptor: number, most: number): { readonly text: string; readonly isWhole: boolean } {
  const { size } = fstatSync(descriptor);
  const length = Math.min(size, most);
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const now = readSync(descriptor, bytes, read, length - read, size - length + read);
    if (now === 0) break;
    read += now;
  }
  return { text: bytes.toString('utf8', 0, read), isWhole: length === size };
}
