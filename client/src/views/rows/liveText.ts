import { progressText } from '../../../../engine/src/language/progressText.ts';
import type { LiveRun } from '../../../../engine/src/operations/runs/page/runPage.ts';

/** Where a run at work is, for ears: with the steps that are done. */
export function liveWords(live: LiveRun): string {
  if (live.isQueued) return progressText(live);
  const { done, all } = live.steps;
  return `running, ${progressText(live)}${live.step === null ? '' : `, ${done} of ${all} steps done`}`;
}
