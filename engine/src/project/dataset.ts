import { COLUMN_TYPES, type ColumnType } from '../language/columnType.ts';
import type { Path, Tree } from '../language/tree.ts';
import { parseDuration } from '../language/values.ts';
import { entriesAt, isList, textAt, textsAt, valueAt } from './read.ts';
import { readSqlText } from './readValue.ts';
import type { SqlText } from './specValue.ts';

/** A dataset as its file has it. What is wrong in the file is left out here; its problems say so. */
export interface Dataset {
  readonly name: string;
  /** Path relative to the project root. */
  readonly file: string;
  readonly tree: Tree;
  readonly source: DatasetSource;
  readonly csv: CsvOptions;
  /** IANA name of the zone of times that are written without one. */
  readonly timezone: string | undefined;
  readonly timestamp: string | undefined;
  readonly columns: ReadonlyMap<string, DeclaredColumn>;
}

export type DatasetSource =
  | { readonly kind: 'files'; readonly patterns: readonly SourcePattern[] }
  /** One SELECT over other datasets. */
  | { readonly kind: 'sql'; readonly sql: SqlText }
  | ProgramSource;

/** A program of the user that writes the files. */
export interface ProgramSource {
  readonly kind: 'program';
  readonly command: SourcePattern;
  readonly output: SourcePattern;
  /** Milliseconds; undefined where it runs only when the output is missing. */
  readonly refresh: number | undefined;
  readonly environment: readonly (readonly [name: string, value: SourcePattern])[];
}

/** How CSV is read, as a spec says it. */
export interface CsvOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly header?: boolean;
  readonly nulls?: readonly string[];
  readonly types?: Readonly<Record<string, string>>;
}

/** A text with its place; a path or glob relative to the root. May hold expressions over `env`. */
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
    source: readSource(tree),
    csv: readCsv(tree),
    timezone: textAt(tree, ['timezone']),
    timestamp: textAt(tree, ['timestamp']),
    columns: new Map(columns),
  };
}

function readSource(tree: Tree): DatasetSource {
  const sql = textAt(tree, ['source', 'sql']);
  if (sql !== undefined) {
    const read = readSqlText(sql);
    return read === undefined ? { kind: 'files', patterns: [] } : { kind: 'sql', sql: read };
  }
  const [command] = textsAt(tree, ['source', 'run']);
  const [output] = textsAt(tree, ['source', 'output']);
  if (command === undefined || output === undefined) return { kind: 'files', patterns: textsAt(tree, ['source']) };
  const refresh = parseDuration(valueAt(tree, ['source', 'refresh']));
  const environment = entriesAt(tree, ['source', 'env']).flatMap(([name, value]) =>
    value === null || typeof value === 'object'
      ? []
      : [[name, { text: String(value), path: ['source', 'env', name] }] as const],
  );
  return { kind: 'program', command, output, refresh, environment };
}

function readCsv(tree: Tree): CsvOptions {
  const delimiter = textAt(tree, ['csv', 'delimiter']);
  const quote = textAt(tree, ['csv', 'quote']);
  const header = valueAt(tree, ['csv', 'header']);
  const nulls = valueAt(tree, ['csv', 'nullstr']);
  const types = entriesAt(tree, ['csv', 'types']).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(quote === undefined ? {} : { quote }),
    ...(typeof header === 'boolean' ? { header } : {}),
    ...(isList(nulls) ? { nulls: nulls.filter((text) => typeof text === 'string') } : {}),
    ...(types.length === 0 ? {} : { types: Object.fromEntries(types) }),
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
