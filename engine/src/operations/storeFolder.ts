import { posix as path } from 'node:path';
import type { Files } from '../ports/files.ts';

/** Where a project's stores lie, whether or not they are there: `.modelyard`, of a linked worktree in the main one. Starts no git. */
export async function storeFolder(files: Files, root: string): Promise<string> {
  const worktree = await worktreeOf(files, root);
  const main = worktree && (await mainWorktree(files, worktree));
  const home = worktree && main ? path.join(main, path.relative(worktree, root)) : root;
  return path.join(home, '.modelyard');
}

async function worktreeOf(files: Files, folder: string): Promise<string | undefined> {
  if ((await files.stat(path.join(folder, '.git'))) !== undefined) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : worktreeOf(files, above);
}

/** Undefined where the worktree is the main one, or that cannot be told. */
async function mainWorktree(files: Files, worktree: string): Promise<string | undefined> {
  const link = path.join(worktree, '.git');
  if ((await files.stat(link))?.kind !== 'file') return undefined;
  const folder = /^gitdir: (.+)$/m.exec((await files.read(link)) ?? '')?.[1]?.trim();
  if (folder === undefined) return undefined;
  const own = path.resolve(worktree, folder.replaceAll('\\', '/'));
  const common = (await files.read(path.join(own, 'commondir')))?.trim().replaceAll('\\', '/');
  const shared = common === undefined ? undefined : path.resolve(own, common);
  return shared !== undefined && path.basename(shared) === '.git' ? path.dirname(shared) : undefined;
}
