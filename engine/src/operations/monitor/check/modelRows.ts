import { createHash } from 'node:crypto';
import { posix as path } from 'node:path';
import type { PlacedSql } from '../../../data/userSql.ts';
import { predictTable } from '../../../evaluation/predictTable.ts';
import { Cancelled, Failure } from '../../../failure.ts';
import type { Column } from '../../../language/columnType.ts';
import type { ReportSide } from '../../../monitoring/report/monitorReport.ts';
import type { RowsInSql } from '../../../monitoring/rowsInSql.ts';
import { identifier } from '../../../ports/sqlText.ts';
import type { ResolvedDataset } from '../../../ports/step.ts';
import type { CheckAround } from './around.ts';
import type { ExampleRows } from './exampleRows.ts';
import type { OpenedModel } from './watchedModel.ts';

/** Rows of one side as the model is given them, with what it says of them. */
export interface ModelRows {
  readonly told: ReportSide;
  /** What stands after FROM; null where there is no row. */
  readonly relation: string | null;
  readonly columns: readonly Column[];
  readonly gone: Readonly<Record<string, string>>;
  readonly sensitive: readonly string[];
  /** Columns of the model's answers; none where it was not asked. */
  readonly answers: readonly Column[];
  /** Why there are none, though they were asked for. */
  readonly silent: string | null;
  readonly label: string | null;
  /** The rows before the inputs were made of them; null where they are none of a dataset. */
  readonly data: DataRows | null;
  /** Of all that decides the rows. */
  readonly hash: string;
}

export interface DataRows {
  /** Null for a prediction log. */
  readonly dataset: ResolvedDataset | null;
  /** Column of their times. */
  readonly timestamp: string | null;
  /** Columns that no two rows share; none: whole rows. */
  readonly key: readonly string[];
  readonly current: RowsInSql | null;
  readonly all: RowsInSql | null;
  readonly found: readonly Column[];
  /** SQL of the label over the dataset, where its columns are there. */
  readonly labelSql: PlacedSql | undefined;
}

/** What a model says of rows: how it is opened, or why it cannot be. */
export type Answering = OpenedModel | Failure;

const KEPT = 'monitor-answers';

interface Kept {
  readonly sha256: string;
}

type Answered = Pick<ModelRows, 'relation' | 'columns' | 'answers' | 'silent'>;

/** Puts the model's answers beside the rows; what keeps it from answering is said. `keeps`: the answers stay in the store. */
export async function withAnswers(
  around: CheckAround,
  rows: ExampleRows,
  { model, sha256, keeps }: { readonly model: Answering | null; readonly sha256: string; readonly keeps: boolean },
): Promise<Answered> {
  const silent = (reason: string | null) => ({
    relation: rows.relation,
    columns: rows.columns,
    answers: [],
    silent: reason,
  });
  if (model === null || rows.relation === null) return silent(null);
  if (model instanceof Failure) return silent(reasonOf(model));
  const key = createHash('sha256').update(`${rows.hash} ${sha256}`).digest('hex');
  const kept = keeps ? await keptFile(around, key) : undefined;
  if (kept !== undefined) return answered(around, rows, kept);
  const file = path.join(around.tmpFolder, `answers-${key.slice(0, 16)}.parquet`);
  try {
    await writeAnswers(around, { ...rows, relation: rows.relation }, model, file);
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof Failure)) throw error;
    return silent(reasonOf(error));
  }
  if (!keeps) return answered(around, rows, file);
  const taken = await around.stores.objects.take(file);
  await around.stores.memo.set(KEPT, key, { sha256: taken.sha256 } satisfies Kept);
  return answered(around, rows, await around.stores.artifacts.path(taken.sha256, 'answers of a reference'));
}

/** The answers are written alone and put beside the rows by DuckDB: texts that pass through here and back cost more than the model. */
async function writeAnswers(
  { data, tmpFolder, signal }: CheckAround,
  { relation, columns }: { readonly relation: string; readonly columns: readonly Column[] },
  model: OpenedModel,
  file: string,
): Promise<void> {
  const alone = path.join(tmpFolder, `alone-${path.basename(file)}`);
  const asked = { data, relation, name: 'the rows', ...model, signal };
  const said = await predictTable({ ...asked, file: alone, format: 'parquet', answersOnly: true });
  const answers = await data.relation({ files: [alone], format: 'parquet' });
  const names = new Set(said.columns.map(({ name }) => name));
  const items = [
    ...columns.filter(({ name }) => !names.has(name)).map(({ name }) => `r.${identifier(name)}`),
    ...[...names].map((name) => `a.${identifier(name)}`),
  ];
  const sql = `SELECT ${items.join(', ')} FROM ${relation} AS r POSITIONAL JOIN ${answers} AS a`;
  const { rows } = await data.write(sql, file, { signal });
  if (rows !== said.rows) throw new Error(`${said.rows} answers to ${rows} rows`);
}

async function keptFile({ stores }: CheckAround, key: string): Promise<string | undefined> {
  const known = (await stores.memo.get(KEPT, key)) as Kept | undefined;
  if (known === undefined || !(await stores.objects.has(known.sha256))) return undefined;
  return stores.artifacts.path(known.sha256, 'answers of a reference');
}

async function answered({ data }: CheckAround, rows: ExampleRows, file: string): Promise<Answered> {
  const relation = await data.relation({ files: [file], format: 'parquet' });
  const columns = await data.columns(`SELECT * FROM ${relation}`);
  const before = new Set(rows.columns.map(({ name }) => name));
  return { relation, columns, answers: columns.filter(({ name }) => !before.has(name)), silent: null };
}

/** What a refusal says, with its next step. */
export function reasonOf({ message, next }: Failure): string {
  return [message, next].filter(Boolean).join(' ');
}

/** How an answer is called among columns: probability of a class where there is one, else what is predicted. */
export interface Output {
  /** As the stored baseline names it. */
  readonly name: string;
  /** As the rows have it. */
  readonly column: string;
  readonly target: string;
  readonly kind: 'number' | 'category';
  readonly type: string;
}

const LABEL = 'predicted_';

/** One output for each thing that the model says. */
export function outputsOf(answers: readonly Column[]): readonly Output[] {
  const names = new Set(answers.map(({ name }) => name));
  return answers.flatMap((column): Output[] => {
    const isLabel = column.name.startsWith(LABEL) || column.name === 'prediction';
    if (!isLabel) return [];
    const target = column.name.startsWith(LABEL) ? column.name.slice(LABEL.length) : column.name;
    const probability = `${target}_probability`;
    if (names.has(probability))
      return [
        { name: probability, column: probability, target, kind: 'number', type: `float, probability of ${target}` },
      ];
    const kind = column.type === 'float' ? 'number' : 'category';
    return [{ name: target, column: column.name, target, kind, type: `${column.type}, predicted` }];
  });
}

/** Columns of rows as a SELECT, under other names where they are given. */
export function selected(
  { relation, columns }: Pick<ModelRows, 'relation' | 'columns'>,
  names: readonly string[],
): RowsInSql | null {
  if (relation === null) return null;
  const there = names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  const items = there.length === 0 ? 'true AS "no column"' : there.map(({ name }) => identifier(name)).join(', ');
  return { sql: `SELECT ${items} FROM ${relation}`, columns: there };
}
