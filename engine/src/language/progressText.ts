import { duration } from './figures.ts';

/** Where a run is: a step at work, how far that is, and how long it will take. */
export interface Progressing {
  readonly isQueued: boolean;
  /** The step at work (the first of several); null before the first and between two. */
  readonly step: string | null;
  /** Of that step, from 0 to 1; null while it tells nothing. */
  readonly fraction: number | null;
  /** What the step says of itself: `round 187`. */
  readonly message: string | null;
  /** Of that step, from its pace; null where there is none to tell. */
  readonly secondsLeft: number | null;
  readonly steps: { readonly done: number; readonly all: number };
}

/** `train 63%, 27 s left`; of a run between two steps `2 of 5 steps`. */
export function progressText(run: Progressing): string {
  if (run.isQueued) return 'waits for its turn';
  const { done, all } = run.steps;
  if (run.step === null) return all === 0 ? 'at work' : `${done} of ${all} steps`;
  return [[run.step, ...share(run)].join(' '), ...details(run)].join(', ');
}

/** Of the step at work alone: `63%, 27 s left`. */
export function stepProgressText(run: Progressing): string {
  const [said = 'running'] = share(run);
  return [said, ...details(run)].join(', ');
}

function share({ fraction }: Progressing): readonly string[] {
  return fraction === null ? [] : [`${Math.floor(Math.min(1, Math.max(0, fraction)) * 100)}%`];
}

/** What the step says of itself stands in where it has no share. */
function details({ fraction, message, secondsLeft }: Progressing): readonly string[] {
  const left = secondsLeft === null ? [] : [`${duration(Math.max(1, Math.round(secondsLeft)))} left`];
  return fraction === null && message !== null ? [message, ...left] : left;
}
