import type { ColumnReport, Picture, SliceMove } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport, ReportCheck } from '../../../engine/src/monitoring/report/monitorReport.ts';
import type { CheckRecord } from '../../../engine/src/ports/monitorStore.ts';
import { FLIGHT_SHARES, LATE_BY_ORIGIN, LATE_DISTANCES } from './flightShares.ts';

// The flights of January 2001 against 15 April to 14 May: distributions and distances are real, performance and alerts made up.

const DUE = '2001-05-15T00:00:00.000Z';
const DAY = 86_400_000;

export function numberColumn(name: string, more: Partial<ColumnReport> = {}): ColumnReport {
  const statistic = more.statistic ?? 0.041;
  return {
    column: name,
    role: 'input',
    kind: 'number',
    type: 'integer',
    sensitive: false,
    verdict: 'none',
    reason: null,
    test: 'wasserstein',
    statistic: 0.041,
    threshold: 0.1,
    pValue: 1e-12,
    tests: [
      {
        test: 'wasserstein',
        statistic,
        pValue: null,
        adjusted: null,
        threshold: 0.1,
        drifted: statistic >= 0.1,
        binned: false,
      },
      { test: 'ks', statistic: 0.012, pValue: 1e-13, adjusted: 1e-12, threshold: 0.05, drifted: true, binned: false },
    ],
    reference: { ...SIDE, rows: 508_239, mean: 329, sd: 211, min: 0, max: 940, median: 290 },
    current: { ...SIDE, rows: 505_569, mean: 339, sd: 214, min: 0, max: 961, median: 301 },
    picture: null,
    newCategories: null,
    lostCategories: null,
    changed: 'Mean 329 to 339',
    artefact: null,
    since: null,
    where: [],
    ...more,
  };
}

const SIDE = { missing: 0, infinite: 0, mean: null, sd: null, min: null, max: null, median: null, distinct: null };

function bins(name: keyof typeof FLIGHT_SHARES, from: number, to: number): Picture {
  const { reference, current } = FLIGHT_SHARES[name];
  const edges = Array.from({ length: reference.length + 1 }, (_, i) => from + ((to - from) * i) / reference.length);
  return { kind: 'bins', edges, reference, current };
}

const ORIGINS = ['ATL', 'ORD', 'DFW', 'LAX', 'PHX', 'STL', 'DTW', 'LAS', 'MSP', 'IAH', 'SFO', 'EWR', 'CLT', 'DEN'];

function origins(): Picture {
  const scaled = (side: readonly number[]) => side.map((share) => Number((share * 0.42).toFixed(5)));
  const [reference, current] = [scaled(FLIGHT_SHARES.origin.reference), scaled(FLIGHT_SHARES.origin.current)];
  const rest = (side: readonly number[]) => 1 - side.reduce((sum, share) => sum + share, 0);
  return {
    kind: 'categories',
    categories: ORIGINS,
    reference,
    current,
    other: { reference: rest(reference), current: rest(current), categories: 215 },
  };
}

const LATE_WHERE: readonly SliceMove[] = LATE_BY_ORIGIN.map(([value, reference, current]) => ({
  by: 'origin',
  value,
  rows: { reference: 21_040, current: 20_310 },
  reference,
  current,
  category: null,
  explains: 0.06,
}));

function lateColumn(name: string, statistic: number): ColumnReport {
  return numberColumn(name, {
    type: 'float, airport view',
    verdict: 'drift',
    statistic,
    tests: [
      { test: 'wasserstein', statistic, pValue: null, adjusted: null, threshold: 0.1, drifted: true, binned: false },
      {
        test: 'ks',
        statistic: 0.2647,
        pValue: 1e-300,
        adjusted: 1e-299,
        threshold: 0.05,
        drifted: true,
        binned: false,
      },
    ],
    pValue: 1e-299,
    reference: { ...SIDE, rows: 508_239, missing: 1990, mean: 0.2071, sd: 0.1323, min: 0, max: 1, median: 0.176 },
    current: { ...SIDE, rows: 505_569, missing: 2120, mean: 0.1318, sd: 0.0898, min: 0, max: 1, median: 0.111 },
    picture: bins(name as 'late_share_24h', 0, 0.7),
    changed: 'Mean fell from 0.207 to 0.132, most at ATL, STL and BOS',
    since: { due: '2001-04-27T00:00:00.000Z', checks: 10 },
    where: LATE_WHERE,
  });
}

