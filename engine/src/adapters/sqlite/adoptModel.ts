import type Database from 'better-sqlite3';
import type { EndedModel, ModelMetric } from '../../ports/loggedModelStore.ts';
import type { EndedRun } from '../../ports/runStore.ts';
import { experimentNo } from './experiments.ts';
import { keyId, writeModelMetric } from './logBatch.ts';
import { writeModelParams, writeModelTags } from './loggedModels.ts';
import { prepared } from './statements.ts';

/** Writes a model that a client saved beside a run elsewhere; what is here of it is replaced. One that was deleted here stays so. */
export function adoptModel(db: Database.Database, run: EndedRun, model: EndedModel, now: number): void {
  const found = prepared(db, `SELECT no, deleted_at FROM logged_models WHERE id = ?`).get(model.id);
  const known = found as { readonly no: number; readonly deleted_at: number | null } | undefined;
  if (known !== undefined && known.deleted_at !== null) return;
  const no = known?.no ?? insert(db, run, model, now);
  for (const table of TABLES) prepared(db, `DELETE FROM ${table} WHERE model = ?`).run(no);
  const { id, name, type = null, user = null, status, statusMessage = null, createdAt, updatedAt } = model;
  prepared(
    db,
    `UPDATE logged_models SET name = ?, type = ?, run = ?, user = ?, status = ?, status_message = ?, created_at = ?, updated_at = ? WHERE no = ?`,
  ).run(name, type, run.id, user, status, statusMessage, createdAt, updatedAt, no);
  writeModelParams(db, { no, id }, model.params);
  writeModelTags(db, no, model.tags);
  const artifact = prepared(db, `INSERT INTO model_artifacts (model, path, size, sha256) VALUES (?, ?, ?, ?)`);
  for (const { path, size, sha256 } of model.artifacts) artifact.run(no, path, size, sha256);
  for (const metric of model.metrics) writePoint(db, id, metric);
}

const TABLES = ['model_params', 'model_tags', 'model_metrics', 'model_artifacts'];

function insert(
  db: Database.Database,
  run: EndedRun,
  { id, name, status, createdAt }: EndedModel,
  now: number,
): number {
  const made = prepared(
    db,
    `INSERT INTO logged_models (id, experiment, name, status, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(id, experimentNo(db, run.experiment, now), name, status, createdAt, createdAt);
  return Number(made.lastInsertRowid);
}

/** Points that a run measured which is not here stand nowhere. */
function writePoint(db: Database.Database, model: string, metric: ModelMetric): void {
  const run = prepared(db, `SELECT no FROM runs WHERE id = ?`).pluck().get(metric.run);
  if (run === undefined) return;
  writeModelMetric(db, { run: run as number, key: keyId(db, metric.key), model }, metric);
}
