import { posix as path } from 'node:path';
import type { Files } from '../ports/files.ts';
import { gitFolders } from './gitFolders.ts';

/** Where a project's stores lie, whether or not they are there: `.modelyard`, of a linked worktree in the main one. */
export async function storeFolder(files: Files, root: string): Promise<string> {
  const git = await gitFolders(files, root);
  const isLinked = git !== undefined && git.own !== git.common && path.basename(git.common) === '.git';
  const home = isLinked ? path.join(path.dirname(git.common), path.relative(git.worktree, root)) : root;
  return path.join(home, '.modelyard');
}
