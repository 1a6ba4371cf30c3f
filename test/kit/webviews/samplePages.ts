import type { MetricValue } from '../../../engine/src/evaluation/evaluation.ts';
import type { LiveRun, PageMetric, RunPage, StepRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import { binaryCurves, multiclassCurves, numbers, regressionCurves } from './scoredRows.ts';

/** Runs as their page gets them, each odd in its own way. */

export const RUN = '9b1f4be1c07a81c91aa3f0c5c1e77d0';
const PIPELINE = 'specs/flight-delay.pipeline.yaml';
const PRODUCTION = { alias: 'production', version: 7 } as const;

/** As in the mockup: a binary classifier that is better than the version in production. */
export function binaryPage(): RunPage {
  return {
    id: RUN,
    source: null,
    name: 'quiet-heron',
    experiment: 'flight-delay',
    pipeline: 'flight-delay',
    place: { file: PIPELINE, line: 0 },
    command: ['modelyard', 'run', 'flight-delay', '--param', 'max_leaves=63'],
    status: 'finished',
    startedAt: '2026-11-20T08:58:00.000Z',
    endedAt: '2026-11-20T08:59:12.000Z',
    seconds: 72,
    user: 'ana',
    git: { commit: '4be1c0755d2a9d1c6f8f7d4c1e2b3a4958677685', branch: 'tune/leaves', dirty: false },
    live: null,
    failure: null,
    models: [{ name: 'flight-delay', version: 8, aliases: ['candidate'] }],
    evaluation: {
      step: 'evaluate',
      task: 'binary',
      rows: 373_764,
      target: 'late',
      from: '2001-06-08T00:00:00.000Z',
      to: '2001-06-30T00:00:00.000Z',
      classes: ['on time', 'late'],
      threshold: 0.31,
      intervals: { level: 0.95, resamples: 1000 },
      curves: binaryCurves(3, 0.31),
      curvesAgainst: binaryCurves(1.6, 0.31),
      slices: [origins()],
    },
    metrics: [
      metric('roc_auc', 0.7132046118, 0.003, 'higher', 0.705, 'better', ['>= 0.65']),
      metric('pr_auc', 0.4012331, 0.004, 'higher', 0.388, 'better'),
      metric('log_loss', 0.4210093, 0.003, 'lower', 0.426, 'better'),
      metric('brier', 0.1392177, 0.0012, 'lower', 0.1409, 'better'),
      {
        ...metric('expected_cost', 41.213, 1.35, 'lower', 41.01, 'same', ['<= 45']),
        sql: 'sum(case when late and not predicted then 120 when not late and predicted then 15 else 0 end) / count(*)',
      },
    ],
    against: {
      model: 'flight-delay',
      alias: 'production',
      version: 7,
      run: '51c2aa0e9d8b4c7f8e6a5d4c3b2a1908',
      sameRows: true,
      differences: [
        { group: 'params', name: 'max_leaves', here: '63', there: '31' },
        { group: 'features', name: 'views', here: 'airport, airport_to', there: 'airport' },
        { group: 'data', name: 'flights', here: 'a81c 3,000,000 rows', there: '77d0 2,985,799 rows' },
        { group: 'environment', name: 'onnxruntime', here: '1.30.0', there: null },
      ],
    },
    steps: [
      step('examples', 'data/examples', 'cached', 0, 0.2),
      step('split', 'data/split', 'cached', 0.3, 0.1),
      step('train', 'model/train', 'done', 0.7, 48.6),
      step('evaluate', 'model/evaluate', 'done', 49.4, 21.4),
      step('register', 'model/register', 'done', 71, 0.9),
    ],
    peakMemory: 2_100_000_000,
    training: {
      step: 'train',
      run: `${RUN}-train`,
      series: ['train.log_loss', 'valid.log_loss'],
      best: 187,
      stoppedAt: 207,
    },
    params: [
      { name: 'max_leaves', value: '63', was: '31', place: { file: PIPELINE, line: 21 } },
      { name: 'rounds', value: '300', was: null, place: { file: PIPELINE, line: 22 } },
      { name: 'learning_rate', value: '0.1', was: null, place: { file: PIPELINE, line: 23 } },
      { name: 'early_stopping', value: '20', was: null, place: null },
      { name: 'seed', value: '7', was: null, place: null },
    ],
    data: [
      {
        dataset: 'flights',
        version: 'a81c55d2a9d1c6f8',
        context: 'train',
        rows: 1_744_233,
        isCurrent: false,
        place: { file: 'specs/flights.dataset.yaml', line: 0 },
      },
      {
        dataset: 'flights',
        version: 'a81c55d2a9d1c6f8',
        context: 'test',
        rows: 373_764,
        isCurrent: false,
        place: { file: 'specs/flights.dataset.yaml', line: 0 },
      },
    ],
    artifacts: [
      { path: 'model.onnx', size: 812_000, sha256: '3f0c'.padEnd(64, '0'), isHere: true },
      { path: 'scores.parquet', size: 6_400_000, sha256: '5c1e'.padEnd(64, '0'), isHere: true },
      { path: 'evaluation/baseline.json', size: 48_000, sha256: '77d0'.padEnd(64, '0'), isHere: false },
    ],
    lineage: {
      nodes: [
        node('data', 'dataset', 'flights', 'a81c'),
        node('commit', 'commit', '4be1c07', 'tune/leaves'),
        node('view', 'features', 'airport', null),
        node('train', 'step', 'train', '48.6 s'),
        node('evaluate', 'step', 'evaluate', '21.4 s'),
        node('model', 'model', 'flight-delay v8', 'candidate'),
      ],
      edges: [
        { from: 'data', to: 'view' },
        { from: 'view', to: 'train' },
        { from: 'commit', to: 'train' },
        { from: 'train', to: 'evaluate' },
        { from: 'evaluate', to: 'model' },
      ],
    },
    environment: { modelyard: '0.1.0', node: '24.21.0', os: 'linux x64', onnxruntime: '1.30.0' },
    tags: { owner: 'ana', ticket: 'FD-112' },
    notes: 'Twice the leaves.',
  };
}

/** In training: no verdict yet. */
export function livePage(): RunPage {
  return {
    ...binaryPage(),
    ...RUNNING,
    live: liveRun(),
    steps: [
      step('examples', 'data/examples', 'cached', 0, 0.2),
      step('split', 'data/split', 'cached', 0.3, 0.1),
      step('train', 'model/train', 'running', 0.7, null),
      step('evaluate', 'model/evaluate', 'waiting', null, null),
      step('register', 'model/register', 'waiting', null, null),
    ],
  };
}

export function liveRun(): LiveRun {
  return {
    run: RUN,
    pipeline: 'flight-delay',
    branch: 'tune/leaves',
    startedAt: '2026-11-20T08:58:00.000Z',
    isQueued: false,
    step: 'train',
    fraction: 0.63,
    message: 'round 187',
    secondsLeft: 27,
    steps: { done: 2, all: 5 },
  };
}

/** Ended at its second step. */
export function failedPage(): RunPage {
  const message = 'train stopped: the machine had 1.1 GB left, 2.4 GB were needed.';
  return {
    ...binaryPage(),
    ...RUNNING,
    status: 'failed',
    endedAt: '2026-11-20T08:58:21.000Z',
    seconds: 21,
    failure: {
      step: 'train',
      message,
      next: '1,300,000 rows would fit.',
      log: ['reading 1,744,233 rows', 'binning 31 columns', 'error: out of memory'],
      canResume: true,
    },
    steps: [
      step('examples', 'data/examples', 'cached', 0, 0.2),
      { ...step('train', 'model/train', 'failed', 0.7, 20.1), reason: message },
      { ...step('evaluate', 'model/evaluate', 'skipped', null, null), reason: 'train failed' },
    ],
  };
}

export function regressionPage(): RunPage {
  const page = binaryPage();
  return {
    ...page,
    evaluation: {
      ...page.evaluation!,
      task: 'regression',
      target: 'minutes_late',
      classes: [],
      threshold: null,
      curves: regressionCurves(),
      curvesAgainst: null,
      slices: [],
    },
    metrics: [
      metric('rmse', 12.613, 0.21, 'lower', 12.401, 'worse'),
      metric('mae', 7.22, 0.08, 'lower', 7.24, 'same'),
      metric('r2', 0.5121, 0.009, 'higher', 0.5, null),
    ],
  };
}

export function multiclassPage(): RunPage {
  const page = binaryPage();
  const classes = ['setosa', 'versicolor', 'virginica'];
  return {
    ...page,
    evaluation: {
      ...page.evaluation!,
      task: 'multiclass',
      target: 'species',
      classes,
      threshold: null,
      curves: multiclassCurves(classes),
      curvesAgainst: null,
      slices: [],
    },
    metrics: [
      metric('macro_f1', 0.8123, 0.011, 'higher', null, null),
      metric('accuracy', 0.8402, 0.01, 'higher', null, null),
    ],
    against: null,
  };
}

/** The first has a condition, the others are many. */
export function manyMetricsPage(): RunPage {
  const page = binaryPage();
  const next = numbers(17);
  const others = Array.from({ length: 49 }, (_, i) =>
    metric(`cost_of_group_${i + 1}`, 20 + 30 * next(), 1 + next(), i % 2 === 0 ? 'lower' : null, 35, 'same'),
  );
  return { ...page, metrics: [page.metrics[0]!, ...others] };
}

/** Names of 200 letters wherever a user may write one. */
export function longNamesPage(): RunPage {
  const page = binaryPage();
  const long = (word: string) => word.padEnd(200, `_und_${word}`);
  return {
    ...page,
    name: long('lauf'),
    experiment: long('verspaetungsvorhersage'),
    pipeline: long('verspaetungsvorhersage'),
    git: { ...page.git!, branch: long('feature/blaetter') },
    models: [{ name: long('verspaetungsvorhersage'), version: 8, aliases: [] }],
    metrics: page.metrics.map((row) => ({ ...row, name: long(row.name) })),
    steps: page.steps.map((row) => ({ ...row, step: long(row.step) })),
    params: page.params.map((row) => ({ ...row, name: long(row.name), value: long(row.value) })),
    data: page.data.map((row) => ({ ...row, dataset: long(row.dataset) })),
    artifacts: page.artifacts.map((row) => ({ ...row, path: long(row.path) })),
    evaluation: { ...page.evaluation!, slices: [{ ...origins(), column: long('abflughafen') }] },
  };
}

/** Every metric is NaN, and nothing can be drawn. */
export function nanPage(): RunPage {
  const page = binaryPage();
  return {
    ...page,
    evaluation: { ...page.evaluation!, curves: {}, curvesAgainst: null, slices: [] },
    metrics: page.metrics.map(({ name, better, ...row }) => ({
      ...row,
      name,
      better,
      value: 'NaN',
      against: { ...PRODUCTION, value: 'NaN', difference: 'NaN', verdict: null },
      reason: 'all rows are of one class',
    })),
  };
}

/** Ended, and nothing in it evaluates. */
export function unevaluatedPage(): RunPage {
  const page = binaryPage();
  return { ...page, evaluation: null, metrics: [], against: null, models: [], training: null };
}

export const RUN_PAGES = {
  binary: binaryPage,
  live: livePage,
  failed: failedPage,
  regression: regressionPage,
  multiclass: multiclassPage,
  manyMetrics: manyMetricsPage,
  longNames: longNamesPage,
  nan: nanPage,
  unevaluated: unevaluatedPage,
} as const satisfies Readonly<Record<string, () => RunPage>>;

const RUNNING = {
  status: 'running',
  endedAt: null,
  seconds: null,
  models: [],
  evaluation: null,
  metrics: [],
  against: null,
} as const;

function metric(
  name: string,
  value: number,
  half: number,
  better: PageMetric['better'],
  production: number | null,
  verdict: 'better' | 'worse' | 'same' | null,
  conditions: readonly string[] = [],
): PageMetric {
  return {
    name,
    value,
    low: value - half,
    high: value + half,
    better,
    against:
      production === null
        ? null
        : {
            ...PRODUCTION,
            value: production,
            low: production - half,
            high: production + half,
            difference: value - production,
            verdict,
          },
    step: 'evaluate',
    reason: null,
    sql: null,
    conditions: conditions.map((text) => ({ text, isMet: true, place: { file: PIPELINE, line: 40 } })),
    place: { file: PIPELINE, line: 33 },
  };
}

function step(
  name: string,
  uses: string,
  status: StepRow['status'],
  began: number | null,
  seconds: number | null,
): StepRow {
  return {
    step: name,
    uses,
    status,
    seconds,
    began,
    run: status === 'done' || status === 'running' ? `${RUN}-${name}` : null,
    metrics: [],
    reason: null,
    place: { file: PIPELINE, line: 12 },
  };
}

function node(id: string, kind: RunPage['lineage']['nodes'][number]['kind'], label: string, detail: string | null) {
  return { id, kind, label, detail, place: kind === 'commit' ? null : { file: PIPELINE, line: 3 } };
}

function origins() {
  const value = (name: string | null, rows: number, roc: number, half: number) => ({
    value: name,
    rows,
    metrics: { roc_auc: { value: roc, low: roc - half, high: roc + half } satisfies MetricValue },
  });
  return {
    column: 'origin',
    total: 229,
    values: [
      value(null, 20_712, 0.671, 0.011),
      value('LAS', 8298, 0.694, 0.008),
      value('PHX', 11_362, 0.701, 0.006),
      value('LAX', 14_567, 0.709, 0.005),
      value('BOS', 8287, 0.719, 0.007),
      value('DFW', 19_362, 0.722, 0.004),
      value('ATL', 15_515, 0.728, 0.005),
      value('ORD', 21_010, 0.731, 0.004),
    ],
  };
}
