import { posix as path } from 'node:path';
import type { Files } from '../ports/files.ts';

/** Where git keeps what it knows of a folder, read from its files: no program is started. */
export interface GitFolders {
  readonly worktree: string;
  /** Of this worktree: its HEAD lies there. */
  readonly own: string;
  /** Of all worktrees. */
  readonly common: string;
}

/** Undefined outside of git. */
export async function gitFolders(files: Files, folder: string): Promise<GitFolders | undefined> {
  const link = path.join(folder, '.git');
  const kind = (await files.stat(link))?.kind;
  if (kind === 'folder') return { worktree: folder, own: link, common: link };
  if (kind === 'file') return linked(files, folder, (await files.read(link)) ?? '');
  const above = path.dirname(folder);
  return above === folder ? undefined : gitFolders(files, above);
}

/** The branch that is checked out; undefined outside of git and on a detached HEAD. */
export async function currentBranch(files: Files, root: string): Promise<string | undefined> {
  const folders = await gitFolders(files, root);
  const head = folders && (await files.read(path.join(folders.own, 'HEAD')));
  return /^ref: refs\/heads\/(.+)$/m.exec(head ?? '')?.[1]?.trim();
}

/** Another whenever HEAD may be another commit, read from files; empty outside of git. */
export async function headStamp(files: Files, root: string): Promise<string> {
  const folders = await gitFolders(files, root);
  if (folders === undefined) return '';
  const head = await files.read(path.join(folders.own, 'HEAD'));
  const ref = /^ref: (.+)$/m.exec(head ?? '')?.[1]?.trim();
  const loose = ref === undefined ? undefined : await files.read(path.join(folders.common, ref));
  const packed = ['packed-refs', 'reftable/tables.list'].map((name) => path.join(folders.common, name));
  return JSON.stringify([head, loose, await files.stamps(packed)], (_, value) => value ?? null);
}

async function linked(files: Files, worktree: string, link: string): Promise<GitFolders | undefined> {
  const folder = /^gitdir: (.+)$/m.exec(link)?.[1]?.trim();
  if (folder === undefined) return undefined;
  const own = path.resolve(worktree, folder.replaceAll('\\', '/'));
  const common = (await files.read(path.join(own, 'commondir')))?.trim().replaceAll('\\', '/');
  return { worktree, own, common: common === undefined ? own : path.resolve(own, common) };
}
