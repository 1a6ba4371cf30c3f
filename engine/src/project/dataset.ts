import { COLUMN_TYPES, type ColumnType } from '../language/columnType.ts';
import type { Path, Tree } from '../language/tree.ts';
import { parseDuration } from '../language/values.ts';
import { entriesAt, textAt, textsAt, valueAt } from './read.ts';

/** A dataset as its file has it. What is wrong in the file is left out here; its problems say so. */
export interface Dataset {
  readonly name: string;
  /** Path relative to the project root. */
  readonly file: string;
  readonly tree: Tree;
  /** Paths and globs relative to the root; may hold expressions over `env`. */
  readonly source: readonly SourcePattern[];
  readonly timestamp: string | undefined;
  readonly columns: ReadonlyMap<string, DeclaredColumn>;
}

export interface SourcePattern {
  readonly text: string;
  /** Of the pattern in the dataset's file; of `source` where an environment gives another one. */
  readonly path: Path;
}

export interface DeclaredColumn {
  readonly name: string;
  readonly type: ColumnType | undefined;
  /** Milliseconds after the row's timestamp. */
  readonly knownAfter: number;
}

/** The dataset in this file; undefined where its first key names none. */
export function readDataset(file: string, tree: Tree): Dataset | undefined {
  const name = textAt(tree, ['dataset']);
  if (name === undefined) return undefined;
  const columns = entriesAt(tree, ['columns']).map(([column]) => [column, readColumn(tree, column)] as const);
  return {
    name,
    file,
    tree,
    source: textsAt(tree, ['source']),
    timestamp: textAt(tree, ['timestamp']),
    columns: new Map(columns),
  };
}

function readColumn(tree: Tree, name: string): DeclaredColumn {
  const type = textAt(tree, ['columns', name, 'type']);
  return {
    name,
    type: COLUMN_TYPES.find((known) => known === type),
    knownAfter: parseDuration(valueAt(tree, ['columns', name, 'known_after'])) ?? 0,
  };
}
