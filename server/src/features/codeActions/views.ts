import { nodeAt } from '../../../../engine/src/language/node.ts';
import { viewFile } from '../../../../engine/src/project/featureViews.ts';
import { entriesAt, textAt } from '../../../../engine/src/project/read.ts';
import { type Fix, type Fixing, inFile, place } from './fix.ts';
import { removal } from './keys.ts';
import { instead } from './names.ts';

/** `available_after` of a view that reads what is known later. */
export function availableAfter(fixing: Fixing): readonly Fix[] {
  const { tree, path, problem } = fixing;
  const needed = problem.data?.replacement;
  if (needed === undefined) return [];
  const verb = nodeAt(tree.root, path) === undefined ? 'Add' : 'Set';
  return inFile(fixing, `${verb} \`available_after: ${needed}\``, place(fixing.file, path, needed), {
    preferred: true,
  });
}

/** A field that is a window and a latest value at once. */
export function windowOrTtl(fixing: Fixing): readonly Fix[] {
  const field = fixing.tree.pathAt(fixing.start).path.slice(0, 2);
  return [
    ...removal(fixing, [...field, 'ttl'], 'Remove `ttl`', { preferred: true }),
    ...removal(fixing, [...field, 'window'], 'Remove `window`'),
  ];
}

/** Entities of a view that a join does not name: the column that the view itself has for them. */
export function entities(fixing: Fixing): readonly Fix[] {
  const { project, tree, problem } = fixing;
  if (problem.data?.candidates !== undefined) return instead(fixing);
  const { path } = tree.pathAt(fixing.start);
  const at = path.findLastIndex((each) => typeof each === 'number');
  const join = path.slice(0, at + 1);
  const view = viewFile(project, textAt(tree, [...join, 'view']) ?? '');
  if (at === -1 || view === undefined) return [];
  const named = new Set(entriesAt(tree, [...join, 'on']).map(([entity]) => entity));
  const missing = entriesAt(view.tree, ['entity']).filter(([entity]) => !named.has(entity));
  return missing.flatMap(([entity, column]) =>
    inFile(fixing, `Join by \`${entity}\` too`, place(fixing.file, [...join, 'on', entity], String(column)), {
      preferred: true,
    }),
  );
}