export const FLIGHT_COLUMNS: readonly ColumnReport[] = [
  lateColumn('late_share_24h', 0.5601),
  { ...lateColumn('to_late_share_24h', 0.5614), changed: 'Mean fell from 0.207 to 0.132: the same at the destination' },
  numberColumn('weekday', {
    type: 'integer, dayofweek(date)',
    verdict: 'drift',
    statistic: 0.1021,
    picture: bins('weekday', 0, 7),
    reference: { ...SIDE, rows: 508_239, mean: 3.04, sd: 1.93, min: 0, max: 6, median: 3 },
    current: { ...SIDE, rows: 505_569, mean: 2.84, sd: 2.01, min: 0, max: 6, median: 3 },
    changed: 'Calendar: the window holds 5 Sundays and Mondays, January 5 Mondays to Wednesdays; use window: 28d',
    artefact: 'calendar',
    since: { due: DUE, checks: 1 },
  }),
  numberColumn('departures_24h', { type: 'integer, airport view', picture: bins('departures_24h', 0, 960) }),
  numberColumn('to_departures_24h', { type: 'integer, airport view', picture: bins('to_departures_24h', 0, 960) }),
  numberColumn('origin', {
    kind: 'category',
    type: 'category, 229 values',
    test: 'js',
    statistic: 0.0281,
    tests: [
      { test: 'js', statistic: 0.0281, pValue: null, adjusted: null, threshold: 0.1, drifted: false, binned: false },
      {
        test: 'chi_square',
        statistic: 2310.4,
        pValue: 1e-200,
        adjusted: 1e-199,
        threshold: 0.05,
        drifted: true,
        binned: false,
      },
    ],
    reference: { ...SIDE, rows: 508_239, distinct: 229 },
    current: { ...SIDE, rows: 505_569, distinct: 227 },
    picture: origins(),
    newCategories: { categories: ['AKN', 'DLG', 'LWB', 'MQT'], count: 4, share: 0.0009 },
    lostCategories: { categories: ['EGE', 'HDN', 'GUC', 'JAC', 'MTJ', 'DRO'], count: 6, share: 0.0017 },
    changed: '4 new AKN DLG LWB MQT, 6 gone EGE HDN GUC JAC MTJ DRO: 0.2% of rows',
  }),
  numberColumn('hour', {
    type: 'integer, hour(date)',
    statistic: 0.0212,
    picture: bins('hour', 0, 24),
    changed: 'Mean 13.3 to 13.2',
  }),
  numberColumn('distance', {
    type: 'integer, mile',
    statistic: 0.0061,
    pValue: 0.012,
    picture: bins('distance', 0, 2700),
    changed: 'Mean 728 to 730',
  }),
];

const PREDICTION = numberColumn('prediction', {
  role: 'output',
  type: 'float, share of late flights',
  verdict: 'drift',
  statistic: 0.278,
  reference: { ...SIDE, rows: 508_239, mean: 0.204, sd: 0.1, min: 0.02, max: 0.93, median: 0.18 },
  current: { ...SIDE, rows: 505_569, mean: 0.151, sd: 0.08, min: 0.02, max: 0.9, median: 0.13 },
  picture: bins('late_share_24h', 0, 0.7),
  changed: 'Mean fell from 0.204 to 0.151',
  since: { due: '2001-05-07T00:00:00.000Z', checks: 5 },
});

export function check(id: string, more: Partial<ReportCheck>): ReportCheck {
  return {
    id,
    kind: 'missing',
    title: id,
    status: 'passed',
    value: null,
    low: null,
    high: null,
    unit: 'share',
    min: null,
    max: null,
    rows: 505_569,
    said: '',
    about: [],
    ...more,
  };
}

const CHECKS: readonly ReportCheck[] = [
  check('drift', {
    kind: 'drift',
    title: 'Inputs drifted',
    status: 'failed',
    value: 0.375,
    max: 0.3,
    said: '3 of 8 inputs changed; the limit is 30%.',
    about: ['late_share_24h', 'to_late_share_24h', 'weekday'],
  }),
  check('prediction_drift', {
    kind: 'prediction_drift',
    title: 'Predictions',
    status: 'failed',
    value: 0.278,
    unit: 'distance',
    max: 0.1,
    said: 'The mean prediction fell from 0.204 to 0.151.',
    about: ['prediction'],
  }),
  check('performance', {
    kind: 'performance',
    title: 'roc_auc, labels to 13 May',
    value: 0.69812,
    low: 0.6932,
    high: 0.7021,
    unit: 'metric',
    min: 0.65,
    rows: 488_120,
    said: 'roc_auc is 0.698 on 488,120 rows with a label.',
  }),
  check('missing', {
    title: 'Missing values',
    value: 0.0042,
    max: 0.01,
    said: 'At most 0.4% of a column is missing.',
    about: ['to_late_share_24h'],
  }),
  check('freshness', {
    kind: 'freshness',
    title: 'Freshness',
    value: 22_320,
    unit: 's',
    max: 86_400,
    said: 'The newest row is 6 h 12 min old.',
  }),
];

