import type Database from 'better-sqlite3';
import type { LogBatch, Metric, RunArtifact, RunDataset } from '../../ports/runStore.ts';
import { modelNotFound, paramChanged } from './runFailures.ts';
import { findWritable, type RunRow } from './runRows.ts';
import { prepared } from './statements.ts';

/** MLflow keeps the name of a run in a tag as well. */
export const RUN_NAME = 'mlflow.runName';

/** Writes one batch; to be called inside a transaction. Params come first, so that a conflict leaves nothing written. */
export function writeBatch(db: Database.Database, id: string, batch: LogBatch): void {
  const run = findWritable(db, id);
  if (batch.params) writeParams(db, run, batch.params);
  if (batch.startTime !== undefined)
    prepared(db, `UPDATE runs SET start_time = ? WHERE no = ?`).run(batch.startTime, run.no);
  if (batch.tags) writeTags(db, run.no, batch.tags);
  if (batch.metrics) writeMetrics(db, run.no, batch.metrics);
  if (batch.datasets) writeDatasets(db, run, batch.datasets);
  if (batch.artifacts) writeArtifacts(db, run.no, batch.artifacts);
  if (batch.modelInputs || batch.modelOutputs) writeModels(db, run.no, batch);
}

export function writeParams(
  db: Database.Database,
  run: { readonly no: number; readonly id: string },
  params: Readonly<Record<string, string>>,
): void {
  const insert = prepared(db, `INSERT INTO params (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`);
  const present = prepared(db, `SELECT value FROM params WHERE run = ? AND key = ?`).pluck();
  for (const [key, value] of Object.entries(params)) {
    if (insert.run(run.no, key, value).changes === 1) continue;
    const before = present.get(run.no, key) as string;
    if (before !== value) throw paramChanged(run.id, key, before, value);
  }
}

/** The tag that names the run does so. */
export function writeTags(db: Database.Database, run: number, tags: Readonly<Record<string, string>>): void {
  const upsert = prepared(
    db,
    `INSERT INTO tags (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
  for (const [key, value] of Object.entries(tags)) {
    if (key === RUN_NAME) prepared(db, `UPDATE runs SET name = ? WHERE no = ?`).run(value, run);
    else upsert.run(run, key, value);
  }
}

/** Equal points are written once; the latest of each key is folded here and compared with the stored one only once. */
function writeMetrics(db: Database.Database, run: number, metrics: readonly Metric[]): void {
  const newest = new Map<string, Metric>();
  const ids = new Map<string, number>();
  const points: Point[] = [];
  for (const metric of metrics) {
    const key = ids.get(metric.key) ?? keyId(db, metric.key);
    ids.set(metric.key, key);
    points.push([key, ...stored(metric)]);
    if (metric.model !== undefined) writeModelMetric(db, { run, key, model: metric.model }, metric);
    const before = newest.get(metric.key);
    if (before === undefined || isLater(metric, before)) newest.set(metric.key, metric);
  }
  writePoints(db, run, points);
  const upsert = prepared(
    db,
    `INSERT INTO latest_metrics (run, key, step, time, value, nan) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET step = excluded.step, time = excluded.time, value = excluded.value, nan = excluded.nan
     WHERE (excluded.step, excluded.time, -excluded.nan, excluded.value) > (step, time, -nan, value)`,
  );
  for (const metric of newest.values()) upsert.run(run, ids.get(metric.key), ...stored(metric));
}

type Point = readonly [key: number, step: number, time: number, value: number, nan: number];

/** Rows of one statement. Many at once, in the order in which the table keeps them, take half the time. */
const TOGETHER = 50;
const INSERT_ONE = insertOf(1);
const INSERT_TOGETHER = insertOf(TOGETHER);

function insertOf(rows: number): string {
  const values = Array(rows).fill('(:run, ?, ?, ?, ?, ?)').join(', ');
  return `INSERT INTO metrics (run, key, step, time, value, nan) VALUES ${values} ON CONFLICT DO NOTHING`;
}

function writePoints(db: Database.Database, run: number, points: Point[]): void {
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const whole = points.length - (points.length % TOGETHER);
  for (let at = 0; at < whole; at += TOGETHER)
    prepared(db, INSERT_TOGETHER).run(points.slice(at, at + TOGETHER).flat(), { run });
  for (const point of points.slice(whole)) prepared(db, INSERT_ONE).run(point, { run });
}

/** @throws Failure `model-not-found` */
export function writeModelMetric(
  db: Database.Database,
  { run, key, model }: { readonly run: number; readonly key: number; readonly model: string },
  metric: Metric,
): void {
  const found = prepared(db, `SELECT no FROM logged_models WHERE id = ? AND deleted_at IS NULL`).pluck().get(model);
  if (found === undefined) throw modelNotFound(model);
  prepared(
    db,
    `INSERT INTO model_metrics (model, key, run, dataset, digest, step, time, value, nan) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  ).run(found, key, run, metric.dataset?.name ?? '', metric.dataset?.digest ?? '', ...stored(metric));
}

function writeDatasets(db: Database.Database, run: RunRow, datasets: readonly RunDataset[]): void {
  const read = prepared(
    db,
    `INSERT INTO run_datasets (run, name, version, context, rows, tags) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET rows = coalesce(excluded.rows, rows), tags = coalesce(excluded.tags, tags)`,
  );
  const origin = prepared(
    db,
    `INSERT INTO dataset_origins (experiment, name, version, source_type, source, schema, profile) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  for (const { name, version, context = '', rows = null, tags, origin: from } of datasets) {
    read.run(run.no, name, version, context, rows, tags === undefined ? null : JSON.stringify(tags));
    if (from === undefined) continue;
    const { sourceType, source, schema = null, profile = null } = from;
    origin.run(run.experimentNo, name, version, sourceType, source, schema, profile);
  }
}

function writeArtifacts(db: Database.Database, run: number, artifacts: readonly RunArtifact[]): void {
  const upsert = prepared(
    db,
    `INSERT INTO run_artifacts (run, path, size, sha256) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET size = excluded.size, sha256 = excluded.sha256`,
  );
  for (const { path, size, sha256 } of artifacts) upsert.run(run, path, size, sha256);
}

function writeModels(
  db: Database.Database,
  run: number,
  { modelInputs = [], modelOutputs = [] }: Pick<LogBatch, 'modelInputs' | 'modelOutputs'>,
): void {
  const insert = prepared(
    db,
    `INSERT INTO run_models (run, direction, model, step) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  for (const model of modelInputs) insert.run(run, 'input', model, 0);
  for (const { model, step } of modelOutputs) insert.run(run, 'output', model, step);
}

/** Its number, which it gets where it has none yet. */
export function keyId(db: Database.Database, name: string): number {
  const select = prepared(db, `SELECT id FROM metric_keys WHERE name = ?`).pluck();
  const known = select.get(name) as number | undefined;
  if (known !== undefined) return known;
  prepared(db, `INSERT INTO metric_keys (name) VALUES (?)`).run(name);
  return select.get(name) as number;
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
