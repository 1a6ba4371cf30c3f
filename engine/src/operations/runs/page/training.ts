import { TAGS } from '../../../pipeline/journal.ts';
import type { Run } from '../../../ports/runStore.ts';
import { HIGH, LOW, SYSTEM } from '../../../tracking/tags.ts';
import { stepIdOf } from '../runFigures.ts';
import type { WholeRun } from '../wholeRun.ts';
import type { PageTraining } from './runPage.ts';

/** The step that trained what was evaluated: of several the last before the evaluation. The run itself where it is all there is. */
export function trainingStep({ run, steps, story }: WholeRun, before: readonly Run[]): Run | undefined {
  const trains = (step: Run) => step.tags[TAGS.uses] === 'model/train';
  const isSerial = (step: Run) => seriesOf(step, story.series.get(stepIdOf(step))).length > 0;
  return before.findLast(trains) ?? steps.findLast(trains) ?? [run, ...steps].findLast(isSerial);
}

/** How training went, round by round; null where nothing was measured by round yet. */
export function pageTraining({ run, story }: WholeRun, step: Run): PageTraining | null {
  const series = seriesOf(step, story.series.get(stepIdOf(step)));
  if (series.length === 0) return null;
  const best = step.metrics['best_round']?.value;
  return {
    step: stepIdOf(step),
    run: step.id,
    series,
    best: best !== undefined && Number.isFinite(best) ? best : null,
    stoppedAt: run.status === 'running' && step.status === 'running' ? null : stoppedAt(step, series),
  };
}

/** Those with a round beyond the first point, which single figures have too. */
function seriesOf(step: Run, told: ReadonlySet<string> | undefined): readonly string[] {
  const kept = Object.entries(step.metrics).flatMap(([name, point]) =>
    point.step > 0 && !name.startsWith(SYSTEM) ? [name] : [],
  );
  const names = new Set([...kept, ...(told ?? [])]);
  return [...names].filter((name) => !name.endsWith(LOW) && !name.endsWith(HIGH)).sort();
}

function stoppedAt(step: Run, series: readonly string[]): number | null {
  const rounds = Number(step.params['rounds']);
  const last = Math.max(...series.map((name) => step.metrics[name]?.step ?? 0));
  return step.status === 'finished' && last > 0 && last < rounds ? last : null;
}
