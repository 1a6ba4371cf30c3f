import { posix } from 'node:path';
import { Failure } from '../../failure.ts';
import type { SourceOwner } from '../../ports/runSource.ts';
import type { RunArtifact } from '../../ports/runStore.ts';
import type { Importing } from './importing.ts';

/**
 * Copies the files of an owner into the store of objects; each is given to `keep` when its bytes are there.
 * @param known paths that are not fetched again
 */
export async function importFiles(
  of: SourceOwner,
  { source, stores, signal }: Importing,
  keep: (file: RunArtifact) => Promise<void>,
  known: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (const { path } of await source.artifacts(of)) {
    signal.throwIfAborted();
    if (!isPlainPath(path))
      throw new Failure('artifact-path', `${of.id} has a file with the path ${path.slice(0, 200)}.`, {
        next: 'Rename it where it is kept.',
      });
    if (known.has(path)) continue;
    await keep({ path, ...(await stores.artifacts.putStream(source.artifact(of, path))) });
  }
}

/** Leads nowhere but down. */
export function isPlainPath(path: string): boolean {
  const isNormal = posix.normalize(path) === path && !posix.isAbsolute(path) && !/[\\\0]/.test(path);
  return isNormal && path !== '.' && !/^\.\.(\/|$)|\/$/.test(path);
}
