import type { ExpressionValue } from '../../language/expressions/value.ts';
import type { RunEvent } from '../../pipeline/events.ts';
import type { PlannedStep } from '../../pipeline/plan.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { viewNamed } from '../../project/featureViews.ts';
import type { ParamValue, Pipeline } from '../../project/pipeline.ts';
import type { Project } from '../../project/project.ts';
import { datasetFinder } from '../data/findDataset.ts';
import type { StepSurroundings } from './openStep.ts';

export interface Surrounded {
  readonly host: Host;
  readonly root: string;
  readonly stores: Stores;
  readonly project: Project;
  readonly pipeline: Pipeline;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Of a run that is repeated. */
  readonly repeats?: object | undefined;
}

export interface Plan {
  readonly planned: readonly PlannedStep[];
  readonly contexts: Readonly<Record<string, ExpressionValue>>;
  readonly run: Pick<Run, 'id'>;
  readonly tmpFolder: string;
  emit(event: RunEvent): void;
}

/** What all steps of a plan have around them. */
export function surroundingsOf(
  request: Surrounded,
  { planned, contexts, run, tmpFolder, emit }: Plan,
): StepSurroundings {
  const { host, stores, root, pipeline, project, params, repeats } = request;
  const concurrency = concurrencyOf(planned, host.machine.threads);
  const measuring = planned.filter((step) => step.declaration.uses === 'model/evaluate').length;
  return {
    host,
    stores,
    root,
    run,
    tmpFolder,
    pipeline: pipeline.name,
    params,
    threads: Math.max(1, Math.floor(host.machine.threads / concurrency)),
    memoryLimit: Math.floor((host.machine.memory * 0.6) / concurrency),
    // With several evaluations in a pipeline, a metric of the run says whose it is.
    metricOfRun: (step, metric) => (measuring > 1 ? `${step}.${metric}` : metric),
    dataset: datasetFinder({
      host,
      stores,
      root,
      datasets: project.datasets,
      locks: project.locks,
      tmpFolder,
      variables: contexts['env'] as Readonly<Record<string, string | null>>,
      keeps: true,
      frozen: repeats && true,
    }),
    featureView: (name) => viewNamed(project, name),
    emit,
  };
}

/** How many steps of a plan run at once. */
export function concurrencyOf(planned: readonly PlannedStep[], threads: number): number {
  return Math.min(4, threads, widthOf(planned));
}

/** How many steps could run side by side at most, judged by their depth in the graph. */
function widthOf(planned: readonly PlannedStep[]): number {
  const depth = new Map<string, number>();
  const counts = new Map<number, number>();
  for (const step of planned) {
    const below = Math.max(-1, ...step.needs.map((need) => depth.get(need) ?? -1)) + 1;
    depth.set(step.declaration.name, below);
    counts.set(below, (counts.get(below) ?? 0) + 1);
  }
  return Math.max(1, ...counts.values());
}
