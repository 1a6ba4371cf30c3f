import { COLUMN_TYPES, type Column } from '../language/columnType.ts';
import { resolved } from '../language/node.ts';
import type { Tree } from '../language/tree.ts';
import { numberAt, textAt, valueAt } from './read.ts';

/** What a dataset looked like when `modelyard data lock` was last run. What is wrong in the file is left out here. */
export interface DatasetLock {
  /** Of the dataset. */
  readonly name: string;
  /** Path relative to the project root. */
  readonly file: string;
  readonly tree: Tree;
  readonly version: string | undefined;
  readonly rows: number | undefined;
  /** In the order of the data. */
  readonly columns: readonly LockedColumn[];
}

export interface LockedColumn extends Column {
  /** Whether its least or greatest value is told. */
  readonly showsValues: boolean;
}

/** The lock in this file; undefined where its first key names no dataset. */
export function readLock(file: string, tree: Tree): DatasetLock | undefined {
  const name = textAt(tree, ['dataset_lock']);
  if (name === undefined) return undefined;
  return {
    name,
    file,
    tree,
    version: textAt(tree, ['version']),
    rows: numberAt(tree, ['rows']),
    columns: readColumns(tree),
  };
}

/** A type as a lock tells it: values of an ENUM are text, and text of the data stands in no lock. */
export function lockedSqlType(sqlType: string): string {
  return sqlType.replace(/\bENUM\((?:'(?:[^']|'')*'(?:, )?)*\)/g, 'VARCHAR');
}

/** From the nodes: keys of a plain object that are numbers would lose their place. */
function readColumns(tree: Tree): readonly LockedColumn[] {
  const node = tree.node(['columns']);
  const map = node && resolved(node);
  return map?.kind === 'map' ? map.entries.flatMap(({ key }) => readColumn(tree, key) ?? []) : [];
}

function readColumn(tree: Tree, name: string): LockedColumn | undefined {
  const path = ['columns', name];
  const type = COLUMN_TYPES.find((known) => known === textAt(tree, [...path, 'type']));
  const sqlType = textAt(tree, [...path, 'sql_type']);
  if (type === undefined || sqlType === undefined) return undefined;
  const showsValues = ['min', 'max'].some((key) => valueAt(tree, [...path, key]) !== undefined);
  return { name, type, sqlType, showsValues };
}