export function flightsReport(more: Partial<MonitorReport> = {}): MonitorReport {
  return {
    schema: 1,
    id: idOf(LATE_DISTANCES.length - 1),
    monitor: 'flight-delay',
    model: { name: 'flight-delay', version: 7, alias: 'production' },
    due: DUE,
    made: '2001-05-15T00:00:09.000Z',
    seconds: 0.8,
    project: { name: 'flights', commit: '7d02e1a4c9', dirty: false, file: 'flight-delay.monitor.yaml' },
    reference: {
      name: 'January',
      rows: 508_239,
      from: '2001-01-01T00:00:00.000Z',
      to: '2001-01-31T23:59:00.000Z',
      dataset: 'flights',
      version: 'a81c44e09d11',
      isBaseline: false,
    },
    current: {
      name: '15 Apr to 14 May',
      rows: 505_569,
      from: '2001-04-15T00:00:00.000Z',
      to: '2001-05-14T23:58:00.000Z',
      dataset: 'flights',
      version: 'a81c44e09d11',
      isBaseline: false,
    },
    verdict: 'drift',
    headline: 'Drift: 3 of 8 inputs changed, the limit is 30%',
    summary: [
      'late_share_24h and to_late_share_24h fell by more than a third since 27 April.',
      'weekday moved only because the window is 30 days.',
      'Performance holds: roc_auc 0.698 [0.693, 0.702], at least 0.65 wanted.',
    ],
    drift: {
      drifted: 3,
      tested: 8,
      unknown: 0,
      share: 0.375,
      limit: 0.3,
      test: 'auto',
      rule: 'Drift: distance at or above 0.1, and p, adjusted over 8 columns, at most 0.05.',
      verdict: 'drift',
    },
    columns: [...FLIGHT_COLUMNS, PREDICTION],
    checks: CHECKS,
    correlations: [
      { a: 'late_share_24h', b: 'hour', reference: 0.31, current: 0.12 },
      { a: 'late_share_24h', b: 'departures_24h', reference: 0.18, current: 0.07 },
      { a: 'departures_24h', b: 'distance', reference: -0.02, current: 0.04 },
    ],
    separation: {
      auc: 0.7384,
      low: 0.7311,
      high: 0.7457,
      rows: 20_000,
      columns: [
        { column: 'late_share_24h', share: 0.46 },
        { column: 'to_late_share_24h', share: 0.38 },
        { column: 'weekday', share: 0.12 },
        { column: 'departures_24h', share: 0.04 },
      ],
    },
    unusual: {
      share: 0.0061,
      expected: 0.005,
      columns: ['hour', 'distance', 'origin', 'late_share_24h', 'passenger'],
      rows: [
        { id: '1998204', score: 0.91, values: ['3', '4502', 'HNL', '0.92', '•••'], because: ['hour', 'distance'] },
        { id: '2004417', score: 0.87, values: ['2', '2475', 'ANC', null, '•••'], because: ['hour'] },
        {
          id: '2010033',
          score: 0.83,
          values: ['23', '11', 'PIB', '1', '•••'],
          because: ['distance', 'late_share_24h'],
        },
      ],
    },
    alerts: [
      { index: 0, kind: 'notify', target: 'editor', state: 'sent', said: null, run: null },
      {
        index: 1,
        kind: 'webhook',
        target: 'hooks.example.com',
        state: 'failed',
        said: 'it did not answer within 10 s',
        run: null,
      },
      { index: 2, kind: 'pipeline', target: 'flight-delay', state: 'held', said: 'cools down until 22 May', run: null },
    ],
    ...more,
  };
}

/** Its checks so far, one each second day. */
export function flightsChecks(): readonly CheckRecord[] {
  return LATE_DISTANCES.map((distance, i) => checkRecord(distance, i));
}

function checkRecord(distance: number, i: number): CheckRecord {
  const due = Date.parse(DUE) - (LATE_DISTANCES.length - 1 - i) * 2 * DAY;
  const isLast = i === LATE_DISTANCES.length - 1;
  const late = {
    test: 'wasserstein',
    statistic: distance,
    threshold: 0.1,
    verdict: distance >= 0.1 ? 'drift' : 'none',
    mean: 0.2,
  } as const;
  const drifted = distance >= 0.1 ? (isLast ? 3 : 2) : 0;
  const wave = Math.sin(i / 3);
  const point = (value: number) => ({ status: 'passed' as const, value, low: null, high: null });
  return {
    id: idOf(i),
    monitor: 'flight-delay',
    due,
    made: due + 9000,
    by: 'schedule',
    model: 'flight-delay:7',
    verdict: drifted > 2 ? 'drift' : 'none',
    headline:
      drifted > 2 ? 'Drift: 3 of 8 inputs changed, the limit is 30%' : `No drift: ${drifted} of 8 inputs changed`,
    rows: 505_569,
    drifted,
    tested: 8,
    checks: {
      drift: point(drifted / 8),
      prediction_drift: point(isLast ? 0.278 : Math.max(0.02, distance / 2)),
      performance: point(isLast ? 0.69812 : 0.703 - wave / 400),
      missing: point(isLast ? 0.0042 : 0.0032 + wave / 900),
      freshness: point(isLast ? 22_320 : 19_000 - wave * 9000),
    },
    columns: {
      late_share_24h: late,
      to_late_share_24h: late,
      weekday: { ...late, statistic: isLast ? 0.1021 : 0.03 + wave / 60, verdict: isLast ? 'drift' : 'none' },
      distance: { ...late, statistic: 0.006 + wave / 400, verdict: 'none' },
      prediction: { ...late, statistic: distance / 2 },
    },
  };
}

function idOf(i: number): string {
  return `c${String(i).padStart(7, '0')}`;
}
