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

/** Begins names of folders that stay for a debugger. */
const DEBUGGED = 'debug-';

/** Where the steps of a pipeline have what a debugger is given. */
export function debugFolderOf(stores: Pick<Stores, 'folder'>, pipeline: string): string {
  return path.join(stores.folder, 'tmp', DEBUGGED + pipeline);
}

/** Removes what debuggers were given a day ago and before. */
export async function sweepDebugged({ files, clock }: Host, { folder }: Pick<Stores, 'folder'>): Promise<void> {
  const tmp = path.join(folder, 'tmp');
  for (const pipeline of (await files.list(tmp)).filter((name) => name.startsWith(DEBUGGED)))
    for (const step of await files.list(path.join(tmp, pipeline))) {
      const stat = await files.stat(path.join(tmp, pipeline, step));
      if (stat !== undefined && clock.now() - stat.modified > DAY) await files.remove(path.join(tmp, pipeline, step));
    }
}

/** Removes what killed processes left in the store's folder for passing things; living runs keep theirs. */
export async function sweepTmp(
  { files, clock }: Host,
  { folder, runs }: Pick<Stores, 'folder' | 'runs'>,
): Promise<void> {
  const tmp = path.join(folder, 'tmp');
  for (const name of await files.list(tmp)) {
    if (name.startsWith(DEBUGGED)) continue;
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
