import type Database from 'better-sqlite3';
import type { AlertState, MonitorStore, Mute } from '../../ports/monitorStore.ts';
import type { Connection } from './connection.ts';
import { prepared } from './statements.ts';

type AlertCalls = Pick<MonitorStore, 'alert' | 'setAlert' | 'mutes' | 'mute' | 'unmute'>;

export function alertStore(connection: Connection): AlertCalls {
  return {
    alert: (monitor, key) => connection.read((db) => alert(db, monitor, key)),
    setAlert: (monitor, key, before, state) =>
      connection.write((db) => {
        if (!areSame(alert(db, monitor, key), before)) return false;
        prepared(
          db,
          `INSERT OR REPLACE INTO alerts (monitor, key, state, in_row, fired, due) VALUES (?, ?, ?, ?, ?, ?)`,
        ).run(monitor, key, state.state, state.inRow, state.fired, state.due);
        return true;
      }),
    mutes: () =>
      connection.read(
        (db) =>
          prepared(
            db,
            `SELECT monitor, until_at AS "until", by_whom AS "by", why FROM mutes ORDER BY monitor`,
          ).all() as Mute[],
      ),
    mute: (mute) =>
      connection.write((db) => {
        prepared(db, `INSERT OR REPLACE INTO mutes (monitor, until_at, by_whom, why) VALUES (?, ?, ?, ?)`).run(
          mute.monitor,
          mute.until,
          mute.by,
          mute.why,
        );
      }),
    unmute: (monitor) =>
      connection.write((db) => void prepared(db, `DELETE FROM mutes WHERE monitor = ?`).run(monitor)),
  };
}

function alert(db: Database.Database, monitor: string, key: string): AlertState | undefined {
  return prepared(db, `SELECT state, in_row AS inRow, fired, due FROM alerts WHERE monitor = ? AND key = ?`).get(
    monitor,
    key,
  ) as AlertState | undefined;
}

function areSame(a: AlertState | undefined, b: AlertState | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.state === b.state && a.inRow === b.inRow && a.fired === b.fired && a.due === b.due;
}
