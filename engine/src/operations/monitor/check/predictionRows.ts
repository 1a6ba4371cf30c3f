import { createHash } from 'node:crypto';
import { posix as path } from 'node:path';
import { ROW_ID, TIMESTAMP } from '../../../data/examples/examples.ts';
import { answerColumns } from '../../../evaluation/predictTable.ts';
import { Failure } from '../../../failure.ts';
import type { Column } from '../../../language/columnType.ts';
import { identifier, literal } from '../../../ports/sqlText.ts';
import { logFiles } from '../predictionLog.ts';
import type { CheckAround } from './around.ts';
import { keyColumn } from './labelKey.ts';
import type { ModelRows } from './modelRows.ts';
import type { Recipe } from './recipe.ts';
import { sideName } from './sideName.ts';
import type { WatchedModel } from './watchedModel.ts';
import type { Window } from './windows.ts';

export interface PredictionsRequest {
  /** Whose log is read. */
  readonly model: string;
  readonly watched: WatchedModel;
  readonly recipe: Recipe;
  readonly window: Window;
  /** Only what this version said. */
  readonly ofVersion: boolean;
  /** Columns that labels are joined by. */
  readonly labelKey: readonly string[];
}

/** The newest logged prediction before a moment, milliseconds since 1970; null where there is none. */
export async function newestPrediction(around: CheckAround, model: string, before: number): Promise<number | null> {
  const relation = await logRelation(around, model);
  const [row] = await around.data.rows(
    `SELECT epoch_ms(max("at")) AS newest FROM ${relation} WHERE "at" < ${momentSql(before)}`,
    {},
    { signal: around.signal },
  );
  const newest = row?.['newest'];
  return newest === null || newest === undefined ? null : Number(newest);
}

/** Logged predictions of a window, which hold inputs and answers already. @throws Failure `no-predictions` */
export async function predictionRows(around: CheckAround, request: PredictionsRequest): Promise<ModelRows> {
  const { model, watched, window, ofVersion, labelKey } = request;
  const { data, signal, tmpFolder } = around;
  const log = await logRelation(around, model);
  const found = await data.columns(`SELECT * FROM ${log}`);
  const isOwn = ofVersion && watched.version.name === model;
  const limits = [
    ...(window.from === null ? [] : [`"at" >= ${momentSql(window.from)}`]),
    ...(window.to === null ? [] : [`"at" < ${momentSql(window.to)}`]),
    ...(isOwn ? [`version = ${watched.version.version}`] : []),
  ];
  const where = limits.length === 0 ? 'true' : limits.join(' AND ');
  const keys = labelKey
    .filter((name) => found.some((column) => column.name === name))
    .map((name) => `, ${identifier(name)} AS ${identifier(keyColumn(name))}`);
  const hash = createHash('sha256')
    .update(JSON.stringify([log, where]))
    .digest('hex');
  const file = path.join(tmpFolder, `predictions-${hash.slice(0, 16)}.parquet`);
  const written = await data.write(
    `SELECT id AS ${ROW_ID}, "at" AS "${TIMESTAMP}", * EXCLUDE (id, "at", model, version)${keys.join('')} FROM ${log} WHERE ${where}`,
    file,
    { signal },
  );
  const relation = await data.relation({ files: [file], format: 'parquet' });
  const [span] = await data.rows(
    `SELECT min("${TIMESTAMP}") AS first, max("${TIMESTAMP}") AS last FROM ${relation}`,
    {},
    { signal },
  );
  const times = { from: textOf(span?.['first']), to: textOf(span?.['last']) };
  const answers = answersIn(written.columns, watched);
  const rows = { sql: `SELECT * FROM ${log} WHERE ${where}`, columns: found };
  const upTo = window.to === null ? 'true' : `"at" < ${momentSql(window.to)}`;
  return {
    told: {
      name: sideName(`predictions of ${model}`, times, window),
      rows: written.rows,
      ...times,
      dataset: null,
      version: null,
      isBaseline: false,
    },
    relation: written.rows === 0 ? null : relation,
    columns: written.columns,
    gone: {},
    sensitive: sensitiveInputs(around, request),
    answers,
    silent: answers.length > 0 ? null : 'The log holds no answer of the model.',
    label: null,
    data: {
      dataset: null,
      timestamp: 'at',
      key: ['id'],
      current: rows,
      all: { sql: `SELECT * FROM ${log} WHERE ${upTo}`, columns: found },
      found,
      labelSql: undefined,
    },
    hash,
  };
}

async function logRelation({ host, stores, data }: CheckAround, model: string): Promise<string> {
  const files = await logFiles(host, stores.folder, model);
  if (files.length > 0) return data.relation({ files, format: 'parquet' });
  throw new Failure('no-predictions', `No prediction of \`${model}\` is logged.`, {
    next: `Log them: \`modelyard predict --model ${model} --input F --output F --log\`.`,
  });
}

function answersIn(columns: readonly Column[], { version }: WatchedModel): readonly Column[] {
  const said = new Set(answerColumns(version.signature).map(({ name }) => name));
  return columns.filter(({ name }) =>
    said.size > 0
      ? said.has(name)
      : name === 'prediction' || name.startsWith('predicted_') || name.includes('_probability'),
  );
}

/** The log says no source, so an input is sensitive whose name or SQL names a sensitive column of any dataset. */
function sensitiveInputs({ project }: CheckAround, { recipe }: PredictionsRequest): readonly string[] {
  const names = [...project.datasets.values()].flatMap(({ tree }) => {
    const sheet = (tree.value as { datasheet?: { sensitive?: unknown } } | null)?.datasheet?.sensitive;
    return Array.isArray(sheet) ? sheet.map((name) => String(name).toLowerCase()) : [];
  });
  return Object.entries(recipe.columns).flatMap(([input, { text }]) =>
    names.some((name) => input.toLowerCase().includes(name) || text.toLowerCase().includes(name)) ? [input] : [],
  );
}

function momentSql(milliseconds: number): string {
  return `TIMESTAMP ${literal(new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', ''))}`;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
