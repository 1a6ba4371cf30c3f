import type { CheckRow, MonitorRow, OfferRow } from '../../server/src/views/monitors.ts';

/** A check of the newest rows in which nothing was found. */
export function checkRow(id: string, more: Partial<CheckRow> = {}): CheckRow {
  return {
    id,
    due: '2026-11-21T00:00:00Z',
    made: '2026-11-21T10:00:00Z',
    by: 'schedule',
    model: 'flight-delay:7',
    state: 'none',
    headline: 'No drift: 1 of 8 inputs changed',
    rows: 505_569,
    drifted: 1,
    tested: 8,
    failed: [],
    ...more,
  };
}

/** A monitor whose only check found nothing. */
export function monitorRow(more: Partial<MonitorRow> = {}): MonitorRow {
  return {
    name: 'flight-delay',
    place: { file: 'flight-delay.monitor.yaml', line: 0 },
    model: 'flight-delay@production',
    version: 7,
    schedule: '@daily',
    timezone: 'UTC',
    newest: checkRow('c1'),
    checks: [checkRow('c1')],
    hasMore: false,
    since: null,
    fired: null,
    mute: null,
    trouble: null,
    offer: null,
    ...more,
  };
}

/** A version that passed all gates. */
export function offerRow(more: Partial<OfferRow> = {}): OfferRow {
  return {
    model: 'flight-delay',
    version: 9,
    alias: 'production',
    status: 'allowed',
    gates: { passed: 5, of: 5 },
    said: 'flight-delay:9 may become production: 5 of 5 gates passed.',
    run: 'r9',
    ...more,
  };
}
