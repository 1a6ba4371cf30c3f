import { OtherSources } from '../../../client/src/views/otherSources.ts';
import type { Asker, Project } from '../../../client/src/views/sources.ts';
import type { LiveRun, MetricRow, StepRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { ExperimentRow, RunRow } from '../../../server/src/views/runs.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';

export const NOW = Date.parse('2026-11-21T12:00:00Z');
export const ROOT = 'file:///flights';
export const LONG = 'Geschwindigkeitsbegrenzung-'.repeat(8).slice(0, 200);

export function told<T>(value: T): Told<T> {
  return { kind: 'told', value };
}

export function metricRow(given: Partial<MetricRow> = {}): MetricRow {
  return { name: 'roc_auc', value: 0.71324, low: 0.7101, high: 0.7163, better: 'higher', against: null, ...given };
}

/** Held against version 7, which is in production. */
export function against(difference: number, verdict: 'better' | 'worse' | 'same' | null): MetricRow['against'] {
  return { alias: 'production', version: 7, value: 0.705, difference, verdict };
}

export function runRow(given: Partial<RunRow> = {}): RunRow {
  return {
    id: '9b1f'.padEnd(32, '0'),
    source: null,
    name: 'flight-delay',
    status: 'finished',
    startedAt: '2026-11-21T10:00:00.000Z',
    seconds: 48.63,
    branch: 'main',
    commit: '7d02e1a4c0ffee',
    dirty: false,
    metric: metricRow(),
    models: [],
    failure: null,
    failedStep: null,
    live: null,
    tags: {},
    ...given,
  };
}

export function liveRun(given: Partial<LiveRun> = {}): LiveRun {
  return {
    run: 'e2d7'.padEnd(32, '0'),
    pipeline: 'flight-delay',
    branch: 'main',
    startedAt: '2026-11-21T11:59:00.000Z',
    isQueued: false,
    step: 'train',
    fraction: 0.634,
    message: 'round 187',
    secondsLeft: 27.4,
    steps: { done: 3, all: 6 },
    ...given,
  };
}

export function stepOf(given: Partial<StepRow> = {}): StepRow {
  return {
    step: 'train',
    uses: 'model/train',
    status: 'done',
    seconds: 12,
    began: 3,
    run: null,
    metrics: [],
    reason: null,
    place: { file: 'flight-delay.pipeline.yaml', line: 20 },
    ...given,
  };
}

export function experimentRow(given: Partial<ExperimentRow> = {}): ExperimentRow {
  return {
    source: null,
    name: 'flight-delay',
    runs: 214,
    live: 1,
    place: { file: 'flight-delay.pipeline.yaml', line: 0 },
    branches: [
      { branch: 'tune/leaves', runs: 18, live: 1, isCurrent: true },
      { branch: 'main', runs: 196, live: 0, isCurrent: false },
    ],
    ...given,
  };
}

type Answers = {
  readonly [Q in ViewQuestion]?: (params: ViewQuestions[Q]['params']) => Told<ViewQuestions[Q]['answer']>;
};

/** Answers as it is told to, and keeps what it was asked. */
export class Answering implements Asker {
  readonly asked: (readonly [ViewQuestion, unknown])[] = [];
  readonly #answers: Answers;
  readonly #projects: readonly Project[];

  constructor(answers: Answers, projects: readonly Project[] = [{ root: ROOT, name: 'flights', folder: 'flights' }]) {
    this.#answers = answers;
    this.#projects = projects;
  }

  async ask<Q extends ViewQuestion>(
    _root: string,
    question: Q,
    params: ViewQuestions[Q]['params'],
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    this.asked.push([question, params]);
    const answer = this.#answers[question] as ((asked: typeof params) => Told<ViewQuestions[Q]['answer']>) | undefined;
    return answer?.(params) ?? { kind: 'refused', reason: 'unknown', message: `nobody knows ${question}` };
  }

  async projects(): Promise<readonly Project[]> {
    return this.#projects;
  }

  now(): number {
    return NOW;
  }
}

/** Where no other tool keeps anything. */
export function noSources(asker: Asker): OtherSources {
  return new OtherSources({ asker, isAdded: () => false, changed: () => {} });
}
