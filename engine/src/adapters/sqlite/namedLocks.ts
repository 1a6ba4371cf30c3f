import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { Cancelled } from '../../failure.ts';
import type { Clock } from '../../ports/environment.ts';
import type { Locks } from '../../ports/locks.ts';
import type { LocalMachine } from '../system/localMachine.ts';
import { type HolderRow, holderLives } from './holders.ts';

const PAUSE = 25;
/** How often a holder shows that it lives, to processes of other machines. */
const BEAT = 10_000;

/** Names held by one process each, as rows that name their holder; a dead holder's row is taken over. */
export class NamedLocks implements Locks {
  readonly #db: Database.Database;
  readonly #clock: Clock;
  readonly #machine: LocalMachine;

  constructor(db: Database.Database, clock: Clock, machine: LocalMachine) {
    this.#db = db;
    this.#clock = clock;
    this.#machine = machine;
  }

  async exclusively<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const token = await this.take(name, { patience: Number.POSITIVE_INFINITY, signal });
    const beat = setInterval(() => this.#beat(name, token!), BEAT).unref();
    try {
      return await work();
    } finally {
      clearInterval(beat);
      this.free(name, token!);
    }
  }

  /** The token to free it with; undefined when it stayed taken for `patience` milliseconds. */
  async take(
    name: string,
    { patience, signal }: { readonly patience: number; readonly signal?: AbortSignal | undefined },
  ): Promise<string | undefined> {
    const token = randomBytes(8).toString('hex');
    const take = this.#db.transaction(() => this.#take(name, token));
    for (let waited = 0; !take.immediate(); waited += PAUSE) {
      if (waited >= patience) return undefined;
      if (signal?.aborted) throw new Cancelled();
      await this.#clock.sleep(PAUSE);
    }
    return token;
  }

  free(name: string, token: string): void {
    this.#db.prepare(`DELETE FROM locks WHERE name = ? AND token = ?`).run(name, token);
  }

  #beat(name: string, token: string): void {
    this.#db.prepare(`UPDATE locks SET beat_at = ? WHERE name = ? AND token = ?`).run(this.#clock.now(), name, token);
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
