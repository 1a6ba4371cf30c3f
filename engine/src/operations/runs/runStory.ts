import type { RunEvent, StepStatus } from '../../pipeline/events.ts';

/** What the events of a run tell that the store does not know. */
export interface RunStory {
  /** All steps that were planned, in an order in which each comes after what it needs. */
  readonly steps: readonly { readonly step: string; readonly needs: readonly string[] }[];
  /** How steps ended since the run was started or resumed the last time. */
  readonly ends: ReadonlyMap<string, StepEnding>;
  /** Metrics of steps with a point a round. */
  readonly series: ReadonlyMap<string, ReadonlySet<string>>;
  /** Last lines that a step said. */
  tail(step: string, lines: number): readonly string[];
}

export interface StepEnding {
  readonly status: StepStatus;
  readonly seconds: number;
  readonly reason: string | null;
  readonly next: string | null;
}

/** Of a run without events. */
export const NO_STORY: RunStory = { steps: [], ends: new Map(), series: new Map(), tail: () => [] };

const LOG_LINE = '{"type":"log",';
const PROGRESS_LINE = '{"type":"step.progress",';

/** @param text of the event file; a line that is half written, or something else, is passed over */
export function readStory(text: string): RunStory {
  let steps: RunStory['steps'] = [];
  const ends = new Map<string, StepEnding>();
  const series = new Map<string, Set<string>>();
  const lines = text.split('\n');
  for (const line of lines) {
    if (line.startsWith(LOG_LINE) || line.startsWith(PROGRESS_LINE)) continue;
    const event = eventOf(line);
    if (event?.type === 'run.started') {
      steps = event.steps ?? [];
      ends.clear();
    }
    if (event?.type === 'step.started') ends.delete(event.step);
    if (event?.type === 'step.finished') ends.set(event.step, endingOf(event));
    if (event?.type === 'metric' && event.index > 0)
      series.set(event.step, (series.get(event.step) ?? new Set()).add(event.name));
  }
  return { steps, ends, series, tail: (step, count) => tailOf(lines, step, count) };
}

function tailOf(lines: readonly string[], step: string, count: number): readonly string[] {
  const tail: string[] = [];
  for (let at = lines.length - 1; at >= 0 && tail.length < count; at -= 1) {
    const event = lines[at]!.startsWith(LOG_LINE) ? eventOf(lines[at]!) : undefined;
    if (event?.type === 'log' && event.step === step) tail.push(event.line);
  }
  return tail.reverse();
}

function endingOf({ status, seconds, reason, next }: RunEvent & { readonly type: 'step.finished' }): StepEnding {
  return { status, seconds, reason: reason ?? null, next: next ?? null };
}

function eventOf(line: string): RunEvent | undefined {
  if (line === '') return undefined;
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && event !== null ? (event as RunEvent) : undefined;
  } catch {
    return undefined;
  }
}
