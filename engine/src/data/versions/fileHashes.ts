import { posix } from 'node:path';
import { fileChanged } from '../../failure.ts';
import type { FileHash, FileStat, Files } from '../../ports/files.ts';
import type { Memo } from '../../ports/memo.ts';

const KIND = 'folder-hashes';

export interface HashedFile extends FileHash {
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** What is remembered of a folder: size, time and sha256 of its files by name. */
type Folder = Readonly<Record<string, readonly [size: number, modified: number, sha256: string]>>;

/**
 * Hashes of files in their order; undefined where nothing is there. They are remembered by folder, that is by partition, so
 * that one look-up serves all of its files, and only what is new or has another size or time is read.
 * @throws Failure `file-changed` where a file is written to while it is read
 */
export async function fileHashes(
  paths: readonly string[],
  { files, memo, signal }: { readonly files: Files; readonly memo: Memo; readonly signal?: AbortSignal | undefined },
): Promise<readonly (HashedFile | undefined)[]> {
  const stats = await files.stats(paths);
  const hashed: (HashedFile | undefined)[] = new Array(paths.length);
  for (const [folder, indices] of byFolder(paths)) {
    const known = ((await memo.get(KIND, folder)) ?? {}) as Folder;
    const read = new Map<string, Folder[string]>();
    try {
      for (const index of indices) {
        const path = paths[index]!;
        const stat = stats[index];
        if (stat === undefined) continue;
        const name = path.slice(folder.length);
        const entry = Object.hasOwn(known, name) ? known[name] : undefined;
        const isKnown = entry?.[0] === stat.size && entry[1] === stat.modified;
        const sha256 = isKnown ? entry[2] : await readHash(path, stat, files, signal);
        if (!isKnown) read.set(name, [stat.size, stat.modified, sha256]);
        hashed[index] = { sha256, size: stat.size, modified: stat.modified };
      }
    } finally {
      // What was read before a refusal or a stop is not read again.
      await remember(folder, known, read, { files, memo });
    }
  }
  return hashed;
}

async function readHash(path: string, stat: FileStat, files: Files, signal: AbortSignal | undefined): Promise<string> {
  const { sha256, size } = await files.hash(path, signal);
  const after = await files.stat(path);
  if (size !== stat.size || after?.modified !== stat.modified) throw fileChanged(path);
  return sha256;
}

/** Indices by folder, which ends in `/`. */
function byFolder(paths: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const folders = new Map<string, number[]>();
  for (const [index, path] of paths.entries()) {
    const folder = `${posix.dirname(path).replace(/\/$/, '')}/`;
    const indices = folders.get(folder);
    if (indices) indices.push(index);
    else folders.set(folder, [index]);
  }
  return folders;
}

/** Files that are gone are forgotten; those of other datasets in the folder stay. */
async function remember(
  folder: string,
  known: Folder,
  read: ReadonlyMap<string, Folder[string]>,
  { files, memo }: { readonly files: Files; readonly memo: Memo },
): Promise<void> {
  if (read.size === 0) return;
  const there = new Set(await files.list(folder));
  const kept = [...new Map([...Object.entries(known), ...read])].filter(([name]) => there.has(name));
  await memo.set(KIND, folder, Object.fromEntries(kept));
}
