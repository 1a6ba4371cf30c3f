import { duration } from '../../../engine/src/language/figures.ts';
import type { LiveRun, RunPage, StepRow } from '../../../engine/src/operations/runs/page/runPage.ts';

/** A step on the time bar: shares of the whole run. */
export interface StepBar {
  readonly step: StepRow;
  readonly start: number;
  readonly length: number;
  /** How much of it is done; 1 where it has ended. */
  readonly done: number;
  /** `48.6 s`, `cached`, `waiting`. */
  readonly text: string;
  /** As a reader hears it. */
  readonly label: string;
}

export function stepBars(page: RunPage, now: number): readonly StepBar[] {
  const passed = Math.max(0, (now - Date.parse(page.startedAt)) / 1000);
  const secondsOf = (step: StepRow) =>
    step.status === 'running' && step.began !== null
      ? Math.max(0, passed - step.began)
      : Math.max(0, step.seconds ?? 0);
  const beganAt = ({ began }: StepRow) => Math.max(0, began ?? 0);
  const ends = page.steps.map((step) => beganAt(step) + secondsOf(step));
  const whole = Math.max(page.status === 'running' ? passed : 0, ...ends) || 1;
  return page.steps.map((step) => {
    const seconds = secondsOf(step);
    const text = textOf(step, seconds, page.live);
    return {
      step,
      start: beganAt(step) / whole,
      length: seconds / whole,
      done: step.status === 'running' && page.live?.step === step.step ? (page.live.fraction ?? 1) : 1,
      text,
      label: `${step.step}: ${WORDS[step.status]}${text === step.status || /\d/.test(text) === false ? '' : `, ${text}`}`,
    };
  });
}

const WORDS = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  cached: 'taken from the cache',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
} as const satisfies Record<StepRow['status'], string>;

function textOf({ step, status, seconds, began }: StepRow, passed: number, live: LiveRun | null): string {
  if (status === 'running' && live?.step === step && live.fraction !== null)
    return `${Math.floor(live.fraction * 100)}%`;
  if (status === 'running') return began === null ? 'running' : duration(passed);
  if (status === 'cached' || status === 'skipped' || status === 'waiting' || seconds === null) return status;
  return duration(seconds);
}
