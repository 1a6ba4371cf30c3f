import { posix } from 'node:path';
import { gitFolders } from '../../../engine/src/operations/gitFolders.ts';
import { storeFolder } from '../../../engine/src/operations/storeFolder.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import type { Topic } from '../protocol.ts';
import { repositorySettings } from './gitSettings.ts';

/** Folders of a project in which something changes that views show. */
export interface ProjectPlaces {
  readonly root: string;
  /** `.modelyard`, in the main worktree. */
  readonly store: string;
  readonly registry: string;
  /** Where HEAD lies. */
  readonly git: string | undefined;
  /** Files that say who the user is, and so what they may approve and move. */
  readonly settings: readonly string[];
}

/** What a change in a folder may mean: of runs and checks the store's files tell more, `progress` is that of a run at work. */
export type Meaning = 'store' | 'checks' | 'progress' | Topic;

/**
 * Where a project has what.
 * @param userSettings files of git's settings for all repositories
 */
export async function projectPlaces(
  files: Files,
  root: string,
  userSettings: readonly string[],
): Promise<ProjectPlaces> {
  const git = await gitFolders(files, root);
  const settings = git === undefined ? [] : [...repositorySettings(git), ...userSettings];
  const [store, registry] = [await storeFolder(files, root), posix.join(root, 'registry')];
  return { root, store, registry, git: git?.own, settings };
}

/** All folders to be watched: also those that are not there yet. */
export async function watchedFolders(
  files: Files,
  { root, store, registry, git, settings }: ProjectPlaces,
  live: readonly string[],
): Promise<readonly string[]> {
  const [datasets, runs] = [posix.join(store, 'datasets'), posix.join(store, 'runs')];
  const below = async (folder: string) => (await listed(files, folder)).map((name) => posix.join(folder, name));
  return [
    root,
    posix.dirname(store),
    store,
    ...(git === undefined ? [] : [git]),
    ...settings.map((file) => posix.dirname(file)),
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
  { store, registry, git, settings }: ProjectPlaces,
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
  const isUser = settings.some((file) => posix.dirname(file) === folder && is(file));
  const meanings: Meaning[] = isUser ? ['models'] : [];
  if (folder === git) return is(posix.join(git, 'HEAD')) ? [...meanings, 'runs'] : meanings;
  if (folder === registry || folder.startsWith(`${registry}/`)) return ['models'];
  if (folder.startsWith(`${posix.join(store, 'datasets')}`)) return ['data'];
  if (folder.startsWith(`${posix.join(store, 'runs')}`)) return ['progress'];
  if (is(store)) meanings.push('store', 'checks', 'data');
  if (is(registry)) meanings.push('models');
  return meanings;
}

/** What cannot be listed now is watched when it can. */
async function listed(files: Files, folder: string): Promise<readonly string[]> {
  return files.list(folder).catch(() => []);
}
