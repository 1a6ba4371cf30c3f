import { posix as path } from 'node:path';
import type { NamedCommit } from '../../ports/gitHistory.ts';
import type { Host } from '../../ports/host.ts';
import { placeInRepository } from '../audit/registryHistory.ts';
import type { AliasRules, RulesOfMove } from '../policies/aliasRules.ts';
import { aliasPath } from '../registryFolder.ts';
import { CODE_OWNERS, ownersOf } from './codeOwners.ts';

export interface OwnersFile {
  /** Relative to the repository; undefined where there is none. */
  readonly file: string | undefined;
  readonly text: string;
}

export interface OwnersAround {
  readonly host: Pick<Host, 'files' | 'git'>;
  readonly root: string;
}

/** The owners of files as a commit has them, or the working tree where none is named. */
export async function readCodeOwners({ host, root }: OwnersAround, from: NamedCommit | undefined): Promise<OwnersFile> {
  const git = host.git(root);
  const top = (await git.root()) ?? root;
  for (const file of CODE_OWNERS) {
    const blob = from && (await git.history.filesAt(from.commit, file)).get(file);
    const text = from
      ? (await git.history.texts(blob === undefined ? [] : [blob])).get(blob ?? '')
      : await host.files.read(path.join(top, file));
    if (text !== undefined) return { file, text };
  }
  return { file: undefined, text: '' };
}

/** What a review has to guard for it to be an approval: the alias and the policies, relative to the repository. */
export async function guardedFiles(
  { host, root }: OwnersAround,
  { base, tree }: Pick<RulesOfMove, 'base' | 'tree'>,
  model: string,
  alias: string,
): Promise<readonly string[]> {
  const inside = (await placeInRepository({ files: host.files, git: host.git(root), root })) ?? '';
  const policies = [base, tree].filter((rules): rules is AliasRules => rules !== undefined).map(({ file }) => file);
  return [...new Set([aliasPath(model, alias), ...policies])].map((file) => path.join(inside, file));
}

/** Those of the files that nobody owns. */
export function unowned({ text }: OwnersFile, files: readonly string[]): readonly string[] {
  return files.filter((file) => ownersOf(text, file).length === 0);
}
