const MOST = 4;
const WINDOW_MS = 180_000;

/** How often something was begun again of late. */
export class Restarts {
  /** Restarts within three minutes that are still tried. */
  readonly most = MOST;
  #times: readonly number[] = [];

  /** Whether to begin again after an end at `now`: milliseconds of a clock that nobody sets. */
  again(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < WINDOW_MS), now];
    return this.#times.length <= MOST;
  }
}
