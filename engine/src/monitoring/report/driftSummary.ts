import { count } from '../../language/figures.ts';
import { percent } from '../../language/screenFigures.ts';
import type { DriftRule } from '../drift/driftRule.ts';
import { LARGE, SURE } from '../drift/limits.ts';
import type { ColumnReport } from './columnReport.ts';
import type { DriftSummary, ReportCheck } from './monitorReport.ts';

const STATUS = { drift: 'failed', none: 'passed', unknown: 'unknown' } as const;

/** Adds up the inputs among judged columns. `limit`: the share of drifted columns at or above which the data has drifted. */
export function driftSummary(columns: readonly ColumnReport[], rule: DriftRule, limit: number): DriftSummary {
  const inputs = columns.filter(({ role }) => role === 'input');
  const tested = inputs.filter(({ verdict }) => verdict !== 'unknown').length;
  const drifted = inputs.filter(({ verdict }) => verdict === 'drift').length;
  const share = tested === 0 ? null : drifted / tested;
  return {
    drifted,
    tested,
    unknown: inputs.length - tested,
    share,
    limit,
    test: rule.test,
    rule: ruleInWords(rule, limit),
    verdict: share === null ? 'unknown' : drifted > 0 && share >= limit ? 'drift' : 'none',
  };
}

/** `3 of 20 columns drifted: 15%, less than the 50% that are drift`. */
export function driftInWords({ drifted, tested, unknown, share, limit }: DriftSummary, what = 'column'): string {
  if (share === null)
    return unknown === 0 ? `There is no ${what} to look at` : `Nothing can be told of ${counted(unknown, what)}`;
  const rest = unknown === 0 ? '' : `; nothing can be told of ${unknown} more`;
  if (drifted === 0) return `None of ${counted(tested, what)} drifted${rest}`;
  const against = share >= limit ? 'at or above the limit of' : 'below the limit of';
  return `${drifted} of ${counted(tested, what)} drifted: ${percent(share)}, ${against} ${percent(limit)}${rest}`;
}

/** `Drift: 3 of 8 inputs changed, the limit is 30%.`, `No drift: 0 of 8 inputs changed in 505,569 rows.` */
export function driftHeadline(summary: DriftSummary, rows: number, what = 'column'): string {
  const { drifted, tested, unknown, limit, verdict } = summary;
  if (verdict === 'unknown')
    return `No verdict: ${unknown === 0 ? `there is no ${what} to look at` : `nothing can be told of ${counted(unknown, what)}`}.`;
  const found = `${count(drifted)} of ${counted(tested, what)} changed`;
  const rest = unknown === 0 ? '' : `; nothing can be told of ${count(unknown)} more`;
  if (drifted === 0) return `No drift: ${found} in ${counted(rows, 'row')}${rest}.`;
  return `${verdict === 'drift' ? 'Drift' : 'No drift'}: ${found}, the limit is ${percent(limit)}${rest}.`;
}

/** The summary as a check, held against its limit. */
export function driftCheck(
  summary: DriftSummary,
  columns: readonly ColumnReport[],
  { title = 'Columns drifted', what = 'column' } = {},
): ReportCheck {
  const inputs = columns.filter(({ role }) => role === 'input');
  return {
    id: 'drift',
    kind: 'drift',
    title,
    status: STATUS[summary.verdict],
    value: summary.share,
    low: null,
    high: null,
    unit: 'share',
    min: null,
    max: summary.limit,
    rows: Math.max(0, ...inputs.map(({ current }) => current.rows)),
    said: `${driftInWords(summary, what)}.`,
    about: inputs.filter(({ verdict }) => verdict === 'drift').map(({ column }) => column),
  };
}

/** How columns and data are judged. */
function ruleInWords({ test, max, columns }: DriftRule, limit: number): string {
  const own = Object.keys(columns ?? {}).length;
  const others = own === 0 ? '' : `; ${counted(own, 'column')} by a rule of its own`;
  return `A column has drifted ${columnRule(test, max)}${others}. The data has when at least ${percent(limit)} of the judged columns have.`;
}

function columnRule(test: DriftRule['test'], max: number | undefined): string {
  if (test === 'auto')
    return `when the test is sure (KS or chi-square, p adjusted over all columns by Benjamini and Hochberg at most ${SURE}) and the change large (normed Wasserstein or Jensen-Shannon distance at least ${max ?? LARGE})`;
  if (test === 'evidently')
    return 'where Evidently 0.7 would say so: one test by type and number of rows, not adjusted';
  return max === undefined ? `by \`${test}\` at its usual limit` : `when \`${test}\` is above ${max}`;
}

function counted(number: number, what: string): string {
  return `${count(number)} ${what}${number === 1 ? '' : 's'}`;
}
