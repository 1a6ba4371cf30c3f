import type { ColumnReport } from '../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport, ReportCheck, ReportSide } from '../../engine/src/monitoring/report/monitorReport.ts';

const SIDE: ReportSide = {
  name: 'flights',
  rows: 12_000,
  from: null,
  to: null,
  dataset: 'flights',
  version: null,
  isBaseline: false,
};

/** A report of a check in which nothing was found, unless `more` says otherwise. */
export function monitorReport(more: Partial<MonitorReport> = {}): MonitorReport {
  return {
    schema: 1,
    id: 'c1',
    monitor: 'flight-delay',
    model: { name: 'flight-delay', version: 7, alias: 'production' },
    due: '2001-05-14T00:00:00.000Z',
    made: '2001-05-14T00:00:01.000Z',
    seconds: 1,
    project: { name: 'flights', commit: null, dirty: false, file: 'flight-delay.monitor.yaml' },
    reference: SIDE,
    current: SIDE,
    verdict: 'none',
    headline: 'Nothing drifted.',
    summary: [],
    drift: null,
    columns: [],
    checks: [],
    correlations: [],
    separation: null,
    unusual: null,
    alerts: [],
    ...more,
  };
}

/** A column that drifted, with values of rows in it that must not leave the machine. */
export function driftedColumn(more: Partial<ColumnReport> = {}): ColumnReport {
  const figures = {
    rows: 12_000,
    missing: 0,
    infinite: 0,
    mean: 0.2,
    sd: 0.1,
    min: 0,
    max: 1,
    median: 0.2,
    distinct: null,
  };
  return {
    column: 'late_share_24h',
    role: 'input',
    kind: 'number',
    type: 'float',
    sensitive: false,
    verdict: 'drift',
    reason: null,
    test: 'wasserstein',
    statistic: 0.33,
    threshold: 0.1,
    pValue: 0.001,
    tests: [],
    reference: figures,
    current: figures,
    picture: null,
    newCategories: { categories: ['a-value-of-a-row'], count: 1, share: 0.1 },
    lostCategories: null,
    changed: 'a-value-of-a-row is new.',
    artefact: null,
    since: null,
    where: [],
    ...more,
  };
}

export function reportCheck(more: Partial<ReportCheck>): ReportCheck {
  return {
    id: 'performance',
    kind: 'performance',
    title: 'roc_auc',
    status: 'failed',
    value: 0.61,
    low: 0.6,
    high: 0.62,
    unit: 'metric',
    min: 0.65,
    max: null,
    rows: 1000,
    said: 'a-value-of-a-row',
    about: ['a-value-of-a-row'],
    ...more,
  };
}
