import { placeSql, type UserSql } from '../../../data/userSql.ts';
import { Failure } from '../../../failure.ts';
import type { RowsInSql } from '../../../monitoring/rowsInSql.ts';
import type { Monitor } from '../../../monitoring/spec/monitor.ts';
import type { ResolvedDataset } from '../../../ports/step.ts';
import { type CheckAround, monitorSql } from './around.ts';
import { type ExampleRows, exampleRows } from './exampleRows.ts';
import { type Answering, type DataRows, type ModelRows, withAnswers } from './modelRows.ts';
import { newestPrediction } from './predictionRows.ts';
import type { Recipe } from './recipe.ts';
import { sideName } from './sideName.ts';
import { newestRow, type Window, windowSql } from './windows.ts';

export interface SideRequest {
  readonly monitor: Monitor;
  readonly recipe: Recipe;
  readonly window: Window;
  /** Null where nothing is asked of it. */
  readonly model: Answering | null;
  readonly sha256: string;
}

/** The window of the current rows, and the moment that the check is of. */
export interface Due {
  readonly due: number;
  readonly window: Window;
}

/** @param asked the tick or `--at`; undefined: now, or the newest row where the window ends there */
export async function dueOf(around: CheckAround, { current }: Monitor, asked: number | undefined): Promise<Due> {
  const before = asked ?? around.host.clock.now();
  const open = { due: before, window: { from: current.window === null ? null : before - current.window, to: before } };
  if (!current.untilLatest) return open;
  const newest =
    current.kind === 'predictions'
      ? await newestPrediction(around, current.model, before)
      : await newestRow(around, {
          dataset: await around.dataset(current.dataset),
          where: whereOf(around, current.where),
          before,
        });
  if (newest === null) return open;
  const to = newest + 1;
  return { due: asked ?? newest, window: { from: current.window === null ? null : to - current.window, to } };
}

/** Rows of a dataset in a window as the model is given them. */
export async function datasetRows(
  around: CheckAround,
  {
    name,
    where,
    keeps,
    ...request
  }: SideRequest & {
    readonly name: string;
    readonly where: UserSql | undefined;
    readonly keeps: boolean;
  },
): Promise<ModelRows> {
  const { recipe, window, model, sha256 } = request;
  const dataset = await around.dataset(name);
  refuseWithoutTime(dataset, window);
  const whole = windowSql(dataset.spec.timestamp, window, where);
  const rows = await exampleRows(around, { dataset, where: whole, recipe, keeps });
  const answered = await withAnswers(around, rows, { model, sha256, keeps });
  return {
    ...answered,
    told: {
      name: sideName(name, rows, window),
      rows: rows.rows,
      from: rows.from,
      to: rows.to,
      dataset: name,
      version: dataset.version,
      isBaseline: false,
    },
    gone: rows.gone,
    sensitive: rows.sensitive,
    label: rows.label,
    data: await dataRows(around, { dataset, whole, rows, where, window, recipe }),
    hash: rows.hash,
  };
}

export function whereOf(around: CheckAround, where: Parameters<typeof monitorSql>[0] | undefined): UserSql | undefined {
  return where && monitorSql(where, around, '`where`');
}

function refuseWithoutTime({ name, spec }: ResolvedDataset, { from }: Window): void {
  if (spec.timestamp !== undefined || from === null) return;
  throw new Failure(
    'no-timestamp',
    `The dataset \`${name}\` names no \`timestamp\`, so nobody can tell its newest rows.`,
    {
      next: `Name the column of their time in ${name}.dataset.yaml, or take the window out.`,
    },
  );
}

interface DataRequest {
  readonly dataset: ResolvedDataset;
  readonly whole: UserSql | undefined;
  readonly rows: ExampleRows;
  readonly where: UserSql | undefined;
  readonly window: Window;
  readonly recipe: Recipe;
}

async function dataRows({ data }: CheckAround, request: DataRequest): Promise<DataRows> {
  const { dataset, whole, where, window, rows, recipe } = request;
  const relation = await data.relation(dataset.files);
  const found = await data.columns(`SELECT * FROM ${relation}`);
  const rowsOf = (sql: UserSql | undefined): RowsInSql => {
    const placed = sql && placeSql(sql, 'current');
    return placed === undefined
      ? { sql: `SELECT * FROM ${relation}`, columns: found }
      : { sql: `SELECT * FROM ${relation} WHERE ${placed.sql}`, bindings: placed.bindings, columns: found };
  };
  const upTo = windowSql(dataset.spec.timestamp, { from: null, to: window.to }, where);
  const { label } = recipe;
  const labelSql = rows.label === null || label === null ? undefined : placeSql(label.sql, 'label');
  const { timestamp = null, key = [] } = dataset.spec;
  return { dataset, timestamp, key, current: rowsOf(whole), all: rowsOf(upTo), found, labelSql };
}
