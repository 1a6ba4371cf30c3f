import { posix as path } from 'node:path';
import type { FeaturesSpec } from '../../language/specs.generated.ts';
import type { RunEvent } from '../../pipeline/events.ts';
import type { Attempt, OpenContext } from '../../pipeline/execute.ts';
import { artifactOfRun, TAGS } from '../../pipeline/journal.ts';
import type { PlannedStep } from '../../pipeline/plan.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import type { Executor } from '../../ports/executor.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Metric, Run } from '../../ports/runStore.ts';
import type { ResolvedDataset, StepContext, StepFacts } from '../../ports/step.ts';
import { HIGH, LOW, SYSTEM } from '../../tracking/tags.ts';
import { redaction } from './redaction.ts';
import { trackingVariables } from './tracking.ts';

export interface StepSurroundings {
  readonly host: Host;
  readonly stores: Stores;
  readonly root: string;
  /** Where attempts have their folders. */
  readonly tmpFolder: string;
  /** Folders of attempts stay when they are closed. */
  readonly keepsFolders?: true;
  readonly run: Pick<Run, 'id'>;
  readonly pipeline: string;
  readonly params: Readonly<Record<string, boolean | number | string | null>>;
  /** Threads and bytes that each step may use beside the others. */
  readonly threads: number;
  readonly memoryLimit: number;
  /** What a metric of a step is called on the pipeline's run. */
  metricOfRun(step: string, metric: string): string;
  dataset(name: string, signal: AbortSignal, log: (line: string) => void): Promise<ResolvedDataset>;
  featureView(name: string): FeaturesSpec;
  emit(event: RunEvent): void;
}

const PROGRESS_PAUSE = 100;
const METRICS_AT_ONCE = 500;
/** Milliseconds after which points are written down however few they are: who looks at a run at work sees them. */
const METRICS_WAIT = 2_000;

/** What one attempt of a step may reach; its files and its data source go when it is closed. */
export async function openStep(around: StepSurroundings, step: PlannedStep, attempt: Attempt): Promise<OpenContext> {
  const { host, stores, root, emit } = around;
  const workFolder = path.join(around.tmpFolder, attempt.stepRun);
  await host.files.makeFolder(workFolder);
  const points = metricLog(around, attempt.stepRun);
  const log: StepContext['log'] = (line, stream) => {
    const at = new Date(host.clock.now()).toISOString();
    emit({ type: 'log', step: step.id, stream: stream ?? 'modelyard', line, at });
  };
  const redact = redaction(attempt.secrets, host.machine.variables);
  let token: string | undefined;
  const mask = (text: string) => (token === undefined ? redact(text) : redact(text).replaceAll(token, '***'));
  const sources = new Map<number, Promise<DataSource>>();
  let lastProgress = 0;
  const context: StepContext = {
    run: {
      id: around.run.id,
      stepRun: attempt.stepRun,
      pipeline: around.pipeline,
      step: step.id,
      params: around.params,
    },
    signal: attempt.signal,
    workFolder,
    projectRoot: root,
    environment: { modelyard: host.machine.modelyard, node: host.machine.node, platform: host.machine.platform },
    threads: around.threads,
    memoryLimit: around.memoryLimit,
    files: host.files,
    artifacts: stores.artifacts,
    registry: stores.registry,
    runs: stores.runs,
    learner: host.learner,
    runtime: host.runtime,
    pythonModels: host.pythonModels,
    executor: discreet(host.executor, mask),
    parallel: host.parallel,
    clock: host.clock,
    async python(venv) {
      const { variables } = host.machine;
      const found = await host.pythons.find({ root, variables, ...(venv === undefined ? {} : { venv }) });
      return { ...found, facts: () => host.pythons.describe(found, stores.memo) };
    },
    // Under a debugger a step has no run.
    async tracking(starts) {
      if (around.keepsFolders) return {};
      const variables = await trackingVariables({ host, stores, root, starts }, attempt.stepRun);
      token = variables['MLFLOW_TRACKING_TOKEN'];
      return variables;
    },
    measuresUsage: host.machine.variables['MODELYARD_SYSTEM_METRICS'] !== 'off',
    secrets: attempt.secrets,
    mask,
    finished: attempt.finished,
    data(asked) {
      const threads = asked === 'alone' ? 1 : around.threads;
      const readable = [root, path.join(stores.folder, 'objects')];
      const source = sources.get(threads) ?? host.openData({ tmpFolder: workFolder, readable, threads });
      sources.set(threads, source);
      return source;
    },
    featureView: (name) => around.featureView(name),
    dataset: (name) => around.dataset(name, attempt.signal, log),
    progress(fraction, message) {
      const now = host.clock.now();
      if (now - lastProgress < PROGRESS_PAUSE && fraction < 1) return;
      lastProgress = now;
      emit({ type: 'step.progress', step: step.id, fraction, ...(message === undefined ? {} : { message }) });
    },
    metric(name, value, index) {
      points.add({ key: name, value, step: index, timestamp: host.clock.now() });
      if (!name.startsWith(SYSTEM))
        emit({ type: 'metric', step: step.id, name, value: Number.isFinite(value) ? value : String(value), index });
    },
    log,
    record: (facts) => recordFacts(around, { id: step.id, stepRun: attempt.stepRun }, facts),
  };
  return {
    context,
    async close() {
      await points.flush();
      for (const source of sources.values())
        await source.then(
          (opened) => opened.close(),
          () => undefined,
        );
      if (!around.keepsFolders) await host.files.remove(workFolder);
    },
  };
}

