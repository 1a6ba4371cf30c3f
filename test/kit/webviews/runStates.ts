import type { PageMetric, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Series } from '../../../server/src/views/runPage.ts';
import { binaryPage, failedPage, livePage, liveRun, RUN_PAGES } from './samplePages.ts';
import { multiclassCurves } from './scoredRows.ts';

/** States of a run beyond those of `RUN_PAGES`, for the words and tables that each needs. */

/** The main metric against production by so much. */
function mainDiffers(difference: number, verdict: 'better' | 'worse' | 'same' | null): RunPage {
  const page = binaryPage();
  const [main, ...others] = page.metrics;
  const value = 0.705 + difference;
  const against = { ...main!.against!, difference, verdict };
  return {
    ...page,
    models: [],
    metrics: [{ ...main!, value, low: value - 0.003, high: value + 0.003, against }, ...others],
  };
}

function worse(): RunPage {
  return mainDiffers(-0.0151, 'worse');
}

function same(): RunPage {
  return mainDiffers(0.0011, 'same');
}

function noVerdict(): RunPage {
  const page = mainDiffers(0.01, null);
  return { ...page, metrics: page.metrics.map((row) => ({ ...row, against: { ...row.against!, verdict: null } })) };
}

function otherRows(): RunPage {
  const page = binaryPage();
  return { ...page, against: { ...page.against!, sameRows: false } };
}

function noProduction(): RunPage {
  const page = binaryPage();
  return {
    ...page,
    against: null,
    metrics: page.metrics.map((row) => ({ ...row, against: null })),
    evaluation: { ...page.evaluation!, curvesAgainst: null },
    params: page.params.map((row) => ({ ...row, was: null })),
  };
}

function oneMetric(): RunPage {
  const { low: _, high: __, ...main } = noProduction().metrics[0]!;
  return { ...noProduction(), metrics: [{ ...main, conditions: [], reason: 'intervals were not asked for' }] };
}

function cancelled(): RunPage {
  const page = livePage();
  return {
    ...page,
    status: 'cancelled',
    live: null,
    endedAt: '2026-11-20T08:58:30.000Z',
    seconds: 30,
    steps: page.steps.map((row) => (row.status === 'running' ? { ...row, status: 'cancelled', seconds: 29 } : row)),
  };
}

function interrupted(): RunPage {
  const page = cancelled();
  return {
    ...page,
    status: 'interrupted',
    steps: page.steps.map((row) => (row.status === 'cancelled' ? { ...row, status: 'interrupted' } : row)),
  };
}

function failedWithoutStep(): RunPage {
  const failure = {
    step: null,
    message: 'the project has no data\nflights.parquet is missing',
    next: null,
    log: [],
    canResume: false,
  };
  return { ...failedPage(), failure, steps: [], training: null };
}

function queued(): RunPage {
  const page = livePage();
  return {
    ...page,
    live: {
      ...liveRun(),
      isQueued: true,
      step: null,
      fraction: null,
      message: null,
      secondsLeft: null,
      steps: { done: 0, all: 5 },
    },
    training: null,
    artifacts: [],
    steps: page.steps.map((row) => ({ ...row, status: 'waiting', began: null, seconds: null })),
  };
}

/** Evaluated, and at work on the step after it. */
function registering(): RunPage {
  const live = { ...liveRun(), step: 'register', fraction: null, message: null, secondsLeft: null };
  return { ...binaryPage(), status: 'running', endedAt: null, seconds: null, live, models: [] };
}

/** A script that logs by itself; nothing evaluates. */
function ownScript(): RunPage {
  const page = binaryPage();
  const logged = (name: string, value: PageMetric['value']): PageMetric => ({
    name,
    value,
    better: null,
    against: null,
    step: 'fit',
    reason: null,
    sql: null,
    conditions: [],
    place: null,
  });
  return {
    ...page,
    pipeline: 'own-script',
    evaluation: null,
    against: null,
    models: [],
    metrics: [logged('accuracy', 0.912), logged('mae', 'NaN'), logged('seconds_per_epoch', 'Infinity')],
    training: { step: 'fit', run: `${page.id}-fit`, series: ['loss', 'val/accuracy'], best: null, stoppedAt: null },
    steps: [{ ...page.steps[2]!, step: 'fit', uses: 'script', began: 0, seconds: 72 }],
  };
}

