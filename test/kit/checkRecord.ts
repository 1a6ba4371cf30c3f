import type { CheckRecord } from '../../engine/src/ports/monitorStore.ts';

/** A check of the monitor `ships` in which nothing was found; its window ends on 14 May 2001. */
export function checkRecord(id: string, more: Partial<CheckRecord> = {}): CheckRecord {
  return {
    id,
    monitor: 'ships',
    due: Date.parse('2001-05-14T00:00:00Z'),
    made: Date.parse('2026-11-21T10:00:00Z'),
    by: 'schedule',
    model: 'ships:1',
    verdict: 'none',
    headline: 'No drift: 1 of 8 inputs changed',
    rows: 505_569,
    drifted: 1,
    tested: 8,
    checks: {},
    columns: {},
    ...more,
  };
}