/** Metric points are written in batches beside the work; a step has ended only when all are in. */
function metricLog(around: StepSurroundings, stepRun: string) {
  let waiting: Metric[] = [];
  let writing: Promise<void> = Promise.resolve();
  let written = around.host.clock.now();
  const write = () => {
    const metrics = waiting;
    waiting = [];
    written = around.host.clock.now();
    writing = writing.then(() => around.stores.runs.log(stepRun, { metrics }));
    // Seen by `flush`; until then it is nobody's.
    writing.catch(() => undefined);
  };
  return {
    add(metric: Metric) {
      waiting.push(metric);
      if (waiting.length >= METRICS_AT_ONCE || metric.timestamp - written >= METRICS_WAIT) write();
    },
    async flush() {
      if (waiting.length > 0) write();
      await writing;
    },
  };
}

/** What was read, made and measured stands on the step's run, and on the pipeline's run, where people look first. */
async function recordFacts(around: StepSurroundings, step: StepRun, { metrics, ...facts }: StepFacts): Promise<void> {
  const { stores, run, host, metricOfRun } = around;
  const points = metricPoints(metrics ?? {}, host.clock.now());
  const measured = metrics ? { [TAGS.measured]: JSON.stringify(points.map((point) => point.key)) } : {};
  await stores.runs.log(step.stepRun, { ...facts, metrics: points, tags: { ...facts.tags, ...measured } });
  await stores.runs.log(run.id, {
    metrics: points.map((point) => ({ ...point, key: metricOfRun(step.id, point.key) })),
    ...(facts.datasets ? { datasets: facts.datasets } : {}),
    artifacts: (facts.artifacts ?? []).map((artifact) => ({
      ...artifact,
      path: artifactOfRun(step.id, artifact.path),
    })),
  });
}

interface StepRun {
  readonly id: string;
  readonly stepRun: string;
}

function metricPoints(metrics: NonNullable<StepFacts['metrics']>, timestamp: number): Metric[] {
  return Object.entries(metrics).flatMap(([name, { value, low, high }]) => {
    const points = { [name]: value, [name + LOW]: low, [name + HIGH]: high };
    return Object.entries(points).flatMap(([key, one]) =>
      typeof one === 'number' ? [{ key, value: one, step: 0, timestamp }] : [],
    );
  });
}

/** Hides secrets in all that programs say, before anybody hears it. */
function discreet(executor: Executor, hide: (line: string) => string): Executor {
  return {
    ...executor,
    run: (job) => executor.run({ ...job, output: (stream, line) => job.output(stream, hide(line)) }),
  };
}
