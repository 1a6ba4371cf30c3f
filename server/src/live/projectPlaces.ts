import { posix } from 'node:path';
import { gitFolders } from '../../../engine/src/operations/gitFolders.ts';
import { storeFolder } from '../../../engine/src/operations/storeFolder.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import type { Topic } from '../protocol.ts';

/** Folders of a project in which something changes that views show. */
export interface ProjectPlaces {
  readonly root: string;
  /** `.modelyard`, in the main worktree. */
  readonly store: string;
  readonly registry: string;
  /** Where HEAD lies. */
  readonly git: string | undefined;
}

/** What a change in a folder may mean: of runs and checks the store's files tell more, `progress` is that of a run at work. */
export type Meaning = 'store' | 'checks' | 'progress' | Topic;

/** Where a project has what. */
export async function projectPlaces(files: Files, root: string): Promise<ProjectPlaces> {
  const git = await gitFolders(files, root);
  return { root, store: await storeFolder(files, root), registry: posix.join(root, 'registry'), git: git?.own };
}

/** All folders to be watched: also those that are not there yet. */
export async function watchedFolders(
  files: Files,
  { root, store, registry, git }: ProjectPlaces,
  live: readonly string[],
): Promise<readonly string[]> {
  const [datasets, runs] = [posix.join(store, 'datasets'), posix.join(store, 'runs')];
  const below = async (folder: string) => (await listed(files, folder)).map((name) => posix.join(folder, name));
  return [
    root,
    posix.dirname(store),
    store,
    ...(git === undefined ? [] : [git]),
    registry,
    ...(await below(registry)),
    datasets,
    ...(await below(datasets)),
    ...(live.length === 0 ? [] : [runs]),
    ...live.map((run) => posix.join(runs, run)),
  ];
}

/** What a change of a name in one of them means. */
export function meaningOf(
  { store, registry, git }: ProjectPlaces,
  folder: string,
  name: string | undefined,
): readonly Meaning[] {
  const is = (path: string) => name === undefined || posix.join(folder, name) === path;
  if (folder === store) {
    const runs = name === undefined || name.startsWith('runs.db');
    const checks = name === undefined || name.startsWith('monitors.db');
    return [
      ...(runs ? ['store' as const] : []),
      ...(checks ? ['checks' as const] : []),
      ...(is(posix.join(store, 'datasets')) ? ['data' as const] : []),
    ];
  }
  if (folder === git) return is(posix.join(git, 'HEAD')) ? ['runs'] : [];
  if (folder === registry || folder.startsWith(`${registry}/`)) return ['models'];
  if (folder.startsWith(`${posix.join(store, 'datasets')}`)) return ['data'];
  if (folder.startsWith(`${posix.join(store, 'runs')}`)) return ['progress'];
  const meanings: Meaning[] = [];
  if (is(store)) meanings.push('store', 'checks', 'data');
  if (is(registry)) meanings.push('models');
  return meanings;
}

/** What cannot be listed now is watched when it can. */
async function listed(files: Files, folder: string): Promise<readonly string[]> {
  return files.list(folder).catch(() => []);
}
