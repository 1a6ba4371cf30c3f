import { posix as path } from 'node:path';
import type { Git } from '../../../ports/git.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import { REGISTRY } from '../../../registry/registryFolder.ts';

/** Where an alias moves: a project and, where git keeps its registry, the repository around it. */
export interface MovePlace {
  readonly host: Host;
  readonly stores: Stores;
  /** Absolute root of the project. */
  readonly root: string;
  /** Undefined where git keeps no registry of the project: then files are all there is, and nobody knows what was before. */
  readonly repository: Repository | undefined;
}

export interface Repository {
  readonly git: Git;
  /** From the repository's root to the project, empty or with `/` at its end. */
  readonly prefix: string;
  /** HEAD. */
  readonly commit: string | undefined;
  /** Undefined on a detached HEAD. */
  readonly branch: string | undefined;
}

export async function movePlace(
  host: Host,
  { root, ...stores }: Stores & { readonly root: string },
): Promise<MovePlace> {
  const git = host.git(root);
  const top = await git.root();
  const at = { host, stores, root };
  if (top === undefined || (await git.ignored(path.join(root, REGISTRY)))) return { ...at, repository: undefined };
  const real = async (folder: string) => (await host.files.realPath(folder)) ?? folder;
  const inside = path.relative(await real(top), await real(root));
  const head = await git.head();
  const prefix = inside === '' ? '' : `${inside}/`;
  return { ...at, repository: { git, prefix, commit: head?.commit, branch: head?.branch } };
}

/** Paths of the repository for those of the project. */
export function inRepository({ prefix }: Repository, paths: readonly string[]): readonly string[] {
  return paths.map((one) => `${prefix}${one}`);
}

/** Text of a file of the project at a commit; undefined where that has none. */
export async function textAt({ git, prefix }: Repository, commit: string, file: string): Promise<string | undefined> {
  const blob = (await git.history.filesAt(commit, `${prefix}${file}`)).get(`${prefix}${file}`);
  return blob === undefined ? undefined : (await git.history.texts([blob])).get(blob);
}
