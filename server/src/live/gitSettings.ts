import { posix } from 'node:path';
import type { GitFolders } from '../../../engine/src/operations/gitFolders.ts';

/** The files in which git keeps who its user is, for all repositories; absolute, with `/`. */
export function userSettings(variables: Readonly<Record<string, string | undefined>>, home: string): readonly string[] {
  const { GIT_CONFIG_GLOBAL: named, XDG_CONFIG_HOME: settings, HOME: own } = variables;
  const folder = own || home;
  const files = named
    ? [named]
    : [posix.join(folder, '.gitconfig'), posix.join(settings || posix.join(folder, '.config'), 'git/config')];
  return files.map((file) => file.replaceAll('\\', '/'));
}

/** The same for one repository and this worktree of it. */
export function repositorySettings({ common, own }: GitFolders): readonly string[] {
  return [posix.join(common, 'config'), posix.join(own, 'config.worktree')];
}
