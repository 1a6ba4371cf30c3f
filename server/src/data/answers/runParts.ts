import { metricRow } from '../../../../engine/src/operations/runs/mainMetric.ts';
import { productionOf } from '../../../../engine/src/operations/runs/production.ts';
import { latestByStep, runFigures, stepIdOf } from '../../../../engine/src/operations/runs/runFigures.ts';
import type { StepSummary } from '../../../../engine/src/pipeline/events.ts';
import { TAGS } from '../../../../engine/src/pipeline/journal.ts';
import type { ArtifactStore } from '../../../../engine/src/ports/artifactStore.ts';
import type { Run } from '../../../../engine/src/ports/runStore.ts';
import { RUN_TAGS, tagList } from '../../../../engine/src/tracking/tags.ts';
import type { ArtifactRow, MetricRow, RunParts, StepRow, ViewQuestions } from '../../views.ts';
import type { Viewed } from '../protocol.ts';
import { stepPlace } from './places.ts';
import { registeredModels } from './registered.ts';
import { runNamed } from './runNamed.ts';

/** A run's steps, in the order of the plan, and its artifacts; of a step's run those of the step. */
export async function runParts(asked: Viewed, { run: id }: ViewQuestions['runParts']['params']): Promise<RunParts> {
  const { runs, artifacts, run } = await runNamed(asked, id);
  const nested = latestByStep(await runs.children(run.id));
  const metrics = await stepMetrics(asked, run, nested);
  const rows = nested.map((step) => stepRow(asked, run, step, metrics.get(stepIdOf(step)) ?? []));
  const events = run.status === 'running' ? await asked.liveRuns.steps(asked, run.id) : undefined;
  const planned = events ?? tagList<StepSummary>(run.tags[RUN_TAGS.steps]);
  const left = planned.filter(({ step }) => !rows.some((row) => row.step === step));
  const others = left.map(({ step, status, reason }: PlannedStep) => notBegun(asked, run, { step, status, reason }));
  return { steps: inOrder([...rows, ...others], planned), artifacts: await artifactRows(run, artifacts) };
}

interface PlannedStep {
  readonly step: string;
  readonly status: StepRow['status'];
  readonly reason?: string | undefined;
}

async function stepMetrics(asked: Viewed, run: Run, nested: readonly Run[]): Promise<ReadonlyMap<string, MetricRow[]>> {
  const pipeline = asked.project.pipelines.get(run.tags[RUN_TAGS.pipeline] ?? '');
  const production = productionOf(run, pipeline, await registeredModels(asked));
  const rows = new Map<string, MetricRow[]>();
  for (const figure of runFigures(run, nested)) {
    if (figure.step === null) continue;
    const row = metricRow({ ...figure, name: figure.metric }, production);
    rows.set(figure.step, [...(rows.get(figure.step) ?? []), row]);
  }
  return rows;
}

const STATUSES: ReadonlySet<string> = new Set(['done', 'cached', 'failed', 'skipped', 'cancelled']);

function stepRow({ project }: Viewed, run: Run, step: Run, metrics: readonly MetricRow[]): StepRow {
  const id = stepIdOf(step);
  const status = step.tags[TAGS.status];
  const seconds = Number(step.tags[TAGS.seconds] ?? Number.NaN);
  const took = step.endTime === undefined ? null : (step.endTime - step.startTime) / 1000;
  return {
    step: id,
    uses: step.tags[TAGS.uses] ?? 'run',
    status: status !== undefined && STATUSES.has(status) ? (status as StepRow['status']) : statusOf(step),
    seconds: Number.isFinite(seconds) ? seconds : took,
    began: Math.max(0, (step.startTime - run.startTime) / 1000),
    run: step.id,
    metrics,
    reason: step.tags[TAGS.reason] ?? null,
    place: stepPlace(project, run.tags[RUN_TAGS.pipeline], id),
  };
}

function statusOf({ status }: Run): StepRow['status'] {
  return status === 'finished' ? 'done' : status;
}

function notBegun({ project }: Viewed, run: Run, { step, status, reason }: PlannedStep): StepRow {
  const pipeline = run.tags[RUN_TAGS.pipeline];
  const declared = project.pipelines.get(pipeline ?? '')?.steps.get(step.replace(/\[.*$/, ''));
  return {
    step,
    uses: declared?.kind === 'uses' ? declared.uses : 'run',
    status,
    seconds: null,
    began: null,
    run: null,
    metrics: [],
    reason: reason ?? null,
    place: stepPlace(project, pipeline, step),
  };
}

function inOrder(rows: readonly StepRow[], planned: readonly { readonly step: string }[]): readonly StepRow[] {
  const order = new Map(planned.map(({ step }, index) => [step, index]));
  const place = (row: StepRow) => order.get(row.step) ?? planned.length;
  return rows.toSorted((a, b) => place(a) - place(b));
}

/** Files of a run, those of its steps under the step's name. */
async function artifactRows(run: Run, artifacts: ArtifactStore): Promise<readonly ArtifactRow[]> {
  return Promise.all(
    run.artifacts.map(async ({ path, size, sha256 }) => ({ path, size, sha256, isHere: await artifacts.has(sha256) })),
  );
}
