import { posix } from 'node:path';
import { Failure } from '../../../engine/src/failure.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import type { FolderEntry } from '../features/spot.ts';
import { pathBelow } from './uris.ts';

/** What lies in a folder (relative to the root); empty where it leaves the root, through `..` or a link, or cannot be read. */
export async function entriesOf(files: Files, root: string, folder: string): Promise<readonly FolderEntry[]> {
  const path = posix.join(root, folder);
  try {
    const [home, real] = await Promise.all([files.realPath(root), files.realPath(path)]);
    const base = home?.replaceAll('\\', '/');
    const target = real?.replaceAll('\\', '/');
    if (base === undefined || target === undefined) return [];
    if (target !== base && pathBelow(base, target) === undefined) return [];
    const names = await files.list(path);
    const stats = await files.stats(names.map((name) => posix.join(path, name)));
    return names.flatMap((name, index): FolderEntry[] => {
      const kind = stats[index]?.kind;
      return kind === 'file' || kind === 'folder' ? [{ name, kind }] : [];
    });
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}
