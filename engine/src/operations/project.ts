import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import type { Host, Stores } from '../ports/host.ts';
import { findProjectRoot } from '../project/discover.ts';

/** The root of the project that the user named or stands in. */
export async function projectRoot(host: Host): Promise<string> {
  const start = host.projectFolder ?? host.folder;
  const root = await findProjectRoot(host.files, start);
  if (root !== undefined) return root;
  throw notAProject(start);
}

/** The stores of the project; runs of dead processes are seen as interrupted first. */
export async function openStores(host: Host): Promise<Stores & { readonly root: string }> {
  return opened(host, await projectRoot(host));
}

/** The stores of the project, or of a folder of scripts into which runs were logged without one. */
export async function openRuns(host: Host): Promise<Stores & { readonly root: string }> {
  return opened(host, (await runsFolder(host)) ?? (await projectRoot(host)));
}

/** Where the runs of who stands here are kept: the project, else the nearest folder with runs; undefined where there is neither. */
export async function runsFolder(host: Host): Promise<string | undefined> {
  const start = host.projectFolder ?? host.folder;
  return (await findProjectRoot(host.files, start)) ?? folderWithRuns(host, path.normalize(start));
}

export function notAProject(start: string): Failure {
  return new Failure('not-a-project', `There is no modelyard.yaml in ${start} or above it.`, {
    next: 'Go to a project, name one with `--project DIR`, or make one with `modelyard init`.',
  });
}

async function folderWithRuns(host: Host, folder: string): Promise<string | undefined> {
  if ((await host.files.stat(path.join(folder, '.modelyard', 'runs.db')))?.kind === 'file') return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : folderWithRuns(host, above);
}

async function opened(host: Host, root: string): Promise<Stores & { readonly root: string }> {
  const stores = await host.stores(root);
  await stores.runs.reap();
  return { ...stores, root };
}