/** Kept by a server of MLflow, without what only runs of ours have. */
function ofMlflow(): RunPage {
  const page = ownScript();
  return {
    ...page,
    id: `${page.id}@mlflow-example-com-1a2b3c`,
    source: { kind: 'mlflow-server', place: 'https://mlflow.example.com', name: 'mlflow.example.com' },
    name: 'sweep',
    pipeline: null,
    place: null,
    command: null,
    metrics: page.metrics.map((metric) => ({ ...metric, step: '' })),
    steps: [],
    peakMemory: null,
    params: page.params.map((param) => ({ ...param, was: null, place: null })),
    data: page.data.map((one) => ({ ...one, isCurrent: null, place: null })),
    lineage: { nodes: [], edges: [] },
    environment: { program: 'train.py' },
  };
}

function failedInMlflow(): RunPage {
  const message = 'It failed; the tool that ran it keeps no word of why.';
  const failure = { step: null, message, next: null, log: [], canResume: false };
  const source = { kind: 'mlruns', place: 'old/mlruns', name: 'old/mlruns' } as const;
  return { ...ofMlflow(), source, status: 'failed', failure, metrics: [], training: null, artifacts: [] };
}

function fiftyClasses(): RunPage {
  const page = RUN_PAGES.multiclass();
  const classes = Array.from({ length: 50 }, (_, i) => `species ${i + 1}`);
  return { ...page, evaluation: { ...page.evaluation!, classes, curves: multiclassCurves(classes) } };
}

function manySlices(): RunPage {
  const page = binaryPage();
  const values = Array.from({ length: 10_000 }, (_, i) => ({
    value: `N${(i * 7919) % 100_000}`,
    rows: 3000 - (i % 2900),
    metrics: { roc_auc: { value: 0.5 + i / 40_000, low: 0.48 + i / 40_000, high: 0.52 + i / 40_000 } },
  }));
  const few = { value: 'N-few', rows: 41, metrics: { roc_auc: { value: null, reason: 'fewer than 200 rows' } } };
  const tails = { column: 'tail_number', total: 12_480, values: [...values, few] };
  return { ...page, evaluation: { ...page.evaluation!, slices: [tails, ...page.evaluation!.slices] } };
}

function manyArtifacts(): RunPage {
  const page = binaryPage();
  const artifacts = Array.from({ length: 10_000 }, (_, i) => ({
    path: `step-${i % 7}/part-${String(i).padStart(5, '0')}.parquet`,
    size: 1000 + i * 37,
    sha256: i.toString(16).padStart(64, '0'),
    isHere: i % 5 > 0,
  }));
  return { ...page, artifacts };
}

export const RUN_STATES = {
  ...RUN_PAGES,
  worse,
  same,
  noVerdict,
  otherRows,
  noProduction,
  oneMetric,
  cancelled,
  interrupted,
  failedWithoutStep,
  queued,
  registering,
  ownScript,
  ofMlflow,
  failedInMlflow,
  fiftyClasses,
  manySlices,
  manyArtifacts,
} as const satisfies Readonly<Record<string, () => RunPage>>;

export type RunState = keyof typeof RUN_STATES;

/** Points of training, a round each. */
export function roundsOf(names: readonly string[], rounds = 207): readonly Series[] {
  return names.map((name, k) => {
    const steps = Array.from({ length: rounds }, (_, i) => i + 1);
    const values = steps.map((round) => {
      const wave = Math.sin(round * (k + 3)) * 0.0006;
      return name.startsWith('train')
        ? 0.404 + 0.08 * Math.exp(-round / 40)
        : 0.4203 + 0.06 * Math.exp(-round / 20) + wave;
    });
    return { name, steps, values, total: rounds };
  });
}
