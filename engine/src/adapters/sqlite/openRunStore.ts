import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { Failure } from '../../failure.ts';
import type { Clock, Ids, Log } from '../../ports/environment.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Numbers } from '../../ports/numbers.ts';
import type {
  Experiment,
  Lease,
  LogBatch,
  MetricPoint,
  NewRun,
  Run,
  RunQuery,
  RunStore,
} from '../../ports/runStore.ts';
import { type LocalMachine, localMachine } from '../system/localMachine.ts';
import { Leases } from './leases.ts';
import { writeBatch, writeParams, writeTags } from './logBatch.ts';
import { NamedLocks } from './namedLocks.ts';
import { openDatabase } from './openDatabase.ts';
import {
  completeRuns,
  findRun,
  metricPoint,
  type PointRow,
  RUN_COLUMNS,
  RUN_TABLES,
  type RunRow,
  readExperiments,
} from './runRows.ts';
import { RUN_STORE_MIGRATIONS } from './runStoreMigrations.ts';
import { countRuns, searchRuns } from './searchRuns.ts';
import { Sequences } from './sequences.ts';
import { storeFailure } from './storeFailure.ts';

export interface RunStoreOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly machine?: LocalMachine;
  /** Milliseconds to wait for another process that writes. */
  readonly busyTimeout?: number;
}

/**
 * Experiments and runs in one SQLite file, which any number of processes may share.
 * @throws Failure `store-newer`, `store-foreign`, `store-corrupt`, `store-busy`, `store-not-writable`, `disk-full`
 */
export function openRunStore(file: string, options: RunStoreOptions): RunStore & Numbers & Locks {
  const machine = options.machine ?? localMachine();
  const { log, busyTimeout = 5000 } = options;
  const { isNetworkFolder } = machine;
  const db = openDatabase(file, { migrations: RUN_STORE_MIGRATIONS, log, isNetworkFolder, busyTimeout });
  return new SqliteRunStore(file, db, options, machine);
}

class SqliteRunStore implements RunStore, Numbers, Locks {
  readonly #file: string;
  readonly #db: Database.Database;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #leases: Leases;
  readonly #locks: NamedLocks;
  readonly #sequences: Sequences;
  #durable = true;

  constructor(file: string, db: Database.Database, { clock, ids }: RunStoreOptions, machine: LocalMachine) {
    this.#file = file;
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
    this.#leases = new Leases(db, clock, machine, randomBytes(8).toString('hex'));
    this.#locks = new NamedLocks(db, clock, machine);
    this.#sequences = new Sequences(db, this.#locks);
  }

