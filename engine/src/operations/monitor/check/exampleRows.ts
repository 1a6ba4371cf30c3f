import { createHash } from 'node:crypto';
import { posix as path } from 'node:path';
import { type Examples, makeExamples, TIMESTAMP } from '../../../data/examples/examples.ts';
import { readingOf } from '../../../data/sources/source.ts';
import type { UserSql } from '../../../data/userSql.ts';
import { Failure } from '../../../failure.ts';
import type { Column } from '../../../language/columnType.ts';
import { identifier } from '../../../ports/sqlText.ts';
import type { ResolvedDataset } from '../../../ports/step.ts';
import { joinsKey, type ResolvedJoin, resolveJoins } from '../../../steps/featureJoins.ts';
import type { CheckAround } from './around.ts';
import type { Recipe } from './recipe.ts';

export interface RowsRequest {
  readonly dataset: ResolvedDataset;
  /** Window and condition in one; undefined: all rows. */
  readonly where: UserSql | undefined;
  readonly recipe: Recipe;
  /** Kept in the store and found again. */
  readonly keeps: boolean;
}

/** Rows as the model is given them. */
export interface ExampleRows {
  /** Parquet; null where there is no row. */
  readonly file: string | null;
  /** What stands after FROM. */
  readonly relation: string | null;
  readonly rows: number;
  /** First and last time, ISO 8601. */
  readonly from: string | null;
  readonly to: string | null;
  readonly columns: readonly Column[];
  /** Inputs that cannot be made of this data, with the reason. */
  readonly gone: Readonly<Record<string, string>>;
  /** Inputs whose values may not be told. */
  readonly sensitive: readonly string[];
  /** Name of the column of the label, where the data has it. */
  readonly label: string | null;
  /** Of all that decides the rows. */
  readonly hash: string;
}

/** The rows of a dataset passed through the recipe of a version. What cannot be made of them is left out and named in `gone`. */
export async function exampleRows(around: CheckAround, request: RowsRequest): Promise<ExampleRows> {
  const { dataset, recipe, keeps } = request;
  const joins = await resolveJoins(recipe.features, {
    dataset: (name) => around.dataset(name),
    featureView: (name) => recipe.featureView(name),
  });
  const bound = await bindColumns(around, request, joins);
  const hash = hashOf([
    [dataset.version, dataset.spec.timestamp ?? null, dataset.spec.key ?? null, readingOf(dataset.files)],
    request.where ?? null,
    bound.columns,
    joins.length === 0 ? null : [joinsKey(joins), recipe.features],
  ]);
  const told = { gone: bound.gone, sensitive: bound.sensitive, label: bound.label, hash };
  const kept = keeps ? await keptRows(around, hash) : undefined;
  if (kept !== undefined) return { ...kept, ...told };
  const file = path.join(around.tmpFolder, `rows-${hash.slice(0, 16)}.parquet`);
  const made = await madeRows(around, request, { columns: bound.columns, joins, file });
  if (made === undefined) return { ...told, file: null, relation: null, rows: 0, from: null, to: null, columns: [] };
  return { ...(await describe(around, { file, made, keeps, hash })), ...told };
}

type Described = Pick<ExampleRows, 'file' | 'relation' | 'rows' | 'from' | 'to' | 'columns'>;

const KEPT = 'monitor-rows';

interface Kept {
  readonly sha256: string;
  readonly rows: number;
  readonly from: string | null;
  readonly to: string | null;
}

async function keptRows({ data, stores }: CheckAround, hash: string): Promise<Described | undefined> {
  const known = (await stores.memo.get(KEPT, hash)) as Kept | undefined;
  if (known === undefined || !(await stores.objects.has(known.sha256))) return undefined;
  const file = await stores.artifacts.path(known.sha256, 'rows of a reference');
  const relation = await data.relation({ files: [file], format: 'parquet' });
  const { rows, from, to } = known;
  return { file, relation, rows, from, to, columns: await data.columns(`SELECT * FROM ${relation}`) };
}

