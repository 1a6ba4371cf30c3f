import { readingOf } from '../data/sources/source.ts';
import { Failure } from '../failure.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { Lineage, StepContext, TableRoles, Value, ValueColumn } from '../ports/step.ts';
import { lineageOf } from './lineage.ts';
import { isTable, tableAt } from './values.ts';

/** A table of predictions, whoever made them. */
export interface Predictions {
  /** What stands after FROM, and how it is called in messages. */
  readonly relation: string;
  readonly name: string;
  readonly columns: readonly ValueColumn[];
  readonly roles: TableRoles;
  /** Columns that tell rows apart, where that is known. */
  readonly key: readonly string[];
  readonly lineage: Lineage;
  /** For after it was read. */
  check(): Promise<void>;
}

/** The table of another step, or a dataset by its name. */
export async function predictionsOf(value: Value, data: DataSource, context: StepContext): Promise<Predictions> {
  if (typeof value === 'string') return ofDataset(value, data, context);
  const table = tableAt({ predictions: value }, 'predictions');
  const { columns, roles, lineage } = table;
  const file = await context.artifacts.path(table.sha256, 'predictions');
  const key = roles.rowId === undefined ? [] : [roles.rowId];
  const relation = await data.relation({ files: [file], format: 'parquet' });
  return { relation, name: 'The table of predictions', columns, roles, key, lineage, check: async () => {} };
}

/** What a dataset holds now, for the cache key; a table says it itself. */
export async function predictionsFingerprint(
  value: Value | undefined,
  context: StepContext,
): Promise<Readonly<Record<string, string>>> {
  if (typeof value !== 'string' || isTable(value)) return {};
  const { version, spec, files } = await context.dataset(value);
  return { predictions: version, read: JSON.stringify([spec.key ?? null, readingOf(files)]) };
}

async function ofDataset(name: string, data: DataSource, context: StepContext): Promise<Predictions> {
  const dataset = await context.dataset(name);
  const relation = await data.relation(dataset.files);
  const columns = await data.columns(`select * from ${relation}`);
  if (columns.length === 0) throw new Failure('no-rows', `The dataset \`${name}\` has no columns.`);
  return {
    relation,
    name: `The dataset \`${name}\``,
    columns,
    roles: {},
    key: dataset.spec.key ?? [],
    lineage: lineageOf([dataset]),
    check: () => dataset.checkFiles(),
  };
}