  experiment(name: string): Promise<Experiment> {
    return this.#write((db) => {
      this.#experimentId(name);
      return readExperiments(db, name)[0]!;
    });
  }

  experiments(): Promise<readonly Experiment[]> {
    return this.#read((db) => readExperiments(db));
  }

  createRun(run: NewRun): Promise<Run> {
    return this.#write((db) => {
      const id = run.id ?? this.#ids.runId();
      const parent = run.parent === undefined ? null : findRun(db, run.parent).no;
      const no = db
        .prepare(
          `INSERT INTO runs (id, experiment, name, parent, status, start_time, user) VALUES (?, ?, ?, ?, 'running', ?, ?)`,
        )
        .run(id, this.#experimentId(run.experiment), run.name, parent, run.startTime, run.user).lastInsertRowid;
      writeParams(db, { no: Number(no), id }, run.params ?? {});
      writeTags(db, Number(no), run.tags ?? {});
      if (run.hold) this.#leases.hold(id);
      return completeRuns(db, [findRun(db, id)])[0]!;
    });
  }

  run(id: string): Promise<Run> {
    return this.#read((db) => completeRuns(db, [findRun(db, id)])[0]!);
  }

  children(id: string): Promise<readonly Run[]> {
    return this.#read((db) => {
      const rows = db
        .prepare(
          `SELECT ${RUN_COLUMNS} FROM ${RUN_TABLES} WHERE r.parent = ? AND (r.deleted_at IS NULL OR p.deleted_at IS NOT NULL)
           ORDER BY r.start_time, r.no`,
        )
        .all(findRun(db, id).no);
      return completeRuns(db, rows as RunRow[]);
    });
  }

  log(id: string, batch: LogBatch): Promise<void> {
    const metricsOnly = Object.keys(batch).every((key) => key === 'metrics');
    return this.#write((db) => writeBatch(db, id, batch), { durable: !metricsOnly });
  }

  finish(...args: Parameters<RunStore['finish']>): Promise<void> {
    return this.#write(() => this.#leases.finish(...args));
  }

  history(id: string, key: string): Promise<readonly MetricPoint[]> {
    return this.#read((db) => {
      const rows = db
        .prepare(
          `SELECT step, time, value, nan FROM metrics WHERE run = ? AND key = (SELECT id FROM metric_keys WHERE name = ?)
           ORDER BY step, time, value`,
        )
        .all(findRun(db, id).no, key);
      return (rows as PointRow[]).map(metricPoint);
    });
  }

  search(query: RunQuery) {
    return this.#read((db) => searchRuns(db, query));
  }

  counts(...[selection, tag]: Parameters<RunStore['counts']>) {
    return this.#read((db) => countRuns(db, selection, tag));
  }

  tagged(key: string, value: string, limit: number): Promise<readonly Run[]> {
    return this.#read((db) => {
      const rows = db
        .prepare(
          `SELECT ${RUN_COLUMNS} FROM ${RUN_TABLES} JOIN tags t ON t.run = r.no
           WHERE t.key = ? AND t.value = ? AND r.deleted_at IS NULL ORDER BY r.start_time DESC, r.no DESC LIMIT ?`,
        )
        .all(key, value, limit);
      return completeRuns(db, rows as RunRow[]);
    });
  }

  deleteTag(id: string, key: string): Promise<void> {
    return this.#write((db) => {
      db.prepare(`DELETE FROM tags WHERE run = ? AND key = ?`).run(findRun(db, id).no, key);
    });
  }

  /** Nested runs carry the same time of deletion, so that restoring leaves those deleted before where they are. */
  deleteRun(id: string): Promise<void> {
    return this.#write((db) => {
      const run = findRun(db, id);
      this.#leases.refuseHeld(run);
      db.prepare(`${TREE} UPDATE runs SET deleted_at = ? WHERE deleted_at IS NULL AND no IN (SELECT no FROM tree)`).run(
        run.no,
        this.#clock.now(),
      );
    });
  }

  restoreRun(id: string): Promise<void> {
    return this.#write((db) => {
      const run = findRun(db, id);
      db.prepare(`${TREE} UPDATE runs SET deleted_at = NULL WHERE deleted_at = ? AND no IN (SELECT no FROM tree)`).run(
        run.no,
        run.deletedAt,
      );
    });
  }

  hold(id: string): Promise<Lease> {
    return this.#write((db) => {
      this.#leases.hold(id);
      const { no, id: whole } = findRun(db, id);
      return {
        beat: () => this.#beat(no, whole),
        release: () => this.#write(() => this.#leases.release(no)),
      };
    });
  }

  /** A beat that the disk or another writer kept from being written is no lost lease: the next one tells. */
  async #beat(run: number, id: string): Promise<{ cancelRequested: boolean }> {
    try {
      return await this.#write(() => this.#leases.beat(run, id), { durable: false });
    } catch (error) {
      if (error instanceof Failure && PASSING.has(error.reason)) return { cancelRequested: false };
      throw error;
    }
  }

  requestCancel(id: string): Promise<boolean> {
    return this.#write(() => this.#leases.requestCancel(id));
  }

  async reap(): Promise<readonly string[]> {
    const needed = await this.#read(() => this.#leases.hasDead());
    return needed ? this.#write(() => this.#leases.reap()) : [];
  }

  draw: Numbers['draw'] = async (sequence, use) => {
    try {
      return await this.#sequences.draw(sequence, use);
    } catch (error) {
      throw storeFailure(error, this.#file);
    }
  };

  exclusively: Locks['exclusively'] = async (name, work, signal) => {
    try {
      return await this.#locks.exclusively(name, work, signal);
    } catch (error) {
      throw storeFailure(error, this.#file);
    }
  };

  /** SQLite counts the commits of others, the connection its own changes. */
  revision(): Promise<number> {
    return this.#read((db) => {
      const others = db.pragma('data_version', { simple: true }) as number;
      return others + (db.prepare(`SELECT total_changes()`).pluck().get() as number);
    });
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #experimentId(name: string): number {
    const now = this.#clock.now();
    return this.#db
      .prepare(
        `INSERT INTO experiments (name, created_at, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET updated_at = updated_at RETURNING id`,
      )
      .pluck()
      .get(name, now, now) as number;
  }

  async #read<T>(work: (db: Database.Database) => T): Promise<T> {
    return this.#guarded(this.#db.transaction(() => work(this.#db)).deferred);
  }

  /** @param durable whether it must survive a power loss too, which costs a flush; a killed process loses neither */
  async #write<T>(work: (db: Database.Database) => T, { durable = true } = {}): Promise<T> {
    return this.#guarded(() => {
      if (durable !== this.#durable) this.#db.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
      this.#durable = durable;
      return this.#db.transaction(() => work(this.#db)).immediate();
    });
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeFailure(error, this.#file);
    }
  }
}

const PASSING = new Set(['store-busy', 'disk-full', 'disk-error']);

const TREE = `
WITH RECURSIVE tree (no) AS (SELECT ? UNION ALL SELECT r.no FROM runs r JOIN tree t ON r.parent = t.no)`;
