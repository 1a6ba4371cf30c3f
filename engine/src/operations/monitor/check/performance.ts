import { metricEntry } from '../../../catalog/metrics.ts';
import { checkSql, placeSql } from '../../../data/userSql.ts';
import { evaluate } from '../../../evaluation/evaluate.ts';
import type { MetricValue, SliceReport } from '../../../evaluation/evaluation.ts';
import { readScored } from '../../../evaluation/readScored.ts';
import { Cancelled, Failure } from '../../../failure.ts';
import { count, figure } from '../../../language/figures.ts';
import type { ResampleTask } from '../../../math/resamples.ts';
import type { ReportCheck } from '../../../monitoring/report/monitorReport.ts';
import type { PerformanceSpec } from '../../../monitoring/spec/monitor.ts';
import type { Parallel } from '../../../ports/parallel.ts';
import { identifier, literal } from '../../../ports/sqlText.ts';
import type { CheckAround } from './around.ts';
import { type Labelled, labelledRows } from './labels.ts';
import { outputsOf, reasonOf } from './modelRows.ts';
import type { PerformanceRequest } from './performanceRequest.ts';
import { dayText } from './sideName.ts';

/** Fewer labelled rows tell nothing. */
const LEAST_ROWS = 30;
/** Parts of a slice that are told of, the worst first. */
const SLICES_TOLD = 20;
const RESAMPLES = 400;
/** Bootstrap draws in one check; beyond, there are fewer resamples. */
const DRAWS = 100_000_000;
const LEAST_RESAMPLES = 100;

/** How well the model does on the rows whose labels are known by now: over all, then by slice. */
export async function performanceChecks(
  around: CheckAround,
  request: PerformanceRequest,
): Promise<readonly ReportCheck[]> {
  const { spec } = request;
  try {
    return await measured(around, request);
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof Failure)) throw error;
    return [unknownCheck(spec, reasonOf(error))];
  }
}

async function measured(around: CheckAround, request: PerformanceRequest): Promise<readonly ReportCheck[]> {
  const { spec, rows } = request;
  if (rows.silent !== null) return [unknownCheck(spec, rows.silent)];
  if (rows.relation === null) return [unknownCheck(spec, 'There are no current rows.')];
  const labelled = await labelledRows(around, request);
  if (labelled.kind === 'none') return [unknownCheck(spec, labelled.why)];
  if (labelled.rows < LEAST_ROWS)
    return [unknownCheck(spec, `Only ${count(labelled.rows)} rows have a label by now; ${LEAST_ROWS} are needed.`)];
  const title = `${spec.metric}, labels to ${dayText(labelled.to)}`;
  if (metricEntry(spec.metric) === undefined) return [await ownMetric(around, request, { labelled, title })];
  const evaluation = await evaluated(around, request, labelled);
  const all = limitCheck(evaluation.metrics[spec.metric], { spec, id: 'performance', title, rows: labelled.rows });
  return [all, ...evaluation.slices.flatMap((slice) => sliceChecks(slice, spec))];
}

async function evaluated(
  { data, host, signal }: CheckAround,
  { spec, rows, recipe, outputs }: PerformanceRequest,
  labelled: Labelled,
) {
  const target = labelled.label;
  const output = outputsOf(rows.answers).find((one) => one.target === target) ?? outputsOf(rows.answers)[0];
  if (output === undefined) throw new Failure('no-answers', 'The model gave no answer that can be measured.');
  const declared = outputs[output.target];
  const classes = declared?.classes ?? [];
  const isBinary = output.name === `${output.target}_probability`;
  const perClass = classes
    .map((one) => ({ class: one, column: `${output.target}_probability_${one}` }))
    .filter(({ column }) => rows.answers.some(({ name }) => name === column));
  const scored = await readScored({
    data,
    relation: labelled.relation,
    name: 'the labelled rows',
    target,
    scores: isBinary ? [{ column: output.column }] : perClass,
    ...(isBinary || perClass.length > 0 ? {} : { prediction: output.column }),
    task: declared?.task,
    positive: declared?.task === 'binary' ? classes[1] : undefined,
    slices: spec.slices,
    signal,
  });
  const draws = labelled.rows * (1 + spec.slices.length);
  return evaluate(scored, {
    metrics: [spec.metric],
    threshold: recipe.threshold,
    resamples: Math.max(LEAST_RESAMPLES, Math.min(RESAMPLES, Math.floor(DRAWS / draws))),
    minSliceRows: LEAST_ROWS,
    parallel: host.parallel as Parallel<ResampleTask>,
    signal,
  });
}

interface Titled {
  readonly labelled: Labelled;
  readonly title: string;
}

