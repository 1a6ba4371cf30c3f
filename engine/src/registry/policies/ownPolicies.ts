import { posix as path } from 'node:path';
import { globPattern } from '../../language/globPattern.ts';
import { ENDINGS, PROJECT_FILE } from '../../language/kinds.ts';
import { parseTree } from '../../language/tree.ts';
import { textsAt } from '../../project/read.ts';

/**
 * Paths of the policies that are the project's own, sorted: not those of a project nested below, nor those that its settings exclude.
 * @param files paths relative to the project
 */
export function ownPolicies(files: readonly string[], exclude: readonly string[]): readonly string[] {
  const nested = files.filter((file) => file.endsWith(`/${PROJECT_FILE}`)).map((file) => path.dirname(file));
  const excluding = exclude.map((pattern) => globPattern(pattern, true));
  return files
    .filter((file) => file.endsWith(ENDINGS.policy))
    .filter((file) => !nested.some((folder) => file.startsWith(`${folder}/`)))
    .filter((file) => !excluding.some((pattern) => pattern.test(file)))
    .sort();
}

/** The patterns that a project leaves out, by the text of its settings. */
export function excluded(settings: string | undefined): readonly string[] {
  return settings === undefined ? [] : textsAt(parseTree(settings), ['exclude']).map(({ text }) => text);
}
