import type { Timers } from './timers.ts';

/** Milliseconds for which what happens is gathered, and the least between two times that it is told. */
const CALM = 150;
const BETWEEN = 350;

/** Does a piece of work soon after it was asked for, however often: a few times a second, and never twice at once. */
export class Gathered {
  readonly #work: () => Promise<void>;
  readonly #timers: Timers;
  #cancel: (() => void) | undefined;
  #due = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
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
    const due = Math.max(now + wait, this.#last + BETWEEN);
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
    this.#last = this.#timers.now();
    if (this.#due === Number.POSITIVE_INFINITY || this.#isClosed) return;
    this.#due = Math.max(this.#due, this.#last + BETWEEN);
    this.#wait();
  }
}
