import { posix as path } from 'node:path';
import type { Host, Stores } from '../../ports/host.ts';

const DAY = 24 * 3_600_000;

/** Where a run keeps what is gone when it has ended. */
export function tmpFolderOf(stores: Pick<Stores, 'folder'>, run: string): string {
  return path.join(stores.folder, 'tmp', run);
}

/** For what is gone when work that is no run has ended. */
export function passingFolderOf(stores: Pick<Stores, 'folder'>, id: string): string {
  return path.join(stores.folder, 'tmp', `passing-${id}`);
}

/** Where the steps of a pipeline have what a debugger is given: the last time of each, for a day. */
export function debugFolderOf(stores: Pick<Stores, 'folder'>, pipeline: string): string {
  return path.join(stores.folder, 'tmp', `debug-${pipeline}`);
}

/** Removes what killed processes left in the store's folder for passing things; living runs keep theirs. */
export async function sweepTmp(
  { files, clock }: Host,
  { folder, runs }: Pick<Stores, 'folder' | 'runs'>,
): Promise<void> {
  const tmp = path.join(folder, 'tmp');
  for (const name of await files.list(tmp)) {
    const left = /^[0-9a-f]{32}$/.test(name) ? !(await isRunning(name)) : await isOld(path.join(tmp, name));
    if (left) await files.remove(path.join(tmp, name));
  }

  async function isRunning(id: string): Promise<boolean> {
    const run = await runs.run(id).catch(() => undefined);
    return run?.status === 'running';
  }

  /** Other commands use it too, for less than a day. */
  async function isOld(file: string): Promise<boolean> {
    const stat = await files.stat(file);
    return stat !== undefined && clock.now() - stat.modified > DAY;
  }
}
