import type { CheckRecord } from '../../ports/monitorStore.ts';
import type { MonitorReport, ReportCheck } from '../report/monitorReport.ts';

/** What a check means to alerts. */
export interface CheckFound {
  /** Milliseconds since 1970. */
  readonly due: number;
  /** Current rows. */
  readonly rows: number;
  /** `unknown`: neither found nor clear. */
  readonly verdict: 'found' | 'clear' | 'unknown';
}

/**
 * Anything that drifted or is beyond its limit is found. It is not clear while something that failed when it was last known cannot
 * be told now.
 * @param earlier of the same monitor, newest first
 */
export function foundIn(
  { due, current, verdict, checks }: Pick<MonitorReport, 'due' | 'current' | 'verdict' | 'checks'>,
  earlier: readonly Pick<CheckRecord, 'due' | 'checks'>[] = [],
): CheckFound {
  const at = Date.parse(due);
  const before = earlier.filter((record) => record.due < at);
  const isFound = verdict === 'drift' || checks.some(({ status }) => status === 'failed');
  const isUnknown =
    verdict === 'unknown' || checks.some((check) => check.status === 'unknown' && failedLast(check, before));
  return { due: at, rows: current.rows, verdict: isFound ? 'found' : isUnknown ? 'unknown' : 'clear' };
}

function failedLast({ id }: ReportCheck, earlier: readonly Pick<CheckRecord, 'checks'>[]): boolean {
  const known = earlier
    .map(({ checks }) => checks[id])
    .find((point) => point !== undefined && point.status !== 'unknown');
  return known?.status === 'failed';
}
