import type { RunOrigin, SourceRun } from '../../ports/runSource.ts';
import type { MetricPoint, ReportedStatus, RunDataset, RunStatus } from '../../ports/runStore.ts';
import { statusFromMlflow } from '../../tracking/mlflowStatus.ts';

/** What MLflow says of a run, wherever it keeps that. */
export interface MlflowRun {
  readonly id: string;
  readonly experiment: string;
  readonly experimentId: string;
  readonly name: string | undefined;
  readonly status: string | undefined;
  readonly isDeleted: boolean;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly user: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, MetricPoint>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly RunDataset[];
}

const STATUSES: ReadonlySet<string> = new Set(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']);

/** The run in our shape; a word for its status that nobody knows means that it failed to say that it ended. */
export function asRun(run: MlflowRun, source: RunOrigin): SourceRun {
  const word = run.status?.toUpperCase() ?? '';
  const reported = (STATUSES.has(word) ? word : 'RUNNING') as ReportedStatus;
  const { 'mlflow.runName': tagged, ...tags } = run.tags;
  return {
    id: run.id,
    experiment: run.experiment,
    experimentId: run.experimentId,
    name: run.name || tagged || run.id.slice(0, 8),
    parent: run.tags['mlflow.parentRunId'],
    status: (statusFromMlflow(reported) ?? 'running') as RunStatus,
    reported,
    lifecycle: run.isDeleted ? 'deleted' : 'active',
    startTime: timeOf(run.startTime) ?? 0,
    endTime: timeOf(run.endTime),
    user: run.user || run.tags['mlflow.user'] || '',
    params: run.params,
    metrics: run.metrics,
    tags,
    datasets: run.datasets,
    artifacts: [],
    source,
  };
}

/** Undefined for what no calendar has. */
function timeOf(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined || Number.isNaN(new Date(milliseconds).getTime()) ? undefined : milliseconds;
}

/** MLflow's order of points: step, time, value; NaN below every number. */
export function isLater(a: MetricPoint, b: MetricPoint): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return Number.isNaN(b.value) ? !Number.isNaN(a.value) : a.value > b.value;
}

export function byStepThenTime(a: MetricPoint, b: MetricPoint): number {
  return a.step - b.step || a.timestamp - b.timestamp;
}

/** A run id, as it may stand in a path: 32 hex digits for MLflow, anything without a way out for others. */
export function isRunId(text: string): boolean {
  return /^[A-Za-z0-9][\w-]{0,255}$/.test(text);
}
