import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { Failure } from '../../failure.ts';
import type { Clock } from '../../ports/environment.ts';
import type { Drawn } from '../../ports/numbers.ts';
import type { LocalMachine } from '../system/localMachine.ts';
import { type HolderRow, holderLives } from './holders.ts';

const PATIENCE = 30_000;
const PAUSE = 25;

/** Numbers given out once, guarded by a row that names its holder; a dead holder's row is taken over. */
export class Sequences {
  readonly #db: Database.Database;
  readonly #clock: Clock;
  readonly #machine: LocalMachine;

  constructor(db: Database.Database, clock: Clock, machine: LocalMachine) {
    this.#db = db;
    this.#clock = clock;
    this.#machine = machine;
  }

  async draw<T>(sequence: string, use: (last: number) => Promise<Drawn<T>>): Promise<T> {
    const token = randomBytes(8).toString('hex');
    await this.#lock(sequence, token);
    try {
      const last = this.#db.prepare(`SELECT last FROM numbers WHERE sequence = ?`).pluck().get(sequence);
      const { number, result } = await use((last as number | undefined) ?? 0);
      if (number !== undefined) this.#keep(sequence, number);
      return result;
    } finally {
      this.#db.prepare(`DELETE FROM locks WHERE name = ? AND token = ?`).run(sequence, token);
    }
  }

  #keep(sequence: string, number: number): void {
    this.#db
      .prepare(
        `INSERT INTO numbers (sequence, last) VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)`,
      )
      .run(sequence, number);
  }

  async #lock(name: string, token: string): Promise<void> {
    const take = this.#db.transaction(() => this.#take(name, token));
    for (let waited = 0; !take.immediate(); waited += PAUSE) {
      if (waited >= PATIENCE) throw taken(name);
      await this.#clock.sleep(PAUSE);
    }
  }

  #take(name: string, token: string): boolean {
    const now = this.#clock.now();
    const holder = this.#db.prepare(`SELECT * FROM locks WHERE name = ?`).get(name) as HolderRow | undefined;
    if (holder && holderLives(this.#machine, holder, now)) return false;
    const { host, boot, pid, started } = this.#machine.self;
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO locks (name, token, host, boot, pid, started, beat_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(name, token, host, boot, pid, started, now);
    return true;
  }
}

function taken(name: string): Failure {
  return new Failure('store-busy', `Another process has been numbering ${name} for ${PATIENCE / 1000} s.`, {
    next: 'Wait until that process is done, or end it, and try again.',
  });
}
