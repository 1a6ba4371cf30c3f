import type { StepSummary } from '../../pipeline/events.ts';
import { TAGS } from '../../pipeline/journal.ts';
import type { Run } from '../../ports/runStore.ts';
import { RUN_TAGS, tagList } from '../../tracking/tags.ts';
import { metricRow } from './mainMetric.ts';
import { stepName, stepPlace } from './page/places.ts';
import type { StepRow } from './page/runPage.ts';
import type { Production } from './production.ts';
import { runFigures, stepIdOf } from './runFigures.ts';
import type { WholeRun } from './wholeRun.ts';

/** The steps of a run in their order: those that ran, those that did not, and those that wait. */
export function stepRows(whole: WholeRun, production: Production | undefined): readonly StepRow[] {
  const summaries = summariesOf(whole.run);
  const planned = [...whole.story.steps, ...summaries].map(({ step }) => step);
  const figures = runFigures(whole.run, whole.steps);
  return [...new Set([...planned, ...whole.steps.map(stepIdOf)])].map((id): StepRow => {
    const nested = whole.steps.find((step) => stepIdOf(step) === id && !isDue(step, whole));
    const measured = figures.filter((figure) => figure.step === id);
    return {
      step: id,
      ...(nested ? ranRow(nested, whole.run) : leftRow(id, whole, summaries)),
      metrics: measured.map((figure) => metricRow({ ...figure, name: figure.metric }, production)),
      place: stepPlace(whole.pipeline, id),
    };
  });
}

type Row = Omit<StepRow, 'step' | 'metrics' | 'place'>;

function ranRow(nested: Run, run: Run): Row {
  return {
    uses: nested.tags[TAGS.uses] ?? 'run',
    status: statusOf(nested),
    seconds: secondsOf(nested),
    began: Math.max(0, (nested.startTime - run.startTime) / 1000),
    run: nested.id,
    reason: nested.tags[TAGS.reason] ?? null,
  };
}

/** A step that has no run of its own: skipped, cancelled before it began, or still to come. */
function leftRow(id: string, { run, story, pipeline }: WholeRun, summaries: readonly StepSummary[]): Row {
  const spec = pipeline?.steps.get(stepName(id));
  const isRunning = run.status === 'running';
  const summary = isRunning ? undefined : summaries.find(({ step }) => step === id);
  const ending = story.ends.get(id);
  return {
    uses: spec?.kind === 'uses' ? spec.uses : 'run',
    status: ending?.status ?? summary?.status ?? (isRunning ? 'waiting' : 'skipped'),
    seconds: null,
    began: null,
    run: null,
    reason: ending?.reason ?? (ending || summary || isRunning ? null : 'the run ended before it began'),
  };
}

const ENDED_BADLY: ReadonlySet<Run['status']> = new Set(['failed', 'cancelled', 'interrupted']);

/** It did not end well, and the run that was resumed has not come to it again. */
function isDue(step: Run, { run, story }: WholeRun): boolean {
  return run.status === 'running' && ENDED_BADLY.has(step.status) && !story.ends.has(stepIdOf(step));
}

function summariesOf({ tags }: Run): readonly StepSummary[] {
  return tagList<Partial<StepSummary> | null>(tags[RUN_TAGS.steps]).filter(
    (one): one is StepSummary => typeof one?.step === 'string' && STATUSES.has(one.status ?? ''),
  );
}

const STATUSES: ReadonlySet<string> = new Set(['done', 'cached', 'failed', 'skipped', 'cancelled']);

function statusOf(nested: Run): StepRow['status'] {
  const told = nested.tags[TAGS.status];
  if (nested.status === 'running' || nested.status === 'interrupted') return nested.status;
  if (told !== undefined && STATUSES.has(told)) return told as StepRow['status'];
  return nested.status === 'finished' ? 'done' : nested.status;
}

function secondsOf(nested: Run): number | null {
  const told = nested.tags[TAGS.seconds];
  if (told !== undefined && Number.isFinite(Number(told))) return Number(told);
  return nested.endTime === undefined ? null : (nested.endTime - nested.startTime) / 1000;
}
