import { PROJECT_FILE } from '../language/kinds.ts';
import { isSameList } from './fileIndex.ts';
import { policies } from './policies.ts';
import type { Derivation, Project } from './project.ts';
import { isList, textsAt, valueAt } from './read.ts';

/** The aliases that modelyard.yaml lists, in the order in which a model passes them; undefined where it lists none. */
export function declaredAliases(project: Project): readonly string[] | undefined {
  return project.derive(DECLARED);
}

const DECLARED: Derivation<readonly string[] | undefined> = {
  name: 'declared aliases',
  of({ files }) {
    const settings = files.get(PROJECT_FILE);
    if (settings === undefined || !isList(valueAt(settings.tree, ['aliases']))) return undefined;
    return textsAt(settings.tree, ['aliases']).map(({ text }) => text);
  },
  isSame: (before, now) => before === now || (before !== undefined && now !== undefined && isSameList(before, now)),
};

/** Every alias that modelyard.yaml lists, a policy guards or a model has: the listed ones first, in their order. */
export function knownAliases(project: Project): readonly string[] {
  const guarded = policies(project).flatMap((policy) => [...policy.aliases.keys()]);
  const set = [...project.models.values()].flatMap((model) => [...model.aliases.keys()]);
  return [...new Set([...(declaredAliases(project) ?? []), ...guarded, ...set])];
}
