import { randomBytes } from 'node:crypto';

const AT_ONCE = 10_000;

/** Runs that this window has started, by their ids, which it gives out before they begin. */
export class BegunRuns {
  readonly #ids = new Set<string>();
  /** Given out, and no task has started with it yet. */
  readonly #free: { readonly id: string; readonly at: number }[] = [];

  /** For the task that starts next, at once. */
  newId(now: number): string {
    const id = randomBytes(16).toString('hex');
    this.#ids.add(id);
    this.#free.push({ id, at: now });
    return id;
  }

  /** Id of the task that has started now; undefined where none was asked for. Those of tasks that never started are passed over. */
  take(now: number): string | undefined {
    for (let first = this.#free.shift(); first; first = this.#free.shift()) {
      if (now - first.at <= AT_ONCE) return first.id;
      this.forget(first.id);
    }
    return undefined;
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Nothing more is to be told of it. */
  forget(id: string): void {
    this.#ids.delete(id);
  }
}
