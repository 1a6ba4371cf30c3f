import type { ColumnReport } from './columnReport.ts';
import { driftedSentences, sentence } from './driftedWords.ts';
import { driftHeadline } from './driftSummary.ts';
import type { DriftSummary, ReportCheck } from './monitorReport.ts';
import type { Verdict } from './verdict.ts';

/** What is said by itself before the rest is only counted. */
const TOLD = 3;

/** Their sentences are those of the columns. */
const TOLD_BY_COLUMNS: ReadonlySet<ReportCheck['kind']> = new Set(['drift', 'prediction_drift']);

const BINNED = 'Numbers of many values are compared between the quantiles that are stored of the reference (binned).';

export interface Told {
  readonly drift: DriftSummary | null;
  readonly columns: readonly ColumnReport[];
  readonly checks: readonly ReportCheck[];
  /** Current ones. */
  readonly rows: number;
  /** Why there is no verdict at all; null where there is one. */
  readonly why: string | null;
  /** Of the reference only what is stored of it was there; with the columns that the monitor names under `slices`. */
  readonly stored?: { readonly slices: readonly string[] } | undefined;
}

/** Drift where inputs or predictions have; unknown where what was asked of them cannot be told. */
export function monitorVerdict({ drift, checks, why }: Pick<Told, 'drift' | 'checks' | 'why'>): Verdict {
  const predictions = checks.find(({ id }) => id === 'prediction_drift');
  if (drift?.verdict === 'drift' || predictions?.status === 'failed') return 'drift';
  if (why !== null || drift?.verdict === 'unknown' || predictions?.status === 'unknown') return 'unknown';
  return checks.some(({ status }) => status !== 'unknown') ? 'none' : 'unknown';
}

/** The verdict in a sentence. */
export function monitorHeadline({ drift, checks, why, rows }: Told): string {
  if (why !== null) return why;
  const failed = checks.filter(({ status, id }) => status === 'failed' && id !== 'drift');
  const predictions = failed.find(({ id }) => id === 'prediction_drift');
  if (drift !== null && (drift.verdict !== 'none' || failed.length === 0)) return driftHeadline(drift, rows, 'input');
  if (predictions !== undefined) return sentence(`Predictions drifted: ${predictions.said}`);
  const [first, ...more] = failed;
  if (first !== undefined)
    return `${first.title}: ${sentence(first.said)}${more.length === 0 ? '' : ` ${more.length} more ${more.length === 1 ? 'check' : 'checks'} failed.`}`;
  if (drift !== null) return driftHeadline(drift, rows, 'input');
  return checks.every(({ status }) => status === 'passed')
    ? 'All is within its limits.'
    : 'Nothing is beyond its limit.';
}

/** What lies behind the verdict and is not said by its headline: the drifted columns, what failed, and whether the model holds. */
export function monitorSummary(told: Told): readonly string[] {
  const { columns, checks } = told;
  const headline = monitorHeadline(told);
  const outputs = columns.filter(({ role, changed }) => role === 'output' && !headline.endsWith(sentence(changed)));
  const failed = checks.filter(
    ({ status, kind, said }) => status === 'failed' && !TOLD_BY_COLUMNS.has(kind) && !headline.includes(sentence(said)),
  );
  const performance = checks.find(({ id, status }) => id === 'performance' && status !== 'failed');
  const open = checks.filter(
    ({ status, kind, id }) => status === 'unknown' && kind !== 'drift' && id !== 'performance',
  );
  return [
    ...driftedSentences(columns.filter(({ role }) => role === 'input')),
    ...driftedSentences(outputs),
    ...failed.slice(0, TOLD).map(({ said }) => sentence(said)),
    ...(performance === undefined
      ? []
      : [
          performance.status === 'passed'
            ? `Performance holds: ${sentence(performance.said)}`
            : `Performance is unknown: ${sentence(performance.said)}`,
        ]),
    ...open.slice(0, TOLD).map(({ title, said }) => `${title} is unknown: ${sentence(said)}`),
    ...(columns.some(({ tests }) => tests.some(({ binned }) => binned)) ? [BINNED] : []),
    ...withoutRows(told),
  ];
}

/** What was asked for, or would explain a move, and cannot be had of a stored baseline. */
function withoutRows({ stored, columns, why }: Told): readonly string[] {
  if (stored === undefined || why !== null) return [];
  const { slices } = stored;
  if (slices.length === 0 && columns.every(({ verdict }) => verdict !== 'drift')) return [];
  const asked = slices.length === 0 ? '' : ` by ${slices.map((name) => `\`${name}\``).join(', ')}`;
  return [
    `In which slices${asked} a column moved, and what tells the rows apart, is not known: that takes rows, and of the reference only a baseline is stored. Name rows under \`reference\` of the monitor.`,
  ];
}