/** A metric that the pipeline measures by SQL of its own, over label, prediction and score. */
async function ownMetric(
  { data, signal }: CheckAround,
  { spec, rows, recipe, outputs }: PerformanceRequest,
  { labelled, title }: Titled,
): Promise<ReportCheck> {
  const sql = recipe.ownMetrics[spec.metric];
  const output = outputsOf(rows.answers).find((one) => one.target === labelled.label);
  if (sql === undefined || output === undefined)
    return unknownCheck(spec, `The pipeline of this version measures no \`${spec.metric}\`.`);
  const label = rows.columns.find(({ name }) => name === labelled.label) ?? labelled.column;
  const [no, yes] = outputs[output.target]?.classes ?? [];
  const isBinary = output.name === `${output.target}_probability` && no !== undefined && yes !== undefined;
  const answer = identifier(output.column);
  const prediction = isBinary
    ? `cast(CASE WHEN ${answer} >= ${recipe.threshold} THEN ${literal(yes)} ELSE ${literal(no)} END AS ${label.sqlType})`
    : answer;
  const ours = new Set(['label', 'prediction', 'score', 'row_id']);
  const others = rows.columns.filter(({ name }) => !ours.has(name)).map(({ name }) => identifier(name));
  const relation = `(SELECT row_id, ${identifier(labelled.label)} AS label, ${prediction} AS prediction, ${answer} AS score,
    ${others.join(', ')} FROM ${labelled.relation})`;
  const columns = await data.columns(`SELECT * FROM ${relation}`);
  await checkSql(data, sql, { kind: 'aggregate', columns }, `metric \`${spec.metric}\``);
  const placed = placeSql(sql, 'own');
  const [row] = await data.rows(`SELECT cast(${placed.sql} AS DOUBLE) AS value FROM ${relation}`, placed.bindings, {
    signal,
  });
  const value = row?.['value'];
  const found: MetricValue =
    typeof value === 'number' && Number.isFinite(value) ? { value } : { value: null, reason: 'its SQL has no value' };
  return limitCheck(found, { spec, id: 'performance', title, rows: labelled.rows });
}

interface Measured {
  readonly spec: PerformanceSpec;
  readonly id: string;
  readonly title: string;
  readonly rows: number;
}

function limitCheck(found: MetricValue | undefined, { spec, id, title, rows }: Measured): ReportCheck {
  const { value = null, low = null, high = null, reason } = found ?? {};
  const isBeyond = value !== null && beyond(value, spec);
  return {
    ...emptyCheck(spec),
    id,
    title,
    status: value === null ? 'unknown' : isBeyond ? 'failed' : 'passed',
    value,
    low,
    high,
    rows,
    said:
      value === null
        ? `\`${spec.metric}\` has no value: ${reason ?? 'it was not measured'}.`
        : `${spec.metric} is ${figure(value)}${range(low, high)} over ${count(rows)} labelled rows${limits(spec)}.`,
  };
}

/** A part fails only where its whole interval does: of many parts some are always low by chance. */
function sliceChecks({ name, values }: SliceReport, spec: PerformanceSpec): readonly ReportCheck[] {
  const checks = values.map(({ value: part, rows, metrics }): ReportCheck => {
    const id = `performance[${name}=${part ?? ''}]`;
    const title = `${spec.metric} where ${name} is ${part ?? 'missing'}`;
    const check = limitCheck(metrics[spec.metric], { spec, id, title, rows });
    const { low, high } = check;
    const isSure = low !== null && high !== null && beyond(low, spec) && beyond(high, spec);
    const status = check.status === 'failed' && !isSure ? 'unknown' : check.status;
    const said = status === check.status ? check.said : `${check.said.slice(0, -1)}: too few rows to tell.`;
    return { ...check, status, said, about: [`${name}=${part ?? ''}`] };
  });
  const rank = { failed: 0, unknown: 1, passed: 2 } as const;
  const sign = spec.max === null ? 1 : -1;
  const worst = ({ value }: ReportCheck) => (value === null ? Number.POSITIVE_INFINITY : sign * value);
  return checks.sort((a, b) => rank[a.status] - rank[b.status] || worst(a) - worst(b)).slice(0, SLICES_TOLD);
}

function beyond(value: number, { min, max }: PerformanceSpec): boolean {
  return (min !== null && value < min) || (max !== null && value > max);
}

function range(low: number | null, high: number | null): string {
  return low === null || high === null ? '' : ` [${figure(low)}, ${figure(high)}]`;
}

function limits({ min, max }: PerformanceSpec): string {
  return [
    ...(min === null ? [] : [`; at least ${figure(min)}`]),
    ...(max === null ? [] : [`; at most ${figure(max)}`]),
  ].join('');
}

function unknownCheck(spec: PerformanceSpec, said: string): ReportCheck {
  return { ...emptyCheck(spec), said };
}

function emptyCheck({ metric, min, max }: PerformanceSpec): ReportCheck {
  return {
    id: 'performance',
    kind: 'performance',
    title: metric,
    status: 'unknown',
    value: null,
    low: null,
    high: null,
    unit: 'metric',
    min,
    max,
    rows: null,
    said: '',
    about: [],
  };
}
