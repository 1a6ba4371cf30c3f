import type Database from 'better-sqlite3';
import type { LogBatch, Metric } from '../../ports/runStore.ts';
import { paramChanged, runDeleted } from './runFailures.ts';
import { findRun } from './runRows.ts';

/** Writes one batch; to be called inside a transaction. Params come first, so that a conflict leaves nothing written. */
export function writeBatch(db: Database.Database, id: string, batch: LogBatch): void {
  const run = findRun(db, id);
  if (run.deletedAt !== null) throw runDeleted(run.id);
  writeParams(db, run, batch.params ?? {});
  if (batch.startTime !== undefined)
    db.prepare(`UPDATE runs SET start_time = ? WHERE no = ?`).run(batch.startTime, run.no);
  writeTags(db, run.no, batch.tags ?? {});
  writeMetrics(db, run.no, batch.metrics ?? []);
  const dataset = db.prepare(
    `INSERT INTO run_datasets (run, name, version, context, rows) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET rows = excluded.rows`,
  );
  for (const one of batch.datasets ?? []) dataset.run(run.no, one.name, one.version, one.context ?? '', one.rows);
  const artifact = db.prepare(
    `INSERT INTO run_artifacts (run, path, size, sha256) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET size = excluded.size, sha256 = excluded.sha256`,
  );
  for (const one of batch.artifacts ?? []) artifact.run(run.no, one.path, one.size, one.sha256);
}

export function writeParams(
  db: Database.Database,
  run: { readonly no: number; readonly id: string },
  params: Readonly<Record<string, string>>,
): void {
  const insert = db.prepare(`INSERT INTO params (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`);
  const present = db.prepare(`SELECT value FROM params WHERE run = ? AND key = ?`).pluck();
  for (const [key, value] of Object.entries(params)) {
    if (insert.run(run.no, key, value).changes === 1) continue;
    const before = present.get(run.no, key) as string;
    if (before !== value) throw paramChanged(run.id, key, before, value);
  }
}

export function writeTags(db: Database.Database, run: number, tags: Readonly<Record<string, string>>): void {
  const upsert = db.prepare(
    `INSERT INTO tags (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
  for (const [key, value] of Object.entries(tags)) upsert.run(run, key, value);
}

/** Equal points are written once; the latest of each key is folded here and compared with the stored one only once. */
function writeMetrics(db: Database.Database, run: number, metrics: readonly Metric[]): void {
  if (metrics.length === 0) return;
  const insert = db.prepare(
    `INSERT INTO metrics (run, key, step, time, value, nan) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const newest = new Map<string, Metric>();
  const ids = new Map<string, number>();
  for (const metric of metrics) {
    const id = ids.get(metric.key) ?? keyId(db, metric.key);
    ids.set(metric.key, id);
    insert.run(run, id, ...stored(metric));
    const before = newest.get(metric.key);
    if (before === undefined || isLater(metric, before)) newest.set(metric.key, metric);
  }
  const upsert = db.prepare(
    `INSERT INTO latest_metrics (run, key, step, time, value, nan) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET step = excluded.step, time = excluded.time, value = excluded.value, nan = excluded.nan
     WHERE (excluded.step, excluded.time, -excluded.nan, excluded.value) > (step, time, -nan, value)`,
  );
  for (const metric of newest.values()) upsert.run(run, ids.get(metric.key), ...stored(metric));
}

function keyId(db: Database.Database, name: string): number {
  db.prepare(`INSERT INTO metric_keys (name) VALUES (?) ON CONFLICT DO NOTHING`).run(name);
  return db.prepare(`SELECT id FROM metric_keys WHERE name = ?`).pluck().get(name) as number;
}

function stored({ step, timestamp, value }: Metric): [number, number, number, number] {
  return Number.isNaN(value) ? [step, timestamp, 0, 1] : [step, timestamp, value, 0];
}

/** MLflow's order of points: step, timestamp, value; NaN below every number. */
function isLater(a: Metric, b: Metric): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return Number.isNaN(b.value) ? !Number.isNaN(a.value) : a.value > b.value;
}
