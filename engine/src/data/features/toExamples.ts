import { posix as path } from 'node:path';
import type { Column } from '../../language/columnType.ts';
import type { Bindings, DataSource, Written } from '../../ports/dataSource.ts';
import { identifier, listLiteral } from '../../ports/sqlText.ts';
import { TIMESTAMP } from '../examples/exampleNames.ts';
import type { ExamplesRequest } from '../examples/examplesRequest.ts';
import { type FeatureJoin, joinFeatures } from './joinFeatures.ts';

/** Rows of the dataset, each with its place. */
export function placedRows(relation: string): string {
  return `(SELECT *, row_number() OVER () - 1 AS ${identifier(PLACE)} FROM ${relation})`;
}

const PLACE = 'modelyard place';

/** What the rows bring for the joins and leave behind after them: their place and the columns that hold entities. */
export function carriedColumns(joins: readonly FeatureJoin[]): readonly string[] {
  const columns = new Set(joins.flatMap(({ on }) => Object.values(on)));
  return [identifier(PLACE), ...[...columns].map((name) => `${identifier(name)} AS ${identifier(carried(name))}`)];
}

function carried(column: string): string {
  return `modelyard entity ${column}`;
}

interface OrderedRows {
  readonly sql: string;
  readonly bindings: Bindings;
  /** Of the dataset. */
  readonly columns: readonly Column[];
}

/** Writes the rows, joins features to them and writes the whole: features stand after the inputs, before the label. */
export async function joinToExamples(
  source: DataSource,
  { sql, bindings }: OrderedRows,
  request: ExamplesRequest & { readonly features: NonNullable<ExamplesRequest['features']> },
): Promise<Written> {
  const { features, signal, label, timestamp } = request;
  const rows = path.join(features.folder, 'rows.parquet');
  const written = await source.write(sql, rows, { bindings, signal });
  const joined = await joinFeatures(source, {
    rows,
    columns: written.columns,
    count: written.rows,
    timestamp: TIMESTAMP,
    own: { place: PLACE, dataset: features.dataset, timestamp: timestamp! },
    joins: features.joins.map((join) => ({ ...join, on: mapValues(join.on, carried) })),
    folder: features.folder,
    signal,
    alone: features.alone,
  });
  const kept = written.columns
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('modelyard ') && name !== label?.name);
  const names = [...kept, ...joined.columns.map(({ name }) => name), ...(label ? [label.name] : [])];
  const tables = [`read_parquet(${listLiteral([rows])})`, ...joined.relations].join(' POSITIONAL JOIN ');
  return source.write(`SELECT ${names.map(identifier).join(', ')} FROM ${tables}`, request.file, { signal });
}

function mapValues(map: Readonly<Record<string, string>>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
