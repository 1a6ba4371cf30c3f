import { posix as path } from 'node:path';
import { placeSql } from '../data/userSql.ts';
import { type EvaluateOptions, evaluate } from '../evaluation/evaluate.ts';
import type { MetricValue } from '../evaluation/evaluation.ts';
import { scorePredictions } from '../evaluation/scorePredictions.ts';
import { scoreTable } from '../evaluation/scoreTable.ts';
import type { ScoredTable } from '../evaluation/scoring.ts';
import { Failure, usage } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import { parseShare } from '../language/values.ts';
import type { ResampleTask } from '../math/resamples.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { Task } from '../ports/learner.ts';
import type { Parallel } from '../ports/parallel.ts';
import type {
  Lineage,
  SqlValue,
  Step,
  StepContext,
  StepRequest,
  TableValue,
  Value,
  ValueColumn,
} from '../ports/step.ts';
import { modelFingerprint, withModel } from './modelOf.ts';
import { predictionsFingerprint, predictionsOf } from './predictionsOf.ts';
import { sqlOf, tableAt } from './values.ts';

interface OwnMetric {
  readonly name: string;
  readonly sql: SqlValue;
}

/** Measures a model on rows it has not seen, or a table of predictions, and keeps what was said of each row. */
export const modelEvaluate: Step = {
  uses: 'model/evaluate',
  revision: 1,
  fingerprint: async ({ with: values, context }) => ({
    ...(await modelFingerprint(values['model'], context)),
    ...(await predictionsFingerprint(values['predictions'], context)),
  }),
  async run(request) {
    const { context } = request;
    const asked = readMetrics(request.with['metrics']);
    const scoresFile = path.join(context.workFolder, 'scores.parquet');
    const { data, scored, lineage } = await scoredRows(request, { own: asked.own, file: scoresFile });
    const evaluation = await evaluate(scored.scored, {
      ...(asked.names.length > 0 ? { metrics: asked.names } : {}),
      ...options(request.with),
      parallel: context.parallel as Parallel<ResampleTask>,
      signal: context.signal,
      progress: (share) => context.progress(0.3 + 0.7 * share, 'bootstrap intervals'),
    });
    const own = await ownMetrics(data, scoresFile, asked.own, context);
    const metrics = { ...evaluation.metrics, ...own };
    const { curves, ...rest } = evaluation;
    return keep(context, { lineage, scored, scoresFile, report: { ...rest, metrics }, curves });
  },
};

type Scores = Pick<ScoredTable, 'scored' | 'rows' | 'columns'>;

interface ScoredRows {
  readonly data: DataSource;
  readonly scored: Scores;
  readonly lineage: Lineage;
}

interface Asked {
  readonly own: readonly OwnMetric[];
  /** The file of scores. */
  readonly file: string;
}

async function scoredRows(request: StepRequest, asked: Asked): Promise<ScoredRows> {
  const { with: values, context } = request;
  const { model, predictions } = values;
  if (predictions !== undefined && model !== undefined)
    throw usage('Both `model` and `predictions` are given.', 'Give one of them: predictions are measured as they are.');
  if (predictions !== undefined) return scoredPredictions(request, predictions, asked);
  const table = tableAt(values, 'data');
  const data = await context.data();
  const slices = slicesOf(values).map((name) => columnNamed(table, name).name);
  return { data, scored: await score(request, { ...asked, data, table, slices }), lineage: table.lineage };
}

function slicesOf(values: StepRequest['with']): readonly string[] {
  return (values['slices'] ?? []) as readonly string[];
}

