import { TAGS } from '../../pipeline/journal.ts';
import type { Run } from '../../ports/runStore.ts';
import { RUN_TAGS, tagList } from '../../tracking/tags.ts';
import { metricRow } from './mainMetric.ts';
import { stepName, stepPlace } from './page/places.ts';
import type { StepRow } from './page/runPage.ts';
import type { Production } from './production.ts';
import { runFigures, stepIdOf } from './runFigures.ts';
import type { StepEnding } from './runStory.ts';
import type { WholeRun } from './wholeRun.ts';

/** The steps of a run in their order: those that ran, those that did not, and those that wait. */
export function stepRows(whole: WholeRun, production: Production | undefined): readonly StepRow[] {
  const { run, steps, story, pipeline } = whole;
  const summaries = tagList<{ step: string; status: StepRow['status']; seconds: number; run?: string }>(
    run.tags[RUN_TAGS.steps],
  );
  const planned = [...story.steps, ...summaries].map(({ step }) => step);
  const figures = runFigures(run, steps);
  const ids = new Set([...planned, ...steps.map(stepIdOf)]);
  return [...ids].map((id): StepRow => {
    const nested = steps.find((step) => stepIdOf(step) === id);
    const summary = summaries.find(({ step }) => step === id);
    const ending = run.status === 'running' ? story.ends.get(id) : (story.ends.get(id) ?? summary);
    const spec = pipeline?.steps.get(stepName(id));
    return {
      step: id,
      uses: nested?.tags[TAGS.uses] ?? (spec?.kind === 'uses' ? spec.uses : 'run'),
      status: nested ? statusOf(nested) : (ending?.status ?? (run.status === 'running' ? 'waiting' : 'skipped')),
      seconds: nested ? secondsOf(nested) : null,
      began: nested ? Math.max(0, (nested.startTime - run.startTime) / 1000) : null,
      run: nested?.id ?? null,
      metrics: figures
        .filter((figure) => figure.step === id)
        .map((figure) => metricRow({ ...figure, name: figure.metric }, production)),
      reason: nested?.tags[TAGS.reason] ?? (ending as Partial<StepEnding> | undefined)?.reason ?? null,
      place: stepPlace(pipeline, id),
    };
  });
}

const STATUSES = new Set(['done', 'cached', 'failed', 'skipped', 'cancelled']);

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
