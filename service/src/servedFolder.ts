import { homedir } from 'node:os';
import { posix as path } from 'node:path';
import { Failure } from '../../engine/src/failure.ts';
import { notAProject, runsFolder } from '../../engine/src/operations/project.ts';
import type { Host } from '../../engine/src/ports/host.ts';

/**
 * The folder whose store a service answers from: the project's or one with runs around it, else the folder itself, so that
 * scripts can log before anything is a project. Not a whole home or disk, whose store all folders below would share.
 */
export async function servedFolder(host: Host): Promise<string> {
  const there = await runsFolder(host);
  if (there !== undefined) return there;
  const start = path.join(host.projectFolder ?? host.folder).replace(/(?<=[^:/])\/$/, '');
  if ((await host.files.stat(start))?.kind !== 'folder')
    throw new Failure('folder-not-found', `There is no folder ${start}.`, { next: 'Name the folder of your scripts.' });
  if (path.dirname(start) === start || start === homedir().replaceAll('\\', '/')) throw notAProject(start);
  return start;
}
