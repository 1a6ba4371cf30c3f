import { isRecord } from '../../../language/isRecord.ts';
import { ENDINGS, type Kind } from '../../../language/kinds.ts';
import { type Json, parseTree, type Tree } from '../../../language/tree.ts';
import type { FileChange } from '../../../ports/gitHistory.ts';
import { readLock } from '../../../project/lock.ts';
import { entriesAt, textAt, valueAt } from '../../../project/read.ts';
import { isSame } from '../../../registry/semver.ts';
import type { ChangedData, ChangedParts, HowChanged } from './changedResult.ts';

type Texts = (blob: string | undefined) => string | undefined;

/** Datasets whose locks differ: what is known of the data where the data is not. */
export function changedData(changes: readonly FileChange[], texts: Texts): readonly ChangedData[] {
  return ofKind(changes, 'dataset_lock').map((change) => {
    const [before, after] = [change.before, change.after].map((blob) => {
      const text = texts(blob);
      return text === undefined ? undefined : readLock(change.path, parseTree(text));
    });
    const columns = (lock: typeof before) => new Map(lock?.columns.map(({ name, sqlType }) => [name, sqlType]));
    const [had, has] = [columns(before), columns(after)];
    return {
      dataset: after?.name ?? before?.name ?? change.path,
      file: change.path,
      change: howOf(change),
      version: { before: before?.version ?? null, after: after?.version ?? null },
      rows: { before: before?.rows ?? null, after: after?.rows ?? null },
      columns: {
        added: before === undefined ? [] : [...has.keys()].filter((name) => !had.has(name)),
        removed: after === undefined ? [] : [...had.keys()].filter((name) => !has.has(name)),
        retyped: [...has].flatMap(([name, type]) => {
          const was = had.get(name);
          return was === undefined || was === type ? [] : [{ name, before: was, after: type }];
        }),
      },
    };
  });
}

/** Feature views that differ, by field; what is not a field stands under its own key. */
export function changedFeatures(changes: readonly FileChange[], texts: Texts): readonly ChangedParts[] {
  return parts(changes, 'features', texts, (tree) => [
    ...entriesAt(tree, ['fields']),
    ...entriesAt(tree, []).filter(([key]) => key !== 'fields' && !NO_MATTER.has(key)),
  ]);
}

/** Model cards that differ, by section. */
export function changedCards(changes: readonly FileChange[], texts: Texts): readonly ChangedParts[] {
  return parts(changes, 'modelcard', texts, (tree) => entriesAt(tree, []));
}

/** Policies that differ, by gate, approvals and way back of each alias, and by role. */
export function changedPolicies(changes: readonly FileChange[], texts: Texts): readonly ChangedParts[] {
  return parts(changes, 'policy', texts, (tree) => [
    ...entriesAt(tree, ['aliases']).flatMap(([alias]) => rulesOf(tree, alias)),
    ...entriesAt(tree, ['roles']).map(([role, members]) => [`role ${role}`, members] as const),
    ...(valueAt(tree, ['applies_to']) === undefined ? [] : [['applies_to', valueAt(tree, ['applies_to'])!] as const]),
  ]);
}

/** Says nothing of what is computed. */
const NO_MATTER = new Set(['description', 'owner', 'tags']);

function rulesOf(tree: Tree, alias: string): readonly (readonly [string, Json])[] {
  const gates = valueAt(tree, ['aliases', alias, 'gates']);
  const listed = Array.isArray(gates) ? gates : [];
  const rest = entriesAt(tree, ['aliases', alias]).filter(([key]) => key !== 'gates');
  return [
    [`${alias}`, true],
    ...listed.map((gate, index) => {
      const name = isRecord(gate) && typeof gate['name'] === 'string' ? gate['name'] : String(index + 1);
      return [`${alias}: ${name}`, gate] as const;
    }),
    ...rest.map(([key, value]) => [`${alias}: ${key}`, value] as const),
  ];
}

function parts(
  changes: readonly FileChange[],
  kind: Exclude<Kind, 'project'>,
  texts: Texts,
  partsOf: (tree: Tree) => readonly (readonly [string, Json])[],
): readonly ChangedParts[] {
  return ofKind(changes, kind).flatMap((change) => {
    const [before, after] = [change.before, change.after].map((blob) => parseTree(texts(blob) ?? ''));
    const [had, has] = [new Map(partsOf(before!)), new Map(partsOf(after!))];
    const isWhole = change.before === undefined || change.after === undefined;
    const found = {
      name: textAt(after!, [kind]) ?? textAt(before!, [kind]) ?? change.path,
      file: change.path,
      change: howOf(change),
      added: isWhole ? [] : [...has.keys()].filter((name) => !had.has(name)),
      removed: isWhole ? [] : [...had.keys()].filter((name) => !has.has(name)),
      changed: [...has].flatMap(([name, value]) => (had.has(name) && !isSame(had.get(name), value) ? [name] : [])),
    };
    const isSpelling = found.added.length + found.removed.length + found.changed.length === 0;
    return isSpelling && !isWhole ? [] : [found];
  });
}

function ofKind(changes: readonly FileChange[], kind: Exclude<Kind, 'project'>): readonly FileChange[] {
  return changes.filter(({ path }) => path.endsWith(ENDINGS[kind]));
}

export function howOf({ before, after }: FileChange): HowChanged {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}