async function describe(
  { data, stores, signal }: CheckAround,
  {
    file: made,
    made: examples,
    keeps,
    hash,
  }: { readonly file: string; readonly made: Examples; readonly keeps: boolean; readonly hash: string },
): Promise<Described> {
  const fresh = await data.relation({ files: [made], format: 'parquet' });
  const timed = examples.columns.some(({ name }) => name === TIMESTAMP);
  const time = identifier(TIMESTAMP);
  const [span] = timed
    ? await data.rows(`SELECT min(${time}) AS first, max(${time}) AS last FROM ${fresh}`, {}, { signal })
    : [{}];
  const { rows, columns } = examples;
  const [from, to] = [textOf(span?.['first']), textOf(span?.['last'])];
  if (!keeps) return { file: made, relation: fresh, rows, from, to, columns };
  const { sha256 } = await stores.objects.take(made);
  await stores.memo.set(KEPT, hash, { sha256, rows, from, to } satisfies Kept);
  const file = await stores.artifacts.path(sha256, 'rows of a reference');
  return { file, relation: await data.relation({ files: [file], format: 'parquet' }), rows, from, to, columns };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

interface BoundColumns {
  readonly columns: Readonly<Record<string, UserSql>>;
  readonly gone: Readonly<Record<string, string>>;
  readonly sensitive: readonly string[];
  readonly label: string | null;
}

async function bindColumns(
  { data }: CheckAround,
  { dataset, recipe }: RowsRequest,
  joins: readonly ResolvedJoin[],
): Promise<BoundColumns> {
  const relation = await data.relation(dataset.files);
  const scope = await data.columns(`SELECT * FROM ${relation}`);
  const columns: Record<string, UserSql> = {};
  const gone: Record<string, string> = {};
  const sensitive: string[] = joins.flatMap(sensitiveFeatures);
  for (const [name, sql] of Object.entries(recipe.columns)) {
    const bound = await data.bind(sql.text, { kind: 'expression', columns: scope, bindings: sql.bindings ?? {} });
    if (bound.kind === 'refused') {
      gone[name] = bound.message;
      continue;
    }
    columns[name] = sql;
    if (bound.reads.some((column) => dataset.sensitive.has(column.toLowerCase()))) sensitive.push(name);
  }
  const { label } = recipe;
  if (label === null || Object.hasOwn(recipe.columns, label.name)) return { columns, gone, sensitive, label: null };
  const bound = await data.bind(label.sql.text, {
    kind: 'expression',
    columns: scope,
    bindings: label.sql.bindings ?? {},
  });
  if (bound.kind === 'refused') return { columns, gone, sensitive, label: null };
  return { columns: { ...columns, [label.name]: label.sql }, gone, sensitive, label: label.name };
}

/** A field counts as sensitive when its SQL names such a column of the view's dataset. */
function sensitiveFeatures({ join: { view, fields, prefix }, dataset }: ResolvedJoin): readonly string[] {
  const names = fields ?? view.fields.map(({ name }) => name);
  return names.flatMap((name) => {
    const sql = view.fields.find((field) => field.name === name)?.sql.toLowerCase() ?? '';
    const isTold = [...dataset.sensitive].every((column) => !sql.includes(column));
    return isTold ? [] : [prefix + name];
  });
}

interface Making {
  readonly columns: Readonly<Record<string, UserSql>>;
  readonly joins: readonly ResolvedJoin[];
  readonly file: string;
}

/** Undefined where no row is left. A key that is not unique is no reason to look at nothing. */
async function madeRows(around: CheckAround, request: RowsRequest, making: Making): Promise<Examples | undefined> {
  const { dataset, where } = request;
  const { timestamp, key } = dataset.spec;
  const { columns, joins, file } = making;
  const { signal, tmpFolder, data } = around;
  const features = {
    joins: joins.map(({ join }) => join),
    dataset: dataset.name,
    folder: tmpFolder,
    alone: () => around.alone(),
  };
  const make = (withKey: boolean) =>
    makeExamples(data, {
      files: dataset.files,
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(withKey && key !== undefined ? { key } : {}),
      ...(where === undefined ? {} : { where }),
      columns,
      ...(joins.length === 0 ? {} : { features }),
      file,
      signal,
    });
  try {
    return await make(true);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.reason === 'no-examples') return undefined;
    if (error.reason === 'key-not-unique') return make(false);
    throw error;
  }
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
