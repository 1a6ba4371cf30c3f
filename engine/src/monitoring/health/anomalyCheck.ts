import type { ReportCheck, UnusualRows } from '../report/monitorReport.ts';

/** The share of unusual rows against its limit; `unusual`: null where it could not be told. */
export function anomalyCheck(unusual: UnusualRows | null, rows: number, max: number): ReportCheck {
  const share = unusual?.share ?? null;
  const failed = share !== null && share > max;
  return {
    id: 'anomalies',
    kind: 'anomalies',
    title: 'Unusual rows',
    status: share === null ? 'unknown' : failed ? 'failed' : 'passed',
    value: share,
    low: null,
    high: null,
    unit: 'share',
    min: null,
    max,
    rows,
    said: '',
    about: [],
  };
}
