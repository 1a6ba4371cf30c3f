import type { RunEvent } from '../../../../engine/src/pipeline/events.ts';

interface StepAtWork {
  readonly step: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  fraction: number | undefined;
  message: string | undefined;
  /** When the fraction was seen. */
  seen: number;
}

export interface Progress {
  readonly step: string | null;
  readonly fraction: number | null;
  readonly message: string | null;
  readonly secondsLeft: number | null;
  readonly steps: { readonly done: number; readonly all: number };
}

/** Milliseconds, and a share of the step, before its pace tells anything. */
const LEAST = { time: 1000, fraction: 0.01 } as const;

/** What the events of a run say of how far it is. */
export class RunProgress {
  #all = 0;
  readonly #ended = new Set<string>();
  readonly #atWork = new Map<string, StepAtWork>();

  /** @param now when the event was seen, milliseconds since 1970 */
  take(event: RunEvent, now: number): void {
    switch (event.type) {
      case 'run.started':
        // A run that is resumed tells all of its steps again.
        this.#all = event.steps.length;
        this.#ended.clear();
        this.#atWork.clear();
        break;
      case 'step.started':
        this.#ended.delete(event.step);
        this.#atWork.set(event.step, {
          step: event.step,
          began: Date.parse(event.at),
          fraction: undefined,
          message: undefined,
          seen: now,
        });
        break;
      case 'step.progress':
        this.#progressed(event, now);
        break;
      case 'step.finished':
        this.#atWork.delete(event.step);
        this.#ended.add(event.step);
        break;
    }
  }

  /** How far it is at a moment, as the first of the steps at work has it. */
  at(now: number): Progress {
    const [first] = this.#atWork.values();
    return {
      step: first?.step ?? null,
      fraction: first?.fraction ?? null,
      message: first?.message ?? null,
      secondsLeft: first === undefined ? null : secondsLeft(first, now),
      steps: { done: this.#ended.size, all: this.#all },
    };
  }

  #progressed({ step, fraction, message }: RunEvent & { readonly type: 'step.progress' }, now: number): void {
    const at = this.#atWork.get(step);
    if (at === undefined || !Number.isFinite(fraction)) return;
    at.fraction = Math.min(1, Math.max(0, fraction));
    at.message = message;
    at.seen = now;
  }
}

function secondsLeft({ began, fraction, seen }: StepAtWork, now: number): number | null {
  const took = seen - began;
  if (fraction === undefined || fraction < LEAST.fraction || took < LEAST.time) return null;
  const left = (took * (1 - fraction)) / fraction - Math.max(0, now - seen);
  return Math.max(0, left / 1000);
}
