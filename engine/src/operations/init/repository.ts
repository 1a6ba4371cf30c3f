import type { Host } from '../../ports/host.ts';

/** `made`: with a first commit; `around`: the folder is part of one already; `none`: git is not installed. */
export type Repository = 'made' | 'around' | 'none';

/** Makes the folder a repository of its own where it is in none, or ignored by the one around it. */
export async function beginRepository(
  host: Host,
  folder: string,
  project: string,
  files: readonly string[],
): Promise<Repository> {
  const git = host.git(folder);
  const root = await git.root();
  const own = root !== undefined && (await host.files.realPath(root)) === (await host.files.realPath(folder));
  if (root !== undefined && (own || !(await git.ignored(folder)))) return 'around';
  await git.init(folder, `Begin the project ${project}`, files);
  return (await git.root()) === undefined ? 'none' : 'made';
}
