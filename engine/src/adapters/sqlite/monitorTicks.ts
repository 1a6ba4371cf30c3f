import type Database from 'better-sqlite3';
import type { MonitorStore, Tick, TickEnd } from '../../ports/monitorStore.ts';
import type { LocalMachine, ProcessName } from '../system/localMachine.ts';
import type { Connection } from './connection.ts';
import { prepared } from './statements.ts';

/** A tick whose work ends the process twice is not taken a third time. */
const TRIES = 2;
/** After this many milliseconds a tick that a process of another machine took and never ended counts as left. */
const SILENCE = 24 * 3600 * 1000;

interface TickRow extends ProcessName {
  readonly trigger_name: string;
  readonly due: number;
  readonly at: number;
  readonly tries: number;
  readonly ended_at: number | null;
  readonly ended_as: TickEnd['kind'] | null;
  readonly said: string | null;
  readonly result: string | null;
}

/** Ticks of triggers; who took one is known by its process, so that one that died is seen. */
export function tickStore(
  connection: Connection,
  machine: LocalMachine,
): Pick<MonitorStore, 'claim' | 'settle' | 'ticks'> {
  return {
    claim: (trigger, due, holder) =>
      connection.write((db) => {
        const now = connection.clock.now();
        const known = prepared(db, `SELECT * FROM ticks WHERE trigger_name = ? AND due = ?`).get(trigger, due) as
          | TickRow
          | undefined;
        if (known !== undefined && !isLeft(machine, known, now)) return false;
        take(db, { trigger, due, holder, now, tries: (known?.tries ?? 0) + 1 }, machine.self);
        return true;
      }),
    settle: (trigger, due, end) =>
      connection.write((db) => {
        prepared(
          db,
          `UPDATE ticks SET ended_at = ?, ended_as = ?, said = ?, result = ? WHERE trigger_name = ? AND due = ?`,
        ).run(end.at, end.kind, end.said, end.id, trigger, due);
      }),
    ticks: () =>
      connection.read((db) =>
        (
          prepared(
            db,
            `SELECT * FROM ticks t
             WHERE due = (SELECT max(due) FROM ticks o WHERE o.trigger_name = t.trigger_name) ORDER BY trigger_name`,
          ).all() as TickRow[]
        ).map(tickOf),
      ),
  };
}

interface Taken {
  readonly trigger: string;
  readonly due: number;
  readonly holder: string;
  readonly now: number;
  readonly tries: number;
}

function take(db: Database.Database, { trigger, due, holder, now, tries }: Taken, self: ProcessName): void {
  prepared(
    db,
    `INSERT OR REPLACE INTO ticks (trigger_name, due, at, tries, holder, host, boot, pid, started)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(trigger, due, now, tries, holder, self.host, self.boot, self.pid, self.started);
}

function isLeft(machine: LocalMachine, tick: TickRow, now: number): boolean {
  if (tick.ended_at !== null || tick.tries >= TRIES) return false;
  return !(machine.lives(tick) ?? now - tick.at <= SILENCE);
}

function tickOf({ trigger_name: trigger, due, at, ended_at, ended_as, said, result }: TickRow): Tick {
  const end = ended_at === null || ended_as === null ? null : { at: ended_at, kind: ended_as, said, id: result };
  return { trigger, due, at, end };
}
