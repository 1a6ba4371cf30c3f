import type Database from 'better-sqlite3';
import type { EndedRun, Metric } from '../../ports/runStore.ts';
import { adoptModel } from './adoptModel.ts';
import { experimentNo } from './experiments.ts';
import { writeBatch } from './logBatch.ts';
import { prepared } from './statements.ts';

interface KnownRun {
  readonly no: number;
  readonly end_time: number | null;
  readonly deleted_at: number | null;
}

/** Writes runs that ended elsewhere; to be called inside a transaction. False where what is here is as new. */
export function adoptRuns(db: Database.Database, runs: readonly EndedRun[], now: number): boolean {
  const [outermost] = runs;
  if (outermost === undefined) return false;
  const known = find(db, outermost.id);
  if (known !== undefined && (known.end_time ?? Number.POSITIVE_INFINITY) >= outermost.endTime) return false;
  for (const run of runs) adopt(db, run, now);
  // Points of a model name the runs that measured it, so these come first.
  for (const run of runs) for (const model of run.models ?? []) adoptModel(db, run, model, now);
  return true;
}

function adopt(db: Database.Database, run: EndedRun, now: number): void {
  const known = find(db, run.id);
  const no = known?.no ?? insert(db, run, now);
  if (known !== undefined) clear(db, no);
  const { status, reported = null, name, startTime, endTime } = run;
  prepared(
    db,
    `UPDATE runs SET status = ?, reported = ?, name = ?, start_time = ?, end_time = ?, deleted_at = NULL WHERE no = ?`,
  ).run(status, reported, name, startTime, endTime, no);
  const { params, tags, datasets, artifacts, modelInputs = [], modelOutputs = [] } = run;
  const metrics = metricsOf(run);
  writeBatch(db, run.id, { params, tags, datasets, artifacts, metrics, modelInputs, modelOutputs });
  prepared(db, `UPDATE runs SET deleted_at = ? WHERE no = ?`).run(known?.deleted_at ?? null, no);
}

function insert(db: Database.Database, run: EndedRun, now: number): number {
  const parent = run.parent === undefined ? undefined : find(db, run.parent);
  const made = prepared(
    db,
    `INSERT INTO runs (id, experiment, name, parent, status, start_time, user) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    run.id,
    experimentNo(db, run.experiment, now),
    run.name,
    parent?.no ?? null,
    run.status,
    run.startTime,
    run.user,
  );
  return Number(made.lastInsertRowid);
}

const TABLES = ['params', 'tags', 'metrics', 'latest_metrics', 'run_datasets', 'run_artifacts', 'run_models'];

function clear(db: Database.Database, no: number): void {
  for (const table of TABLES) prepared(db, `DELETE FROM ${table} WHERE run = ?`).run(no);
}

function find(db: Database.Database, id: string): KnownRun | undefined {
  const row = prepared(db, `SELECT no, end_time, deleted_at FROM runs WHERE id = ?`).get(id);
  return row as KnownRun | undefined;
}

function metricsOf({ metrics }: EndedRun): readonly Metric[] {
  return [...metrics].flatMap(([key, points]) => points.map((point) => ({ key, ...point })));
}
