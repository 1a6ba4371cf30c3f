import { posix as path } from 'node:path';
import { placeSql } from '../data/userSql.ts';
import { type EvaluateOptions, evaluate } from '../evaluation/evaluate.ts';
import type { MetricValue } from '../evaluation/evaluation.ts';
import { type ScoredTable, scoreTable } from '../evaluation/scoreTable.ts';
import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import { parseShare } from '../language/values.ts';
import type { ResampleTask } from '../math/resamples.ts';
import type { DataSource, SinkColumn } from '../ports/dataSource.ts';
import type { Parallel } from '../ports/parallel.ts';
import type { SqlValue, Step, StepContext, StepRequest, TableValue, Value } from '../ports/step.ts';
import { modelFingerprint, withModel } from './modelOf.ts';
import { sqlOf, tableAt } from './values.ts';

interface OwnMetric {
  readonly name: string;
  readonly sql: SqlValue;
}

/** Measures a model on rows it has not seen, and keeps what it said of each row. */
export const modelEvaluate: Step = {
  uses: 'model/evaluate',
  revision: 1,
  fingerprint: ({ with: values, context }) => modelFingerprint(values['model'], context),
  async run(request) {
    const { context } = request;
    const table = tableAt(request.with, 'data');
    const data = await context.data();
    const asked = readMetrics(request.with['metrics']);
    const slices = ((request.with['slices'] ?? []) as readonly string[]).map((name) => columnNamed(table, name).name);
    const scoresFile = path.join(context.workFolder, 'scores.parquet');
    const scored = await score(request, { data, table, slices, own: asked.own, file: scoresFile });
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
    return keep(context, { table, scored, scoresFile, report: { ...rest, metrics }, curves });
  },
};

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

interface Scoring {
  readonly data: DataSource;
  readonly table: TableValue;
  readonly slices: readonly string[];
  readonly own: readonly OwnMetric[];
  readonly file: string;
}

async function score({ with: values, context }: StepRequest, scoring: Scoring): Promise<ScoredTable> {
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
      extras: await extraColumns(scoring),
      threshold: typeof values['threshold'] === 'number' ? values['threshold'] : 0.5,
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

/** The test columns that own metrics read, beside what every file of scores has. */
async function extraColumns({ data, table, own, slices }: Scoring): Promise<readonly SinkColumn[]> {
  const label = table.columns.find((column) => column.name === table.roles.label);
  const { type = 'boolean', sqlType = 'BOOLEAN' } = label ?? {};
  const truth = ['label', 'prediction'].map((name): Column => ({ name, type, sqlType }));
  const ours = [...OWN_SCOPE, ...truth];
  const scope = [...ours, ...table.columns.filter((column) => !ours.some((one) => one.name === column.name))];
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
  return table.columns.filter((column) => names.has(column.name) && !slices.includes(column.name));
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
  readonly table: TableValue;
  readonly scored: ScoredTable;
  readonly scoresFile: string;
  readonly report: { readonly metrics: Readonly<Record<string, MetricValue>> };
  readonly curves: unknown;
}

async function keep(
  context: StepContext,
  { table, scored, scoresFile, report, curves }: Results,
): Promise<Record<string, Value>> {
  const scores = await context.artifacts.take(scoresFile);
  const reportFile = await context.artifacts.putBytes(JSON.stringify(report, undefined, 2));
  const curvesFile = await context.artifacts.putBytes(JSON.stringify(curves));
  await context.record({
    metrics: report.metrics,
    datasets: Object.entries(table.lineage).map(([name, { version, rows }]) => ({
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
      lineage: table.lineage,
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
