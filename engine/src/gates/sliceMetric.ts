import { metricEntry } from '../catalog/metrics.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { count } from '../language/figures.ts';
import type { ResampleTask } from '../math/resamples.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { GateAnswer, GateContext, ThresholdRule } from '../ports/gate.ts';
import type { MetricFact } from '../ports/modelRegistry.ts';
import type { Parallel } from '../ports/parallel.ts';
import { identifier, literal } from '../ports/sqlText.ts';
import { unknown } from './answers.ts';
import { scoresMissing } from './missing.ts';
import { objectRelation, scoredOf, scorerOf } from './scoresOf.ts';

/** Fewer rows tell nothing, as in evaluations. */
const FEWEST_ROWS = 30;

/** A metric of the test rows of a slice, measured from the scores of the version. */
export async function sliceMetric(
  rule: ThresholdRule,
  slice: NonNullable<ThresholdRule['slice']>,
  context: GateContext,
): Promise<{ readonly fact: MetricFact; readonly rows: number } | GateAnswer> {
  const { candidate, signal } = context;
  if (candidate.evidence.scores === undefined) return scoresMissing(candidate);
  if (metricEntry(rule.metric) === undefined)
    return unknown(
      'metric-without-slices',
      `\`${rule.metric}\` is a metric of your own, which is measured of all rows only`,
      'Name a metric of the catalog, or leave out `slice`.',
    );
  const data = await context.data();
  const found = await sliced(slice, candidate.evidence.scores, context);
  if (typeof found !== 'string') return found;
  const rows = await countRows(data, found, signal);
  if (rows < FEWEST_ROWS)
    return unknown(
      rows === 0 ? 'slice-empty' : 'slice-too-small',
      `${count(rows)} test rows have ${words(slice)}; ${FEWEST_ROWS} are needed`,
      'Correct the value, or test on more rows.',
    );
  const scored = await scoredOf(data, found, { of: scorerOf(candidate), signal });
  const { metrics } = await evaluate(scored, {
    metrics: [rule.metric],
    parallel: context.host.parallel as Parallel<ResampleTask>,
    signal,
    progress: (share) => context.progress(share, `measuring ${words(slice)}`),
  });
  const { value, low, high, reason } = metrics[rule.metric]!;
  if (value === null)
    return unknown(
      'metric-undefined',
      `\`${rule.metric}\` of ${words(slice)} cannot be measured: ${reason}`,
      'Test on more rows.',
    );
  return { fact: { value, ...(low === undefined || high === undefined ? {} : { low, high }) }, rows };
}

/** `origin ORD, hour 7` */
export function words(slice: NonNullable<ThresholdRule['slice']>): string {
  return Object.entries(slice)
    .map(([column, value]) => `${column} ${value}`)
    .join(', ');
}

/** What stands after FROM for the rows of the slice: by columns of the scores, or of the test rows, which are in the same order. */
async function sliced(
  slice: NonNullable<ThresholdRule['slice']>,
  scores: string,
  context: GateContext,
): Promise<string | GateAnswer> {
  const { candidate } = context;
  const data = await context.data();
  const relation = await objectRelation(context, scores, `scores of ${candidate.name}:${candidate.version}`);
  const own = await columnsOf(data, relation);
  const wanted = Object.keys(slice).filter((column) => !own.includes(column) || column === 'label');
  const { test } = candidate.evidence;
  const rows = wanted.length === 0 || test === undefined ? undefined : await objectRelation(context, test, 'test rows');
  const there = rows === undefined ? [] : await columnsOf(data, rows);
  const missing = wanted.find((column) => !there.includes(column));
  if (missing !== undefined)
    return unknown(
      'slice-column-missing',
      `The test rows of ${candidate.name}:${candidate.version} have no column \`${missing}\``,
      `Add \`${missing}\` to \`slices\` of model/evaluate, and promote the version that it registers.`,
    );
  const taken = wanted.map((column, index) => `${identifier(column)} as slice_${index}`);
  const joined =
    rows === undefined || taken.length === 0
      ? relation
      : `(select * from ${relation} positional join (select ${taken.join(', ')} from ${rows}))`;
  const conditions = Object.entries(slice).map(([column, value]) => {
    const at = wanted.indexOf(column);
    return condition(at < 0 ? identifier(column) : `slice_${at}`, value);
  });
  return `(select * from ${joined} where ${conditions.join(' and ')})`;
}

function condition(column: string, value: boolean | number | string): string {
  if (typeof value === 'number') return `try_cast(${column} as DOUBLE) = ${value}`;
  if (typeof value === 'boolean') return `try_cast(${column} as BOOLEAN) = ${value}`;
  return `cast(${column} as VARCHAR) = ${literal(value)}`;
}

async function columnsOf(data: DataSource, relation: string): Promise<readonly string[]> {
  return (await data.columns(`select * from ${relation}`)).map(({ name }) => name);
}

async function countRows(data: DataSource, relation: string, signal: AbortSignal): Promise<number> {
  const [row] = await data.rows(`select count(*) as rows from ${relation}`, {}, { signal });
  return Number(row?.['rows'] ?? 0);
}
