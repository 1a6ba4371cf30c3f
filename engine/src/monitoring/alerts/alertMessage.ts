import { figure } from '../../language/figures.ts';
import type { ColumnReport } from '../report/columnReport.ts';
import type { MonitorReport, ReportCheck } from '../report/monitorReport.ts';
import type { Offer } from './offer.ts';

/** Whatever a webhook is told. */
export type WebhookMessage = AlertMessage | OfferMessage;

/** What leaves the machine of a run that an alert began, when it has registered a version. */
export interface OfferMessage {
  readonly schema: 1;
  readonly event: 'offered';
  readonly id: string;
  readonly at: string;
  readonly project: string | null;
  readonly monitor: string;
  readonly run: string;
  readonly offers: readonly Offer[];
  readonly text: string;
}

/** What leaves the machine of a check: figures and names of columns and checks; no value of a row, no category, no slice. */
export interface AlertMessage {
  readonly schema: 1;
  readonly event: 'fired' | 'resolved';
  /** The same for each attempt to deliver it, so that a receiver can pass over a second one. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly project: string | null;
  readonly monitor: string;
  readonly model: MonitorReport['model'];
  readonly check: { readonly id: string | null; readonly due: string; readonly verdict: MonitorReport['verdict'] };
  readonly rows: { readonly reference: number; readonly current: number };
  readonly drift: { readonly drifted: number; readonly tested: number; readonly limit: number } | null;
  /** Drifted columns. */
  readonly columns: readonly AlertColumn[];
  /** What is beyond its limit. */
  readonly checks: readonly AlertCheck[];
  /** All of that in a sentence or two. */
  readonly text: string;
}

export interface AlertColumn {
  readonly column: string;
  readonly test: string;
  readonly statistic: number | null;
  readonly threshold: number | null;
}

export interface AlertCheck {
  readonly kind: ReportCheck['kind'];
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: ReportCheck['unit'];
}

/** More are counted, not named. */
const NAMED = 20;

export function alertMessage(
  { event, id, at, monitor }: Pick<AlertMessage, 'event' | 'id' | 'at' | 'monitor'>,
  report: MonitorReport,
): AlertMessage {
  const drifted = report.columns.filter(({ verdict }) => verdict === 'drift');
  const failed = report.checks.filter(({ status }) => status === 'failed');
  const { drift } = report;
  return {
    schema: 1,
    event,
    id,
    at,
    project: report.project?.name ?? null,
    monitor,
    model: report.model,
    check: { id: report.id, due: report.due, verdict: report.verdict },
    rows: { reference: report.reference.rows, current: report.current.rows },
    drift: drift === null ? null : { drifted: drift.drifted, tested: drift.tested, limit: drift.limit },
    columns: drifted
      .slice(0, NAMED)
      .map(({ column, test, statistic, threshold }) => ({ column, test, statistic, threshold })),
    checks: failed.slice(0, NAMED).map(({ kind, value, min, max, unit }) => ({ kind, value, min, max, unit })),
    text: event === 'fired' ? firedText(monitor, { report, drifted, failed }) : `${monitor}: what was found is over.`,
  };
}

interface Found {
  readonly report: MonitorReport;
  readonly drifted: readonly ColumnReport[];
  readonly failed: readonly ReportCheck[];
}

function firedText(monitor: string, { report, drifted, failed }: Found): string {
  const { drift } = report;
  const parts = [
    ...(drifted.length > 0 ? [`${countOf(drift, drifted.length)} drifted: ${columnsText(drifted)}`] : []),
    ...failed.filter(({ kind }) => kind !== 'drift').map(checkText),
  ];
  return `${monitor}: ${parts.join('; ') || 'found something'}.`;
}

function countOf(drift: MonitorReport['drift'], drifted: number): string {
  return drift === null || drift.drifted !== drifted
    ? `${drifted} ${drifted === 1 ? 'column' : 'columns'}`
    : `${drifted} of ${drift.tested} inputs`;
}

function columnsText(columns: readonly ColumnReport[]): string {
  const named = columns
    .slice(0, 5)
    .map(({ column, test, statistic }) => (statistic === null ? column : `${column} (${test} ${figure(statistic)})`));
  return columns.length > 5 ? `${named.join(', ')} and ${columns.length - 5} more` : named.join(', ');
}

function checkText({ kind, value, min, max, unit }: ReportCheck): string {
  const show = (number: number): string =>
    unit === 'share' ? `${figure(number * 100)}%` : `${figure(number)}${unit === 's' ? ' s' : ''}`;
  const limit =
    min !== null && value !== null && value < min
      ? `, at least ${show(min)}`
      : max !== null
        ? `, at most ${show(max)}`
        : '';
  return `${kind.replaceAll('_', ' ')} ${value === null ? 'failed' : show(value)}${limit}`;
}
