import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { makeDriftHistory } from '../../../engine/src/monitoring/report/makeDriftHistory.ts';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import type { CheckRow, MonitorReportTold } from '../../../server/src/views/monitors.ts';
import { check, FLIGHT_COLUMNS, flightsChecks, flightsReport, numberColumn } from './driftReports.ts';

/** Answers to `monitorReport`, by what they show. */
export const DRIFT_STATES = {
  mockup: () => told(flightsReport()),
  one: () => told(flightsReport({ columns: FLIGHT_COLUMNS.slice(0, 1), ...summed(1, 1) })),
  three: () => told(flightsReport({ columns: FLIGHT_COLUMNS.slice(1, 4), ...summed(2, 3) })),
  fifty: () => told(flightsReport({ columns: manyColumns(50, 12), ...summed(12, 50) })),
  thousands: () => told(flightsReport({ columns: manyColumns(10_000, 900), ...summed(900, 10_000) })),
  none: () => told(quietReport()),
  unknown: () => told(unknownReport()),
  hostile: () => told(hostileReport()),
  manyChecks: () => told(manyChecksReport()),
} as const;

export type DriftStateName = keyof typeof DRIFT_STATES;

export function told(report: MonitorReport, more: Partial<MonitorReportTold> = {}): MonitorReportTold {
  const records = flightsChecks();
  const checks = records
    .map(({ id, due, made, by, model, headline, rows, drifted, tested, verdict }): CheckRow => {
      const times = { due: new Date(due).toISOString(), made: new Date(made).toISOString() };
      return { id, ...times, by, model, state: verdict, headline, rows, drifted, tested, failed: [] };
    })
    .reverse();
  return {
    page: { report, history: makeDriftHistory(report, records) },
    newest: checks[0] ?? null,
    checks,
    hasMore: false,
    mute: null,
    place: { file: 'flight-delay.monitor.yaml', line: 0 },
    rule: { file: 'flight-delay.monitor.yaml', line: 5 },
    window: { file: 'flight-delay.monitor.yaml', line: 4, character: 36, text: '30d' },
    ...more,
  };
}

/** Two files: no model, no history, no alerts. */
export function filesReport(more: Partial<MonitorReport> = {}): MonitorReport {
  const report = flightsReport();
  return {
    ...report,
    id: null,
    monitor: null,
    model: null,
    project: null,
    reference: {
      ...report.reference,
      name: '/data/january.parquet',
      from: null,
      to: null,
      dataset: null,
      version: null,
    },
    current: { ...report.current, name: '/data/may.parquet', from: null, to: null, dataset: null, version: null },
    headline: '3 of 8 columns drifted: 38%, below the limit of 50%.',
    summary: ['`late_share_24h`: Mean fell from 0.207 to 0.132.'],
    columns: FLIGHT_COLUMNS.map((column) => ({ ...column, since: null, where: [] })),
    checks: report.checks.slice(0, 1),
    separation: null,
    unusual: null,
    alerts: [],
    ...more,
  };
}

function summed(drifted: number, tested: number): Partial<MonitorReport> {
  const share = drifted / tested;
  const { drift, checks } = flightsReport();
  return {
    headline: `Drift: ${drifted.toLocaleString('en-US')} of ${tested.toLocaleString('en-US')} inputs changed, the limit is 10%`,
    drift: { ...drift!, drifted, tested, share, limit: 0.1 },
    checks: checks.map((one) => (one.id === 'drift' ? { ...one, value: share, max: 0.1 } : one)),
    unusual: null,
    separation: null,
    alerts: [],
  };
}

function manyColumns(count: number, drifted: number): readonly ColumnReport[] {
  return Array.from({ length: count }, (_, i) => {
    const like = FLIGHT_COLUMNS[i < drifted ? i % 2 : 3 + (i % 5)]!;
    const statistic = i < drifted ? 0.6 - (0.5 * i) / drifted : 0.09 - (0.09 * i) / count;
    return { ...like, column: `sensor_${String(i).padStart(5, '0')}`, statistic, where: i === 0 ? like.where : [] };
  });
}

