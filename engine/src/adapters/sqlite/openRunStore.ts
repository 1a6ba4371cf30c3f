import { randomBytes } from 'node:crypto';
import { Failure } from '../../failure.ts';
import type { Clock, Ids, Log } from '../../ports/environment.ts';
import type { Locks } from '../../ports/locks.ts';
import type { MetricCurves } from '../../ports/metricCurves.ts';
import type { Numbers } from '../../ports/numbers.ts';
import type { RunCells } from '../../ports/runCells.ts';
import type { RunStore } from '../../ports/runStore.ts';
import { type LocalMachine, localMachine } from '../system/localMachine.ts';
import { artifactIndex } from './artifactRows.ts';
import { Connection } from './connection.ts';
import { experimentStore } from './experiments.ts';
import { Leases } from './leases.ts';
import { loggedModelStore } from './loggedModels.ts';
import { metricCurves } from './metricCurves.ts';
import { NamedLocks } from './namedLocks.ts';
import { openDatabase } from './openDatabase.ts';
import { runCells } from './runCells.ts';
import { findRun } from './runRows.ts';
import { RUN_STORE_MIGRATIONS } from './runStoreMigrations.ts';
import { runs } from './runs.ts';
import { Sequences } from './sequences.ts';
import { prepared } from './statements.ts';

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
export function openRunStore(
  file: string,
  options: RunStoreOptions,
): RunStore & RunCells & MetricCurves & Numbers & Locks {
  const machine = options.machine ?? localMachine();
  const { clock, log, busyTimeout = 5000 } = options;
  const { isNetworkFolder } = machine;
  const db = openDatabase(file, { migrations: RUN_STORE_MIGRATIONS, log, isNetworkFolder, busyTimeout });
  const connection = new Connection(file, db, options);
  const leases = new Leases(db, clock, machine, randomBytes(8).toString('hex'));
  const locks = new NamedLocks(db, clock, machine);
  const sequences = new Sequences(db, locks);
  return {
    ...experimentStore(connection, leases),
    ...runs(connection, leases),
    ...runCells(connection),
    ...metricCurves(connection),
    ...artifactIndex(connection),
    ...loggedModelStore(connection),
    ...holding(connection, leases),
    draw: (sequence, use) => connection.guard(() => sequences.draw(sequence, use)),
    exclusively: (name, work, signal) => connection.guard(() => locks.exclusively(name, work, signal)),
    /** SQLite counts the commits of others, the connection its own changes. */
    revision: () =>
      connection.read(() => {
        const others = db.pragma('data_version', { simple: true }) as number;
        return others + (prepared(db, `SELECT total_changes()`).pluck().get() as number);
      }),
    close: async () => connection.close(),
  };
}

function holding(connection: Connection, leases: Leases): Pick<RunStore, 'hold' | 'requestCancel' | 'reap'> {
  return {
    hold: (id) =>
      connection.write((db) => {
        leases.hold(id);
        const { no, id: whole } = findRun(db, id);
        return {
          beat: () => beat(connection, () => leases.beat(no, whole)),
          release: () => connection.write(() => leases.release(no)),
        };
      }),
    requestCancel: (id) => connection.write(() => leases.requestCancel(id)),
    reap: async () => {
      const needed = await connection.read(() => leases.hasDead());
      return needed ? connection.write(() => leases.reap()) : [];
    },
  };
}

const PASSING = new Set(['store-busy', 'disk-full', 'disk-error']);

/** A beat that the disk or another writer kept from being written is no lost lease: the next one tells. */
async function beat(
  connection: Connection,
  work: () => { readonly cancelRequested: boolean },
): Promise<{ readonly cancelRequested: boolean }> {
  try {
    return await connection.write(work, { durable: false });
  } catch (error) {
    if (error instanceof Failure && PASSING.has(error.reason)) return { cancelRequested: false };
    throw error;
  }
}
