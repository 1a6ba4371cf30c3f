import type { Clock } from '../../../engine/src/ports/environment.ts';

const MOST = 64;

/** What was found out a moment ago, by key; what fails is found out again. */
export class Remembered<T> {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly since: number; readonly value: Promise<T> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(key: string, milliseconds: number, find: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const known = this.#known.get(key);
    if (known !== undefined && Math.abs(now - known.since) < milliseconds) return known.value;
    this.#known.delete(key);
    const value = find();
    const entry = { since: now, value };
    this.#known.set(key, entry);
    value.catch(() => {
      if (this.#known.get(key) === entry) this.#known.delete(key);
    });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(oldest);
    }
    return value;
  }
}
