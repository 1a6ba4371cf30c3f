import type Database from 'better-sqlite3';
import type { Clock } from '../../ports/environment.ts';
import type { EndStatus, RunStatus, RunUpdate } from '../../ports/runStore.ts';
import { statusFromMlflow } from '../../tracking/mlflowStatus.ts';
import type { LocalMachine } from '../system/localMachine.ts';
import { type HolderRow, holderLives } from './holders.ts';
import { leaseLost, runEnded, runHeld } from './runFailures.ts';
import { findRun, findWritable, type RunRow } from './runRows.ts';

interface LeaseRow extends HolderRow {
  readonly run: number;
  readonly cancel_requested: number;
}

/** A run and all nested in it, outermost first; an inner run that a process holds for itself is left out with all below it. */
const OWN_TREE = `
WITH RECURSIVE tree (no, depth) AS (
  SELECT ?, 0
  UNION ALL
  SELECT r.no, depth + 1 FROM runs r JOIN tree t ON r.parent = t.no WHERE r.no NOT IN (SELECT run FROM leases)
)`;

/** A run and the runs it is nested in, innermost first. */
const ANCESTORS = `
WITH RECURSIVE above (no, depth) AS (
  SELECT ?, 0
  UNION ALL
  SELECT r.parent, depth + 1 FROM runs r JOIN above a ON r.no = a.no WHERE r.parent IS NOT NULL
)`;

/**
 * Who holds which run. `token` names this store within the process. All functions belong inside a transaction.
 * Reaping looks at processes of this machine, and at the heartbeat of those of others.
 */
export class Leases {
  readonly #db: Database.Database;
  readonly #clock: Clock;
  readonly #machine: LocalMachine;
  readonly #token: string;

  constructor(db: Database.Database, clock: Clock, machine: LocalMachine, token: string) {
    this.#db = db;
    this.#clock = clock;
    this.#machine = machine;
    this.#token = token;
  }