function quietReport(): MonitorReport {
  const report = flightsReport();
  const columns = FLIGHT_COLUMNS.slice(3);
  return {
    ...report,
    verdict: 'none',
    headline: 'No drift: 0 of 5 inputs changed in 505,569 rows',
    summary: ['Performance holds: roc_auc 0.698 [0.693, 0.702], at least 0.65 wanted.'],
    columns,
    drift: { ...report.drift!, drifted: 0, tested: 5, share: 0, verdict: 'none' },
    checks: report.checks.map((one) =>
      one.kind === 'drift' || one.kind === 'prediction_drift' ? { ...one, status: 'passed', value: 0.01 } : one,
    ),
    correlations: [],
    separation: { ...report.separation!, auc: 0.502, low: 0.494, high: 0.51 },
    unusual: null,
    alerts: [{ index: 0, kind: 'notify', target: 'editor', state: 'quiet', said: null, run: null }],
  };
}

/** Too few rows, a constant reference, nothing but gaps, and a sensitive column. */
function unknownReport(): MonitorReport {
  const nothing = { verdict: 'unknown', statistic: null, pValue: null, tests: [], picture: null, changed: '' } as const;
  const empty = { mean: null, sd: null, min: null, max: null, median: null };
  const column = FLIGHT_COLUMNS[3]!;
  const columns = [
    numberColumn('late_share_24h', { ...nothing, reason: '41 rows are too few to tell (at least 200)' }),
    numberColumn('cancelled', { ...nothing, reason: 'the reference holds one value only: 0' }),
    numberColumn('gate', {
      ...nothing,
      reason: 'no row of the window has a value',
      current: { ...column.current, ...empty, missing: column.current.rows },
    }),
    numberColumn('passenger', { sensitive: true, picture: null, changed: 'More categories than before' }),
  ];
  const report = flightsReport();
  return {
    ...report,
    verdict: 'unknown',
    headline: 'No verdict: 41 rows are too few to tell (at least 200)',
    summary: [],
    current: { ...report.current, rows: 41 },
    columns,
    drift: { ...report.drift!, drifted: 0, tested: 1, unknown: 3, share: null, verdict: 'unknown' },
    checks: [
      check('drift', {
        kind: 'drift',
        title: 'Inputs drifted',
        status: 'unknown',
        max: 0.3,
        said: 'Too few columns have a verdict',
      }),
      check('performance', {
        kind: 'performance',
        title: 'roc_auc',
        status: 'unknown',
        unit: 'metric',
        min: 0.65,
        said: 'No label has come yet; they are due a day after the flight',
      }),
    ],
    correlations: [],
    separation: null,
    unusual: null,
    alerts: [],
  };
}

/** Names and values that would do something where they were taken for markup. */
function hostileReport(): MonitorReport {
  const bad = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
  const long = `${'Donaudampfschifffahrtsgesellschaftskapitän_'.repeat(5)}ende`;
  const report = flightsReport();
  return {
    ...report,
    headline: `Drift: ${bad} changed`,
    summary: [`\`${bad}\` rose.`, `\`${long}\` fell.`],
    reference: { ...report.reference, name: bad },
    columns: [
      { ...FLIGHT_COLUMNS[0]!, column: bad, type: bad, changed: `Mean of \`${bad}\` rose` },
      { ...FLIGHT_COLUMNS[1]!, column: long, type: long },
      { ...FLIGHT_COLUMNS[5]!, column: '__proto__', newCategories: { categories: [bad, ''], count: 2, share: 0.1 } },
      { ...FLIGHT_COLUMNS[4]!, column: 'constructor' },
    ],
    unusual: { ...report.unusual!, columns: [bad], rows: [{ id: bad, score: 1, values: [bad], because: [bad] }] },
    alerts: [{ index: 0, kind: 'webhook', target: bad, state: 'failed', said: bad, run: null }],
  };
}

function manyChecksReport(): MonitorReport {
  const report = flightsReport();
  const more = Array.from({ length: 20 }, (_, i) =>
    check(`sql: figure ${i}`, {
      kind: 'sql',
      title: `figure ${i}`,
      value: i,
      unit: 'number',
      min: 0,
      status: i === 7 ? 'failed' : 'passed',
      said: 'As wanted',
    }),
  );
  return { ...report, checks: [...report.checks, ...more] };
}
