import { randomBytes } from 'node:crypto';

/** Runs that this window has started, by their ids, which it gives out before they begin. */
export class BegunRuns {
  readonly #ids = new Set<string>();
  /** Given out, and no task has started with it yet. */
  readonly #free: string[] = [];

  /** For the task that starts next. */
  newId(): string {
    const id = randomBytes(16).toString('hex');
    this.#ids.add(id);
    this.#free.push(id);
    return id;
  }

  /** Id of the task that has started now; undefined where none was asked for. */
  take(): string | undefined {
    return this.#free.shift();
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
