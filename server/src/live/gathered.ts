import type { Timers } from './timers.ts';

/** Milliseconds for which what happens is gathered. */
const CALM = 150;
/** Milliseconds between two times that it is told, of many; two may follow each other closely. */
const BETWEEN = 350;
const LEAST = 50;

/** Does a piece of work soon after it was asked for, however often: a few times a second, and never twice at once. */
export class Gathered {
  readonly #work: () => Promise<void>;
  readonly #timers: Timers;
  #cancel: (() => void) | undefined;
  #due = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #beforeLast = Number.NEGATIVE_INFINITY;
  #isWorking = false;
  #isClosed = false;

  /** @param work must not reject */
  constructor(work: () => Promise<void>, timers: Timers) {
    this.#work = work;
    this.#timers = timers;
  }

  /** @param wait milliseconds from now at the latest, where others ask too */
  ask(wait = CALM): void {
    const now = this.#timers.now();
    const due = Math.max(now + wait, this.#allowed);
    if (this.#isClosed || due >= this.#due) return;
    this.#due = due;
    if (!this.#isWorking) this.#wait();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  #wait(): void {
    this.#cancel?.();
    const wait = Math.max(0, this.#due - this.#timers.now());
    this.#cancel = this.#timers.later(() => void this.#do(), wait);
  }

  async #do(): Promise<void> {
    this.#cancel = undefined;
    this.#due = Number.POSITIVE_INFINITY;
    this.#isWorking = true;
    await this.#work();
    this.#isWorking = false;
    [this.#beforeLast, this.#last] = [this.#last, this.#timers.now()];
    if (this.#due === Number.POSITIVE_INFINITY || this.#isClosed) return;
    this.#due = Math.max(this.#due, this.#allowed);
    this.#wait();
  }

  /** When it may be done again. */
  get #allowed(): number {
    return Math.max(this.#last + LEAST, this.#beforeLast + 2 * BETWEEN);
  }
}
