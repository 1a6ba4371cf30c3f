import type Database from 'better-sqlite3';
import type { LoggedModel, LoggedModelStatus, ModelMetric } from '../../ports/loggedModelStore.ts';
import { modelNotFound } from './runFailures.ts';
import { prepared } from './statements.ts';
import { textsByOwner } from './textPairs.ts';

export const MODEL_COLUMNS = `l.no, l.id, l.experiment, l.name, l.type, l.run, l.user, l.status, l.status_message AS statusMessage,
  l.created_at AS createdAt, l.updated_at AS updatedAt, l.deleted_at AS deletedAt`;

export interface LoggedModelRow {
  readonly no: number;
  readonly id: string;
  readonly experiment: number;
  readonly name: string;
  readonly type: string | null;
  readonly run: string | null;
  readonly user: string | null;
  readonly status: LoggedModelStatus;
  readonly statusMessage: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
}

/** @throws Failure `model-not-found` */
export function findLoggedModel(db: Database.Database, id: string, { deleted = false } = {}): LoggedModelRow {
  const row = prepared(db, `SELECT ${MODEL_COLUMNS} FROM logged_models l WHERE l.id = ?`).get(id) as
    | LoggedModelRow
    | undefined;
  if (row === undefined || (row.deletedAt !== null && !deleted)) throw modelNotFound(id);
  return row;
}

/** Models with all that belongs to them, in the order of `rows`. */
export function completeModels(db: Database.Database, rows: readonly LoggedModelRow[]): LoggedModel[] {
  const numbers = JSON.stringify(rows.map((row) => row.no));
  const params = textsByOwner(db, { table: 'model_params', owner: 'model', owners: numbers });
  const tags = textsByOwner(db, { table: 'model_tags', owner: 'model', owners: numbers });
  const metrics = pointsOf(db, numbers);
  return rows.map((row) => ({
    id: row.id,
    experiment: String(row.experiment),
    name: row.name,
    ...(row.type === null ? {} : { type: row.type }),
    ...(row.run === null ? {} : { run: row.run }),
    ...(row.user === null ? {} : { user: row.user }),
    status: row.status,
    ...(row.statusMessage === null ? {} : { statusMessage: row.statusMessage }),
    lifecycle: row.deletedAt === null ? 'active' : 'deleted',
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    params: params.get(row.no) ?? {},
    tags: tags.get(row.no) ?? {},
    metrics: metrics.get(row.no) ?? [],
  }));
}

const AMONG = 'IN (SELECT value FROM json_each(?))';

interface PointRow {
  readonly model: number;
  readonly key: string;
  readonly value: number;
  readonly nan: 0 | 1;
  readonly step: number;
  readonly time: number;
  readonly run: string;
  readonly dataset: string;
  readonly digest: string;
}

function pointsOf(db: Database.Database, numbers: string): Map<number, ModelMetric[]> {
  const rows = prepared(
    db,
    `SELECT m.model, k.name AS key, m.value, m.nan, m.step, m.time, r.id AS run, m.dataset, m.digest
     FROM model_metrics m JOIN metric_keys k ON k.id = m.key JOIN runs r ON r.no = m.run
     WHERE m.model ${AMONG} ORDER BY m.model, k.name, m.time, m.step, m.value, r.no, m.dataset, m.digest`,
  ).all(numbers) as PointRow[];
  const groups = new Map<number, ModelMetric[]>();
  for (const row of rows) {
    const group = groups.get(row.model);
    if (group) group.push(modelMetric(row));
    else groups.set(row.model, [modelMetric(row)]);
  }
  return groups;
}

function modelMetric({ key, value, nan, step, time, run, dataset, digest }: PointRow): ModelMetric {
  const measured = { key, value: nan ? Number.NaN : value, step, timestamp: time, run };
  return dataset === '' ? measured : { ...measured, dataset: { name: dataset, digest } };
}
