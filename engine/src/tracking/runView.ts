import type { Experiment, Run, RunStatus } from '../ports/runStore.ts';
import { HIGH, LOW, RUN_TAGS, tagList } from './tags.ts';

/** A run as people and scripts see it. Times are ISO 8601 UTC. */
export interface RunView {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly pipeline: string | null;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, MetricView>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: readonly { readonly dataset: string; readonly version: string; readonly rows: number | null }[];
  readonly git: { readonly commit: string; readonly branch: string | null; readonly dirty: boolean } | null;
  readonly artifacts: readonly { readonly path: string; readonly size: number; readonly sha256: string }[];
  readonly models: readonly { readonly name: string; readonly version: number }[];
  readonly steps: readonly StepView[];
  readonly failure: string | null;
}

export interface MetricView {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly step: number;
}

export interface StepView {
  readonly step: string;
  readonly status: string;
  readonly seconds: number;
  readonly run?: string;
}

/** The view of a run. Tags that the view shows by other names are left out of `tags`. */
export function viewRun(run: Run, experiments: readonly Experiment[]): RunView {
  const { tags } = run;
  const commit = tags[RUN_TAGS.commit];
  return {
    id: run.id,
    name: run.name,
    experiment: experiments.find((experiment) => experiment.id === run.experiment)?.name ?? run.experiment,
    pipeline: tags[RUN_TAGS.pipeline] ?? null,
    status: run.status,
    startedAt: new Date(run.startTime).toISOString(),
    endedAt: run.endTime === undefined ? null : new Date(run.endTime).toISOString(),
    seconds: run.endTime === undefined ? null : (run.endTime - run.startTime) / 1000,
    params: run.params,
    metrics: viewMetrics(run),
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !SHOWN_ELSEWHERE.has(key))),
    data: viewData(run),
    git:
      commit === undefined
        ? null
        : { commit, branch: tags[RUN_TAGS.branch] ?? null, dirty: tags[RUN_TAGS.dirty] === 'true' },
    artifacts: run.artifacts.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    models: tagList(tags[RUN_TAGS.models]),
    steps: tagList(tags[RUN_TAGS.steps]),
    failure: tags[RUN_TAGS.failure] || null,
  };
}

const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  RUN_TAGS.pipeline,
  RUN_TAGS.commit,
  RUN_TAGS.branch,
  RUN_TAGS.dirty,
  RUN_TAGS.models,
  RUN_TAGS.steps,
  RUN_TAGS.failure,
  RUN_TAGS.queued,
]);

/** Latest values, each with the ends of its interval where it has them. */
export function viewMetrics(run: Run): Record<string, MetricView> {
  const views: Record<string, MetricView> = {};
  for (const [key, point] of Object.entries(run.metrics)) {
    const end = [LOW, HIGH].find((suffix) => key.endsWith(suffix) && run.metrics[key.slice(0, -suffix.length)]);
    if (end) continue;
    const low = run.metrics[key + LOW]?.value;
    const high = run.metrics[key + HIGH]?.value;
    const ends = low === undefined || high === undefined ? {} : { low, high };
    views[key] = { value: point.value, ...ends, step: point.step };
  }
  return views;
}

/** Each version of a dataset once, in whatever contexts it was read. */
function viewData(run: Run): RunView['data'] {
  const byVersion = new Map(
    run.datasets.map(({ name, version, rows }) => [
      `${name} ${version}`,
      { dataset: name, version, rows: rows ?? null },
    ]),
  );
  return [...byVersion.values()];
}
