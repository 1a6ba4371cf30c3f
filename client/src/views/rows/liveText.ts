import { duration } from '../../../../engine/src/language/figures.ts';
import type { LiveRun } from '../../../../server/src/views.ts';

/** Where a run at work is: `train 63%, 27 s left`. */
export function liveText(live: LiveRun): string {
  if (live.isQueued) return 'waits for its turn';
  if (live.step === null) return `${live.steps.done} of ${live.steps.all} steps`;
  return [`${live.step}${percent(live)}`, ...details(live)].join(', ');
}

/** The same of the step at work alone: `63%, 27 s left`. */
export function liveStepText(live: LiveRun): string {
  return [percent(live).trim() || 'running', ...details(live)].join(', ');
}

/** For ears: with the steps that are done. */
export function liveWords(live: LiveRun): string {
  if (live.isQueued || live.step === null) return live.isQueued ? liveText(live) : `running, ${liveText(live)}`;
  return `running, ${liveText(live)}, ${live.steps.done} of ${live.steps.all} steps done`;
}

function percent({ fraction }: LiveRun): string {
  return fraction === null ? '' : ` ${Math.floor(Math.min(1, Math.max(0, fraction)) * 100)}%`;
}

/** What the step says of itself stands in where it has no fraction. */
function details({ fraction, message, secondsLeft }: LiveRun): readonly string[] {
  const left = secondsLeft === null ? [] : [`${duration(Math.round(secondsLeft))} left`];
  return fraction === null && message !== null ? [message, ...left] : left;
}
