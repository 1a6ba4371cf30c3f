import type { ArtifactStore } from '../ports/artifactStore.ts';
import type { Clock } from '../ports/environment.ts';
import type { EndStatus, Run, RunStore } from '../ports/runStore.ts';
import type { StepOutputs, Value } from '../ports/step.ts';
import type { StepStatus } from './events.ts';
import type { Journal, Remembered, StepEnd } from './execute.ts';
import type { PlannedStep } from './plan.ts';

/** Tags that hold what a step was; those of the pipeline's run stand in tracking/tags.ts. */
export const TAGS = {
  step: 'modelyard.step',
  uses: 'modelyard.uses',
  /** How the step ended, in our words: done, cached, failed, cancelled. */
  status: 'modelyard.status',
  reason: 'modelyard.reason',
  seconds: 'modelyard.seconds',
  key: 'modelyard.key',
  /** JSON of the outputs; bytes by hash. */
  outputs: 'modelyard.outputs',
  /** The step's run that computed what a cached step took. */
  source: 'modelyard.source',
  /** JSON of the model value that a step made. */
  model: 'modelyard.model',
  /** JSON list of the step's metrics that stand on the pipeline's run too. */
  measured: 'modelyard.measured',
} as const;

export interface JournalOptions {
  readonly runs: RunStore;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  /** The pipeline's run. */
  readonly parent: Run;
  /** What a metric of a step is called on the pipeline's run. */
  metricOfRun(step: string, metric: string): string;
}

/** Steps as nested runs of the pipeline's run. The cache is nothing but former runs found by their key. */
export function runJournal(options: JournalOptions): Journal {
  const { runs, artifacts, clock, parent } = options;
  return {
    async earlier(stepId) {
      const nested = await runs.children(parent.id);
      return remembered(
        nested.filter((run) => run.tags[TAGS.step] === stepId),
        artifacts,
      );
    },
    async lookup(key) {
      return remembered(await runs.tagged(TAGS.key, key, 5), artifacts);
    },
    async begin(step) {
      const run = await runs.createRun({
        experiment: parent.experiment,
        name: step.id,
        parent: parent.id,
        startTime: clock.now(),
        user: parent.user,
        params: Object.fromEntries(Object.entries(step.matrix).map(([axis, value]) => [axis, String(value)])),
        tags: { [TAGS.step]: step.id, [TAGS.uses]: step.declaration.uses },
      });
      return run.id;
    },
    async end(step, end) {
      if (end.source) await copyFacts(options, step.id, { from: end.source, to: end.stepRun });
      await runs.log(end.stepRun, { tags: tagsOf(step, end) });
      await runs.finish(end.stepRun, runStatus(end.status), clock.now());
    },
  };
}

/** What a run used of the machine is not what one from the cache used. As tracking/tags.ts has it. */
const SYSTEM_METRICS = 'system/';

async function remembered(candidates: readonly Run[], artifacts: ArtifactStore): Promise<Remembered | undefined> {
  for (const run of candidates) {
    const text = run.tags[TAGS.outputs];
    if (run.status !== 'finished' || text === undefined) continue;
    const outputs = JSON.parse(text) as StepOutputs;
    const there = await Promise.all(objectsOf(outputs).map((sha256) => artifacts.has(sha256)));
    if (there.every(Boolean)) return { stepRun: run.id, outputs };
  }
  return undefined;
}

/** Hashes of all bytes that a value stands for. */
function objectsOf(value: Value | undefined): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(objectsOf);
  const known = value as { kind?: unknown; sha256?: unknown; baseline?: unknown };
  if (typeof known.kind === 'string' && typeof known.sha256 === 'string')
    return typeof known.baseline === 'string' ? [known.sha256, known.baseline] : [known.sha256];
  return Object.values(value as Readonly<Record<string, Value>>).flatMap(objectsOf);
}

/** A cached step, and the run it belongs to, show the figures and files of the run they were taken from. */
async function copyFacts(
  { runs, parent, metricOfRun }: JournalOptions,
  step: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const source = await runs.run(from);
  const metrics = Object.entries(source.metrics)
    .filter(([key]) => !key.startsWith(SYSTEM_METRICS))
    .map(([key, point]) => ({ key, ...point }));
  const { params, datasets, artifacts } = source;
  const text = source.tags[TAGS.measured];
  await runs.log(to, { metrics, params, datasets, artifacts, ...(text ? { tags: { [TAGS.measured]: text } } : {}) });
  const measured = new Set(text ? (JSON.parse(text) as string[]) : []);
  await runs.log(parent.id, {
    metrics: metrics.filter(({ key }) => measured.has(key)).map((one) => ({ ...one, key: metricOfRun(step, one.key) })),
    datasets,
    artifacts: artifacts.map((artifact) => ({ ...artifact, path: artifactOfRun(step, artifact.path) })),
  });
}

/** Where a file of a step stands among those of the pipeline's run. */
export function artifactOfRun(step: string, path: string): string {
  return `${step}/${path}`;
}

function tagsOf(step: PlannedStep, end: StepEnd): Record<string, string> {
  const model = Object.values(end.outputs ?? {}).find(
    (value) => (value as { kind?: unknown } | null)?.kind === 'model',
  );
  return {
    [TAGS.step]: step.id,
    [TAGS.status]: end.status,
    [TAGS.seconds]: String(end.seconds),
    ...(end.key ? { [TAGS.key]: end.key } : {}),
    ...(end.source ? { [TAGS.source]: end.source } : {}),
    ...(end.reason ? { [TAGS.reason]: end.reason } : {}),
    ...(end.outputs ? { [TAGS.outputs]: JSON.stringify(end.outputs) } : {}),
    ...(model ? { [TAGS.model]: JSON.stringify(model) } : {}),
  };
}

function runStatus(status: StepStatus): EndStatus {
  return status === 'failed' ? 'failed' : status === 'cancelled' ? 'cancelled' : 'finished';
}
