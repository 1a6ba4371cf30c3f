import type { FileProblems } from '../../../engine/src/checks/checker.ts';

/** A pause of this length lets waiting messages in. */
const SLICE = 8;
/** Milliseconds that a check may take to follow every key at once; a costlier one waits, while keys come in a burst, as long as it takes. */
const CHEAP = 25;
const LONGEST_WAIT = 150;
/** Milliseconds between two keys of a burst. */
const BURST = 200;
/** Milliseconds in which requests that follow a change at once are answered before it is checked. */
const GRACE = 1;
/** Milliseconds that a check waits for the answers of requests that came before it. */
const LONGEST_QUIET = 60;

export interface CheckingOptions {
  /** Problems of the files of the newest snapshot that may be others than before, the given files first. */
  readonly problems: (first: readonly string[]) => Iterable<FileProblems>;
  readonly found: (problems: FileProblems) => void;
  /** All files of the newest snapshot were looked at. */
  readonly finished: () => void;
  readonly failed: (error: unknown) => void;
  /** Resolves when no request is being answered, at the latest after so many milliseconds. */
  readonly quiet: (longest: number) => Promise<void>;
}

/**
 * Checks after every change, the changed files first and the rest in slices, and begins anew when the next change comes.
 * A single change is checked at once; how long it waits in a burst follows from what the last check of a changed file took.
 */
export class Checking {
  readonly #options: CheckingOptions;
  readonly #first = new Set<string>();
  readonly #done = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #round = 0;
  #isWhole = true;
  #closed = false;
  #cost = 0;
  #changedAt = 0;

  constructor(options: CheckingOptions) {
    this.#options = options;
  }

  /** Something changed: `file` where it was one, of which the answer is wanted soon. */
  changed(file?: string): void {
    if (this.#closed) return;
    this.#round += 1;
    this.#isWhole = false;
    this.#done.clear();
    if (file !== undefined) this.#first.add(file);
    this.#stopTimer();
    const now = performance.now();
    const isBurst = now - this.#changedAt < BURST;
    this.#changedAt = now;
    const wait = isBurst && this.#cost > CHEAP ? Math.min(this.#cost, LONGEST_WAIT) : 0;
    this.#timer = setTimeout(() => this.#begin(), Math.max(wait, GRACE));
  }

  /** Whether all was looked at since the last change. */
  get isDone(): boolean {
    return this.#isWhole;
  }

  /** Resolves when `file`, or every file, has been looked at in the newest snapshot. */
  async checked(file?: string): Promise<void> {
    while (!this.#closed && !this.#isWhole && !(file !== undefined && this.#done.has(file)))
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#round += 1;
    this.#stopTimer();
    this.#wake();
  }

  #begin(): void {
    this.#timer = undefined;
    this.#run(this.#round).catch((error) => {
      this.#isWhole = true;
      this.#wake();
      this.#options.failed(error);
    });
  }

  async #run(round: number): Promise<void> {
    await this.#options.quiet(LONGEST_QUIET);
    if (round !== this.#round) return;
    const first = [...this.#first];
    const begun = performance.now();
    let slice = begun;
    let left = first.length;
    for (const problems of this.#options.problems(first)) {
      this.#options.found(problems);
      this.#done.add(problems.file);
      left -= 1;
      if (left === 0) this.#cost = performance.now() - begun;
      if (left === 0 || performance.now() - slice > SLICE) {
        this.#wake();
        await new Promise(setImmediate);
        if (round !== this.#round) return;
        slice = performance.now();
      }
    }
    this.#first.clear();
    this.#isWhole = true;
    this.#wake();
    this.#options.finished();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #stopTimer(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
  }
}