async function scoredPredictions(
  { with: values, context }: StepRequest,
  value: Value,
  asked: Asked,
): Promise<ScoredRows> {
  const key = values['key'] as readonly string[] | undefined;
  const data = await context.data('alone');
  const found = await predictionsOf(value, data, context);
  const target = textOf(values['target']) ?? found.roles.label;
  if (target === undefined)
    throw usage('It is not known which column of `predictions` holds the truth.', 'Name it under `target`.');
  const slices = slicesOf(values);
  const label = found.columns.find((column) => column.name === target);
  context.progress(0, 'reading predictions');
  const scored = await scorePredictions({
    data,
    relation: found.relation,
    name: found.name,
    target,
    scores: scoresOf(values['score']),
    prediction: textOf(values['prediction']),
    task: values['task'] as Task | undefined,
    positive: values['positive'] === undefined ? undefined : String(values['positive']),
    slices,
    key: key ?? found.key,
    extras: await extraColumns({ ...asked, data, columns: found.columns, label, slices }),
    threshold: thresholdOf(values),
    file: asked.file,
    signal: context.signal,
  });
  await found.check();
  return { data, scored, lineage: found.lineage };
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function scoresOf(value: Value | undefined): readonly { readonly column: string; readonly class?: string }[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [{ column: value }];
  return Object.entries(value).map(([name, column]) => ({ class: name, column: String(column) }));
}

function thresholdOf(values: StepRequest['with']): number {
  return typeof values['threshold'] === 'number' ? values['threshold'] : 0.5;
}

function options({ threshold, intervals, seed }: StepRequest['with']): EvaluateOptions {
  const { resamples, level } = (intervals ?? {}) as { resamples?: number; level?: number | string };
  return {
    ...(typeof threshold === 'number' ? { threshold } : {}),
    ...(typeof seed === 'number' ? { seed } : {}),
    ...(resamples === undefined ? {} : { resamples }),
    ...(level === undefined ? {} : { level: parseShare(level) ?? Number.NaN }),
  };
}

function readMetrics(value: Value | undefined): { names: readonly string[]; own: readonly OwnMetric[] } {
  const list = (value ?? []) as readonly (string | { name: string; sql: Value })[];
  return {
    names: list.filter((metric) => typeof metric === 'string'),
    own: list.flatMap((metric) => (typeof metric === 'string' ? [] : [{ name: metric.name, sql: sqlOf(metric.sql) }])),
  };
}

interface Scoring extends Asked {
  readonly data: DataSource;
  readonly table: TableValue;
  readonly slices: readonly string[];
}

async function score({ with: values, context }: StepRequest, scoring: Scoring): Promise<Scores> {
  const { data, table, file } = scoring;
  return withModel(values['model'], context, async ({ value, model, signature }) => {
    const relation = await data.relation({
      files: [await context.artifacts.path(table.sha256, 'test rows')],
      format: 'parquet',
    });
    const target = table.roles.label ?? value.target ?? Object.keys(signature.outputs)[0] ?? '';
    columnNamed(table, target);
    return scoreTable({
      data,
      relation,
      name: 'the test rows',
      model,
      signature,
      target,
      rowId: table.roles.rowId,
      slices: scoring.slices,
      extras: await extraColumns({ ...scoring, columns: table.columns, label: labelOf(table) }),
      threshold: thresholdOf(values),
      file,
      signal: context.signal,
      progress: (rows) => context.progress((0.3 * rows) / table.rows, 'scoring'),
    });
  });
}

const OWN_SCOPE: readonly Column[] = [
  { name: 'score', type: 'float', sqlType: 'DOUBLE' },
  { name: 'row_id', type: 'string', sqlType: 'VARCHAR' },
];

function labelOf(table: TableValue): ValueColumn | undefined {
  return table.columns.find((column) => column.name === table.roles.label);
}

interface Extras {
  readonly data: DataSource;
  readonly columns: readonly ValueColumn[];
  readonly label: ValueColumn | undefined;
  readonly own: readonly OwnMetric[];
  readonly slices: readonly string[];
}

/** The columns of the rows that own metrics read, beside what every file of scores has. */
async function extraColumns({ data, columns, label, own, slices }: Extras): Promise<readonly ValueColumn[]> {
  const { type = 'boolean', sqlType = 'BOOLEAN' } = label ?? {};
  const truth = ['label', 'prediction'].map((name): Column => ({ name, type, sqlType }));
  const ours = [...OWN_SCOPE, ...truth];
  const scope = [...ours, ...columns.filter((column) => !ours.some((one) => one.name === column.name))];
  const names = new Set<string>();
  for (const metric of own) {
    const bound = await data.bind(metric.sql.text, {
      kind: 'aggregate',
      columns: scope,
      bindings: metric.sql.bindings,
    });
    if (bound.kind === 'refused')
      throw new Failure(bound.code, `Own metric \`${metric.name}\`: ${bound.message}`, { next: 'Correct its `sql`.' });
    for (const name of bound.reads) if (!ours.some((one) => one.name === name)) names.add(name);
  }
  return columns.filter((column) => names.has(column.name) && !slices.includes(column.name));
}

async function ownMetrics(
  data: DataSource,
  file: string,
  own: readonly OwnMetric[],
  context: StepContext,
): Promise<Record<string, MetricValue>> {
  if (own.length === 0) return {};
  const relation = await data.relation({ files: [file], format: 'parquet' });
  const values: Record<string, MetricValue> = {};
  for (const { name, sql } of own) {
    const placed = placeSql(sql, 'own');
    const [row] = await data.rows(`select cast(${placed.sql} as DOUBLE) as value from ${relation}`, placed.bindings, {
      signal: context.signal,
    });
    const value = row?.['value'];
    values[name] =
      typeof value === 'number' && Number.isFinite(value)
        ? { value }
        : { value: null, reason: `the SQL gave ${value ?? 'null'}` };
  }
  return values;
}

interface Results {
  readonly lineage: Lineage;
  readonly scored: Scores;
  readonly scoresFile: string;
  readonly report: { readonly metrics: Readonly<Record<string, MetricValue>> };
  readonly curves: unknown;
}

async function keep(
  context: StepContext,
  { lineage, scored, scoresFile, report, curves }: Results,
): Promise<Record<string, Value>> {
  const scores = await context.artifacts.take(scoresFile);
  const reportFile = await context.artifacts.putBytes(JSON.stringify(report, undefined, 2));
  const curvesFile = await context.artifacts.putBytes(JSON.stringify(curves));
  await context.record({
    metrics: report.metrics,
    datasets: Object.entries(lineage).map(([name, { version, rows }]) => ({
      name,
      version,
      rows,
      context: 'test',
    })),
    artifacts: [
      { path: 'scores.parquet', ...scores },
      { path: 'evaluation.json', ...reportFile },
      { path: 'curves.json', ...curvesFile },
    ],
  });
  const columns = scored.columns.map((column) => ({ ...column, type: COLUMN_TYPE[column.sqlType] ?? 'string' }));
  return {
    metrics: Object.fromEntries(Object.entries(report.metrics).map(([name, { value }]) => [name, value])),
    scores: {
      kind: 'table',
      ...scores,
      rows: scored.rows,
      columns,
      roles: { rowId: 'row_id', label: 'label' },
      lineage,
    },
    report: { kind: 'file', name: 'evaluation.json', ...reportFile },
  };
}

const COLUMN_TYPE: Readonly<Record<string, Column['type']>> = {
  BOOLEAN: 'boolean',
  BIGINT: 'integer',
  DOUBLE: 'float',
};

function columnNamed(table: TableValue, name: string): TableValue['columns'][number] {
  const found = table.columns.find((column) => column.name === name);
  if (found) return found;
  throw new Failure('unknown-column', `The test rows have no column \`${name}\`.`, {
    next: `They have: ${table.columns.map((column) => column.name).join(', ')}.`,
  });
}
