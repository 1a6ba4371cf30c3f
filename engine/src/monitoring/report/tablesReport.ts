import type { Pairs } from '../columns/pairedColumns.ts';
import type { DriftRule } from '../drift/driftRule.ts';
import type { ColumnReport } from './columnReport.ts';
import { columnReports } from './columnReports.ts';
import { driftCheck, driftHeadline, driftSummary } from './driftSummary.ts';
import type { MonitorReport, ReportCheck, ReportSide } from './monitorReport.ts';

export interface TablesReportRequest {
  readonly pairs: Pairs;
  readonly rule: DriftRule;
  /** Share of drifted columns at or above which the data has drifted. */
  readonly share: number;
  readonly names: { readonly reference: string; readonly current: string };
  /** ISO 8601 in UTC. */
  readonly made: string;
  readonly seconds: number;
}

/** What is said of columns by themselves before the rest is only counted. */
const TOLD = 3;

/** The report of two tables that belong to no monitor. */
export function tablesReport({ pairs, rule, share, names, made, seconds }: TablesReportRequest): MonitorReport {
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
    reference: sideOf(names.reference, pairs.rows.reference),
    current: sideOf(names.current, pairs.rows.current),
    verdict: drift.verdict,
    headline: driftHeadline(drift, pairs.rows.current),
    summary: summaryOf(columns),
    drift,
    columns,
    checks: [driftCheck(drift, columns), ...schemaCheck(pairs)],
    correlations: pairs.correlations,
    separation: null,
    unusual: null,
    alerts: [],
  };
}

function sideOf(name: string, rows: number): ReportSide {
  return { name, rows, from: null, to: null, dataset: null, version: null, isBaseline: false };
}

function summaryOf(columns: readonly ColumnReport[]): readonly string[] {
  const drifted = columns.filter(({ verdict }) => verdict === 'drift');
  return drifted.slice(0, TOLD).map(({ column, changed }) => `\`${column}\`: ${sentence(changed)}`);
}

function sentence(text: string): string {
  return text === '' || /[.?]$/.test(text) ? text : `${text}.`;
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
      title: 'Columns as they were',
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

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
