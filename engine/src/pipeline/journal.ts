import type { ArtifactStore } from '../ports/artifactStore.ts';
import type { Clock } from '../ports/environment.ts';
import type { EndStatus, Run, RunStore } from '../ports/runStore.ts';
import type { ModelValue, StepOutputs, Value } from '../ports/step.ts';
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
  /** Hashes of the files that a kept folder lists; undefined where its list cannot be read. */
  filesOf(folder: string): Promise<readonly string[] | undefined>;
}

/** Steps as nested runs of the pipeline's run. The cache is nothing but former runs found by their key. */
export function runJournal(options: JournalOptions): Journal {
  const { runs, clock, parent } = options;
  return {
    async earlier(stepId) {
      const nested = await runs.children(parent.id);
      return remembered(
        nested.filter((run) => run.tags[TAGS.step] === stepId),
        options,
      );
    },
    async lookup(key) {
      return remembered(await runs.tagged(TAGS.key, key, 5), options);
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

async function remembered(candidates: readonly Run[], options: JournalOptions): Promise<Remembered | undefined> {
  for (const run of candidates) {
    const text = run.tags[TAGS.outputs];
    if (run.status !== 'finished' || text === undefined) continue;
    const outputs = JSON.parse(text) as StepOutputs;
    if (await areAllHere(objectsOf(outputs), options)) return { stepRun: run.id, outputs };
  }
  return undefined;
}

/** Bytes that a value stands for; those of a folder are a list of files, each of them bytes too. */
interface Kept {
  readonly sha256: string;
  readonly isFolder: boolean;
}

async function areAllHere(
  objects: readonly Kept[],
  { artifacts, filesOf }: Pick<JournalOptions, 'artifacts' | 'filesOf'>,
): Promise<boolean> {
  const here = await artifacts.present(objects.map(({ sha256 }) => sha256));
  if (!objects.every(({ sha256 }) => here.has(sha256))) return false;
  for (const { sha256 } of objects.filter(({ isFolder }) => isFolder)) {
    const files = await filesOf(sha256);
    if (files === undefined) return false;
    const there = await artifacts.present(files);
    if (!files.every((file) => there.has(file))) return false;
  }
  return true;
}

function objectsOf(value: Value | undefined): readonly Kept[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(objectsOf);
  const known = value as { readonly kind?: unknown } & Partial<ModelValue>;
  if (typeof known.kind !== 'string' || typeof known.sha256 !== 'string')
    return Object.values(value as Readonly<Record<string, Value>>).flatMap(objectsOf);
  const { sha256, folder, baseline } = known;
  return [
    { sha256, isFolder: sha256 === folder },
    ...(typeof folder === 'string' && folder !== sha256 ? [{ sha256: folder, isFolder: true }] : []),
    ...(typeof baseline === 'string' ? [{ sha256: baseline, isFolder: false }] : []),
  ];
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
