import type { CheckRecord } from '../../../../engine/src/ports/monitorStore.ts';
import type { CheckState } from '../../views/monitors.ts';

/** What a check came to: drift is told before anything else that is beyond its limit. */
export function checkState({ verdict, checks }: Pick<CheckRecord, 'verdict' | 'checks'>): CheckState {
  if (verdict === 'drift') return 'drift';
  return failedIn(checks).length > 0 ? 'failed' : verdict;
}

/** Ids of what was beyond its limit, in the order of the report. */
export function failedIn(checks: CheckRecord['checks']): readonly string[] {
  return Object.entries(checks).flatMap(([id, { status }]) => (status === 'failed' ? [id] : []));
}

/** Those of the version that a monitor watches now; all where none is, or it is not known which. */
export function ofVersion(
  records: readonly CheckRecord[],
  watched: { readonly model: string; readonly version: number } | undefined,
): readonly CheckRecord[] {
  const own = records.filter(({ model }) => watched !== undefined && model === `${watched.model}:${watched.version}`);
  return own.length === 0 ? records : own;
}

/**
 * The first of the unbroken row of checks, up to the newest, that found something; undefined where the newest has found nothing. One
 * without a verdict does not break the row.
 * @param records newest first
 */
export function foundSince(
  records: readonly CheckRecord[],
): { readonly due: number; readonly checks: number } | undefined {
  const states = records.map(checkState);
  const end = states.indexOf('none');
  const row = records.filter((_, index) => (end < 0 || index < end) && isFound(states[index]!));
  const oldest = row.at(-1);
  return oldest === undefined || !isFound(states[0]!) ? undefined : { due: oldest.due, checks: row.length };
}

function isFound(state: CheckState): boolean {
  return state === 'drift' || state === 'failed';
}
