import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import type { Clock, Ids, Log } from '../../ports/environment.ts';
import type { CheckQuery, CheckRecord, MonitorStore } from '../../ports/monitorStore.ts';
import { type LocalMachine, localMachine } from '../system/localMachine.ts';
import { Connection } from './connection.ts';
import { alertStore } from './monitorAlerts.ts';
import { MONITOR_STORE_MIGRATIONS } from './monitorStoreMigrations.ts';
import { tickStore } from './monitorTicks.ts';
import { openDatabase } from './openDatabase.ts';
import { prepared } from './statements.ts';

export interface MonitorStoreOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly machine?: LocalMachine;
  /** Milliseconds to wait for another process that writes. */
  readonly busyTimeout?: number;
}

/**
 * Checks, ticks, alerts and mutes in one SQLite file, which any number of processes may share.
 * @throws Failure `store-newer`, `store-foreign`, `store-corrupt`, `store-busy`, `store-not-writable`, `disk-full`
 */
export function openMonitorStore(file: string, options: MonitorStoreOptions): MonitorStore {
  const machine = options.machine ?? localMachine();
  const { log, busyTimeout = 5000 } = options;
  const { isNetworkFolder } = machine;
  const db = openDatabase(file, { migrations: MONITOR_STORE_MIGRATIONS, log, isNetworkFolder, busyTimeout });
  const connection = new Connection(file, db, options);
  return {
    ...checkStore(connection),
    ...tickStore(connection, machine),
    ...alertStore(connection),
    close: async () => void db.close(),
  };
}

type CheckCalls = Pick<MonitorStore, 'add' | 'checks' | 'report' | 'latest' | 'prune'>;

function checkStore(connection: Connection): CheckCalls {
  return {
    add: (check, report) => connection.write((db) => add(db, check, report)),
    checks: (monitor, query) => connection.read((db) => checks(db, monitor, query ?? {})),
    report: (id) => connection.read((db) => report(db, id)),
    latest: () =>
      connection.read((db) =>
        records(
          prepared(
            db,
            `SELECT record FROM checks c
             WHERE rowid = (SELECT rowid FROM checks o WHERE o.monitor = c.monitor ORDER BY due DESC, rowid DESC LIMIT 1)
             ORDER BY monitor`,
          ).all(),
        ),
      ),
    prune: (monitor, keep) => connection.write((db) => prune(db, monitor, keep)),
  };
}

function add(db: Database.Database, check: CheckRecord, text: string): void {
  const of = [check.monitor, check.due, check.model ?? ''];
  prepared(db, `DELETE FROM checks WHERE (monitor = ? AND due = ? AND model = ?) OR id = ?`).run(...of, check.id);
  prepared(db, `INSERT INTO checks (id, monitor, due, model, record) VALUES (?, ?, ?, ?, ?)`).run(
    check.id,
    ...of,
    JSON.stringify(check),
  );
  prepared(db, `INSERT INTO reports (id, json) VALUES (?, ?)`).run(check.id, deflateRawSync(Buffer.from(text)));
}

function checks(db: Database.Database, monitor: string, { limit, before }: CheckQuery): readonly CheckRecord[] {
  return records(
    prepared(db, `SELECT record FROM checks WHERE monitor = ? AND due < ? ORDER BY due DESC, rowid DESC LIMIT ?`).all(
      monitor,
      before ?? Number.MAX_SAFE_INTEGER,
      limit ?? -1,
    ),
  );
}

function report(db: Database.Database, id: string): string | undefined {
  const row = prepared(db, `SELECT json FROM reports WHERE id = ?`).get(id) as { readonly json: Buffer } | undefined;
  return row && inflateRawSync(row.json).toString();
}

function prune(db: Database.Database, monitor: string, keep: number): number {
  return prepared(
    db,
    `DELETE FROM checks WHERE monitor = ? AND id NOT IN
       (SELECT id FROM checks WHERE monitor = ? ORDER BY due DESC, rowid DESC LIMIT ?)`,
  ).run(monitor, monitor, keep).changes;
}

function records(rows: readonly unknown[]): readonly CheckRecord[] {
  return (rows as readonly { readonly record: string }[]).map(({ record }) => JSON.parse(record) as CheckRecord);
}