  /** A run that has ended runs again. */
  hold(id: string): void {
    const run = findWritable(this.#db, id);
    const lease = this.#of(run.no);
    if (lease && lease.token !== this.#token) {
      if (this.#lives(lease)) throw runHeld(run.id, lease.host, lease.pid);
      this.#interrupt(lease);
    }
    this.#insert(run.no);
    this.#db.prepare(`UPDATE runs SET status = 'running', end_time = NULL, reported = NULL WHERE no = ?`).run(run.no);
  }

  beat(run: number, id: string): { cancelRequested: boolean } {
    const requested = this.#db
      .prepare(`UPDATE leases SET beat_at = ? WHERE run = ? AND token = ? RETURNING cancel_requested`)
      .pluck()
      .get(this.#clock.now(), run, this.#token) as number | undefined;
    if (requested === undefined) throw leaseLost(id);
    return { cancelRequested: requested === 1 };
  }

  release(run: number): void {
    this.#db.prepare(`DELETE FROM leases WHERE run = ? AND token = ?`).run(run, this.#token);
  }

  /** Writes the end of a run that this store holds, itself or through a run it is nested in, or that nobody holds. */
  finish(id: string, status: EndStatus, endTime: number): void {
    const run = findRun(this.#db, id);
    const lease = this.#above(run);
    if (lease && lease.token !== this.#token) throw runHeld(run.id, lease.host, lease.pid);
    if (!lease && run.status !== 'running') throw ended(run, status);
    this.#db
      .prepare(`UPDATE runs SET status = ?, end_time = ?, reported = NULL WHERE no = ?`)
      .run(status, endTime, run.no);
  }

  /** What a client says of a run that is not the business of a living process. */
  report(run: RunRow, { status, endTime }: Pick<RunUpdate, 'status' | 'endTime'>): void {
    if (run.reported === null && this.#isHeld(run)) return;
    if (status === undefined) {
      if (endTime === undefined || run.status === 'running') return;
      this.#db.prepare(`UPDATE runs SET end_time = ? WHERE no = ?`).run(endTime, run.no);
      return;
    }
    const now = statusFromMlflow(status)!;
    const end = now === 'running' ? null : (endTime ?? run.endTime ?? this.#clock.now());
    this.#db
      .prepare(`UPDATE runs SET status = ?, end_time = ?, reported = ? WHERE no = ?`)
      .run(now, end, status, run.no);
  }

  requestCancel(id: string): boolean {
    const lease = this.#above(findRun(this.#db, id));
    if (!lease || !this.#lives(lease)) return false;
    this.#db.prepare(`UPDATE leases SET cancel_requested = 1 WHERE run = ?`).run(lease.run);
    return true;
  }

  /** @throws Failure `run-held` while a living process works on the run or on one around it */
  refuseHeld(run: RunRow): void {
    const lease = this.#above(run);
    if (lease && this.#lives(lease)) throw runHeld(run.id, lease.host, lease.pid);
  }

  /** @throws Failure `run-held` while a living process works on a run of the experiment */
  refuseHeldIn(experiment: number): void {
    const held = this.#db
      .prepare(`SELECT leases.*, runs.id FROM leases JOIN runs ON no = run WHERE experiment = ?`)
      .all(experiment) as (LeaseRow & { readonly id: string })[];
    const living = held.find((lease) => this.#lives(lease));
    if (living) throw runHeld(living.id, living.host, living.pid);
  }

  hasDead(): boolean {
    return this.#all().some((lease) => !this.#lives(lease));
  }

  /** Ids of the runs that were marked, outer before inner. */
  reap(): string[] {
    return this.#all()
      .filter((lease) => !this.#lives(lease))
      .flatMap((lease) => this.#interrupt(lease));
  }

  #isHeld(run: RunRow): boolean {
    const lease = this.#above(run);
    return lease !== undefined && this.#lives(lease);
  }

  #insert(run: number): void {
    const { host, boot, pid, started } = this.#machine.self;
    this.#db
      .prepare(
        `INSERT INTO leases (run, token, host, boot, pid, started, beat_at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET beat_at = excluded.beat_at`,
      )
      .run(run, this.#token, host, boot, pid, started, this.#clock.now());
  }

  /** The last sign of life is the best guess at when the run ended. */
  #interrupt(lease: LeaseRow): string[] {
    const tree = this.#db
      .prepare(
        `${OWN_TREE} SELECT no, id, status FROM tree JOIN runs USING (no) WHERE status = 'running' ORDER BY depth, no`,
      )
      .all(lease.run) as { no: number; id: string; status: RunStatus }[];
    const mark = this.#db.prepare(`UPDATE runs SET status = 'interrupted', end_time = max(?, start_time) WHERE no = ?`);
    for (const run of tree) mark.run(lease.beat_at, run.no);
    this.#db.prepare(`DELETE FROM leases WHERE run = ?`).run(lease.run);
    return tree.map((run) => run.id);
  }

  #of(run: number): LeaseRow | undefined {
    return this.#db.prepare(`SELECT * FROM leases WHERE run = ?`).get(run) as LeaseRow | undefined;
  }

  #above(run: RunRow): LeaseRow | undefined {
    return this.#db
      .prepare(`${ANCESTORS} SELECT leases.* FROM above JOIN leases ON run = no ORDER BY depth LIMIT 1`)
      .get(run.no) as LeaseRow | undefined;
  }

  #all(): LeaseRow[] {
    return this.#db.prepare(`SELECT * FROM leases ORDER BY run`).all() as LeaseRow[];
  }

  #lives(lease: LeaseRow): boolean {
    return lease.token === this.#token || holderLives(this.#machine, lease, this.#clock.now());
  }
}

function ended(run: RunRow, status: EndStatus) {
  return run.status === 'interrupted' && status !== 'interrupted' ? leaseLost(run.id) : runEnded(run.id, run.status);
}
