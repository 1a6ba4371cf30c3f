import { isRecord } from '../language/isRecord.ts';
import type { Path, Tree } from '../language/tree.ts';
import { entriesAt, isList, type JsonMap, textAt, valueAt } from './read.ts';

/** A check of a dataset as its spec declares it. */
export interface DeclaredCheck {
  /** As `data validate` names it. */
  readonly name: string;
  readonly kind: DeclaredCheckKind;
  /** Where it stands in the spec. */
  readonly path: Path;
}

export type DeclaredCheckKind = (typeof RULES)[number] | (typeof CHECKS)[number] | 'column' | 'type' | 'in' | 'key';

const RULES = ['nullable', 'min', 'max', 'pattern'] as const;
const CHECKS = ['expect', 'rows', 'unique', 'duplicates', 'row_change', 'freshness', 'references'] as const;

/** The checks of a dataset in the order in which `data validate` tells them: columns, types, rules, key, then what `checks` lists. */
export function declaredChecks(tree: Tree): readonly DeclaredCheck[] {
  const columns = entriesAt(tree, ['columns']).map(([name]) => ({ name, path: ['columns', name] as Path }));
  const listed = listedColumns(tree);
  const named = new Map([...listed, ...columns].map(({ name, path }) => [name, path]));
  const inOrder = [...new Set([...columns, ...listed].map(({ name }) => name))];
  return [
    ...inOrder.map((name) => check(`${name} is there`, 'column', named.get(name)!)),
    ...columns.flatMap(({ name, path }) =>
      valueAt(tree, [...path, 'type']) === undefined ? [] : [check(`${name} type`, 'type', [...path, 'type'])],
    ),
    ...columns.flatMap(({ name, path }) => rules(tree, name, path)),
    ...listed.map(({ called, path }) => check(called, 'in', path)),
    ...(valueAt(tree, ['key']) === undefined ? [] : [check('key', 'key', ['key'])]),
    ...listAt(tree).flatMap((given, index) => writtenCheck(given, index)),
  ];
}

function check(name: string, kind: DeclaredCheckKind, path: Path): DeclaredCheck {
  return { name, kind, path };
}

function rules(tree: Tree, column: string, path: Path): readonly DeclaredCheck[] {
  return RULES.flatMap((rule) => {
    const value = valueAt(tree, [...path, rule]);
    const isAsked = rule === 'nullable' ? value === false : value !== undefined;
    return isAsked ? [check(`${column} ${rule}`, rule, [...path, rule])] : [];
  });
}

interface ListedColumn {
  readonly name: string;
  readonly called: string;
  readonly path: Path;
}

/** Columns of `in` checks, which are rules of columns. */
function listedColumns(tree: Tree): readonly ListedColumn[] {
  return listAt(tree).flatMap((given, index) => {
    const columns = Object.keys(isRecord(given['in']) ? given['in'] : {});
    const own = textAt(tree, ['checks', index, 'name']);
    return columns.map((name) => ({
      name,
      called: own === undefined ? `${name} in` : columns.length === 1 ? own : `${own}: ${name}`,
      path: ['checks', index, 'in', name],
    }));
  });
}

function listAt(tree: Tree): readonly JsonMap[] {
  const checks = valueAt(tree, ['checks']);
  return isList(checks) ? checks.map((one) => (isRecord(one) ? one : {})) : [];
}

function writtenCheck(given: JsonMap, index: number): readonly DeclaredCheck[] {
  const kind = CHECKS.find((one) => Object.hasOwn(given, one));
  if (kind === undefined) return [];
  const name = typeof given['name'] === 'string' ? given['name'] : unnamed(kind, given[kind], index);
  return [check(name, kind, ['checks', index])];
}

function unnamed(kind: (typeof CHECKS)[number], value: unknown, index: number): string {
  if (kind === 'unique') return `unique ${isListOf(value).join(', ')}`;
  if (kind === 'references') return `references ${String(value)}`;
  if (kind === 'row_change') return 'row change';
  return kind === 'expect' || kind === 'rows' ? `check ${index + 1}` : kind;
}

function isListOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
