import type Database from 'better-sqlite3';
import { Failure } from '../../failure.ts';
import type { Drawn } from '../../ports/numbers.ts';
import type { NamedLocks } from './namedLocks.ts';

const PATIENCE = 30_000;

/** Numbers given out once, each sequence under a lock of its name. */
export class Sequences {
  readonly #db: Database.Database;
  readonly #locks: NamedLocks;

  constructor(db: Database.Database, locks: NamedLocks) {
    this.#db = db;
    this.#locks = locks;
  }

  async draw<T>(sequence: string, use: (last: number) => Promise<Drawn<T>>): Promise<T> {
    const token = await this.#locks.take(sequence, { patience: PATIENCE });
    if (token === undefined) throw taken(sequence);
    try {
      const last = this.#db.prepare(`SELECT last FROM numbers WHERE sequence = ?`).pluck().get(sequence);
      const { number, result } = await use((last as number | undefined) ?? 0);
      if (number !== undefined) this.#keep(sequence, number);
      return result;
    } finally {
      this.#locks.free(sequence, token);
    }
  }

  #keep(sequence: string, number: number): void {
    this.#db
      .prepare(
        `INSERT INTO numbers (sequence, last) VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)`,
      )
      .run(sequence, number);
  }
}

function taken(name: string): Failure {
  return new Failure('store-busy', `Another process has been numbering ${name} for ${PATIENCE / 1000} s.`, {
    next: 'Wait until that process is done, or end it, and try again.',
  });
}
