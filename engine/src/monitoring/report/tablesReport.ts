import { rowsWithValue } from '../../math/drift/columnPair.ts';
import type { Pairs } from '../columns/pairedColumns.ts';
import { NO_CURRENT_VALUE } from '../columns/withoutValues.ts';
import type { DriftRule } from '../drift/driftRule.ts';
import { columnReports } from './columnReports.ts';
import { driftedSentences, unknownSentences } from './driftedWords.ts';
import { driftCheck, driftHeadline, driftSummary } from './driftSummary.ts';
import type { MonitorReport, ReportCheck, ReportSide } from './monitorReport.ts';

export interface TablesReportRequest {
  readonly pairs: Pairs;
  readonly rule: DriftRule;
  /** Share of drifted columns at or above which the data has drifted. */
  readonly share: number;
  readonly names: { readonly reference: string; readonly current: string };
  /** Of the reference only what is stored of it was there. */
  readonly isBaseline?: boolean;
  /** ISO 8601 in UTC. */
  readonly made: string;
  readonly seconds: number;
}

/** The report of two tables that belong to no monitor. */
export function tablesReport({
  pairs,
  rule,
  share,
  names,
  isBaseline = false,
  made,
  seconds,
}: TablesReportRequest): MonitorReport {
  const columns = columnReports({ columns: pairs.columns, rule, role: 'input' });
  const drift = driftSummary(columns, rule, share);
  return {
    schema: 1,
    id: null,
    monitor: null,
    model: null,
    due: made,
    made,
    seconds,
    project: null,
    reference: { ...sideOf(names.reference, pairs.rows.reference), isBaseline },
    current: sideOf(names.current, pairs.rows.current),
    verdict: drift.verdict,
    headline: withoutRows(pairs, names) ?? driftHeadline(drift, pairs.rows.current),
    summary: drift.verdict === 'unknown' ? unknownSentences(columns) : driftedSentences(columns),
    drift,
    columns,
    ...(rule.allTests && { allTests: true }),
    checks: [driftCheck(drift, columns), ...schemaCheck(pairs), ...emptiedCheck(pairs)],
    correlations: pairs.correlations,
    separation: null,
    unusual: null,
    alerts: [],
  };
}

/** Nothing can be told of no rows. */
function withoutRows({ rows }: Pairs, names: TablesReportRequest['names']): string | undefined {
  const empty = (['current', 'reference'] as const).find((side) => rows[side] === 0);
  return empty && `No verdict: ${names[empty]} has no rows.`;
}

function sideOf(name: string, rows: number): ReportSide {
  return { name, rows, from: null, to: null, dataset: null, version: null, isBaseline: false };
}

/** Columns that are gone, new or of another type; nothing where all are as they were. */
function schemaCheck({ columns }: Pairs): readonly ReportCheck[] {
  const changed = columns.filter(({ schema }) => schema !== 'same');
  if (changed.length === 0) return [];
  const broken = changed.filter(({ schema }) => schema !== 'new');
  return [
    {
      id: 'schema',
      kind: 'schema',
      title: 'Columns gone or of another type',
      status: broken.length > 0 ? 'failed' : 'passed',
      value: broken.length,
      low: null,
      high: null,
      unit: 'count',
      min: null,
      max: 0,
      rows: null,
      said: `${changed.map(({ column, reason }) => `\`${column}\`: ${lowerFirst(reason ?? '')}`).join('; ')}.`,
      about: [...broken, ...changed.filter(({ schema }) => schema === 'new')].map(({ column }) => column),
    },
  ];
}

/** Columns that had values and have none: nothing can be told of their drift, and that is no pass. Nothing where there are none, or no rows. */
function emptiedCheck({ columns, rows }: Pairs): readonly ReportCheck[] {
  const isEmptied = ({ pair, reason }: Pairs['columns'][number]) =>
    pair === null
      ? reason === NO_CURRENT_VALUE
      : rowsWithValue(pair.reference) > 0 && rowsWithValue(pair.current) === 0;
  const emptied = columns.filter(isEmptied).map(({ column }) => column);
  if (emptied.length === 0 || rows.current === 0) return [];
  return [
    {
      id: 'missing',
      kind: 'missing',
      title: 'Columns that lost all values',
      status: 'failed',
      value: emptied.length,
      low: null,
      high: null,
      unit: 'count',
      min: null,
      max: 0,
      rows: rows.current,
      said: `${emptied.map((column) => `\`${column}\``).join(', ')}: the reference has values, and no current row has one that can be used.`,
      about: emptied,
    },
  ];
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
