import type Database from 'better-sqlite3';
import type { Experiment, MetricPoint, Run, RunArtifact, RunDataset, RunStatus } from '../../ports/runStore.ts';
import { runAmbiguous, runNotFound, runPrefixShort } from './runFailures.ts';

export const RUN_COLUMNS = `r.no, r.id, e.name AS experiment, r.name, p.id AS parent, r.status, r.deleted_at AS deletedAt,
  r.start_time AS startTime, r.end_time AS endTime, r.user`;
export const RUN_TABLES = `runs r JOIN experiments e ON e.id = r.experiment LEFT JOIN runs p ON p.no = r.parent`;

export interface RunRow {
  readonly no: number;
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly parent: string | null;
  readonly status: RunStatus;
  readonly deletedAt: number | null;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly user: string;
}

/**
 * By id, or by a prefix of at least 4 digits.
 * @throws Failure `run-not-found`, `run-ambiguous`
 */
export function findRun(db: Database.Database, id: string): RunRow {
  if (!/^[0-9a-f]{4,32}$/i.test(id)) throw runPrefixShort(id);
  const prefix = id.toLowerCase();
  const rows = db
    .prepare(`SELECT ${RUN_COLUMNS} FROM ${RUN_TABLES} WHERE r.id >= ? AND r.id < ? ORDER BY r.id LIMIT 5`)
    .all(prefix, `${prefix}g`) as RunRow[];
  const [row] = rows;
  if (!row) throw runNotFound(id);
  if (rows.length > 1)
    throw runAmbiguous(
      id,
      rows.map((one) => one.id),
    );
  return row;
}

/** Runs with all that belongs to them, in the order of `rows`; one query per table however many they are. */
export function completeRuns(db: Database.Database, rows: readonly RunRow[]): Run[] {
  const numbers = JSON.stringify(rows.map((row) => row.no));
  const params = pairs(db, 'params', numbers);
  const tags = pairs(db, 'tags', numbers);
  const metrics = latest(db, numbers);
  const datasets = byRun(db, `SELECT run, name, version, rows, context FROM run_datasets`, numbers, dataset);
  const artifacts = byRun(db, `SELECT run, path, size, sha256 FROM run_artifacts`, numbers, artifact);
  return rows.map(({ no, deletedAt, parent, endTime, ...row }) => ({
    ...row,
    parent: parent ?? undefined,
    endTime: endTime ?? undefined,
    lifecycle: deletedAt === null ? 'active' : 'deleted',
    params: Object.fromEntries(params.get(no) ?? []),
    metrics: Object.fromEntries(metrics.get(no) ?? []),
    tags: Object.fromEntries(tags.get(no) ?? []),
    datasets: datasets.get(no) ?? [],
    artifacts: artifacts.get(no) ?? [],
  }));
}

export interface PointRow {
  readonly value: number;
  readonly nan: number;
  readonly step: number;
  readonly time: number;
}

export function metricPoint(row: PointRow): MetricPoint {
  return { value: row.nan ? Number.NaN : row.value, step: row.step, timestamp: row.time };
}

export function readExperiments(db: Database.Database, name?: string): Experiment[] {
  const rows = db
    .prepare(
      `SELECT id, name, created_at AS createdAt, updated_at AS updatedAt, deleted_at AS deletedAt,
        (SELECT json_group_object(key, value) FROM experiment_tags t WHERE t.experiment = e.id) AS tags
       FROM experiments e WHERE ? IS NULL OR name = ? ORDER BY id`,
    )
    .all(name ?? null, name ?? null) as ExperimentRow[];
  return rows.map(({ id, deletedAt, tags, ...row }) => ({
    ...row,
    id: String(id),
    lifecycle: deletedAt === null ? 'active' : 'deleted',
    tags: JSON.parse(tags) as Record<string, string>,
  }));
}

interface ExperimentRow {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
  readonly tags: string;
}

function pairs(db: Database.Database, table: 'params' | 'tags', numbers: string): Map<number, [string, string][]> {
  return byRun(db, `SELECT run, key, value FROM ${table}`, numbers, (row) => [row.key as string, row.value as string]);
}

function latest(db: Database.Database, numbers: string): Map<number, [string, MetricPoint][]> {
  const select = `SELECT run, k.name AS key, step, time, value, nan FROM latest_metrics JOIN metric_keys k ON k.id = key`;
  return byRun(db, select, numbers, (row) => [row.key as string, metricPoint(row as unknown as PointRow)]);
}

function dataset(row: Row): RunDataset {
  const base = { name: row.name as string, version: row.version as string, rows: row.rows as number };
  return row.context === '' ? base : { ...base, context: row.context as string };
}

function artifact(row: Row): RunArtifact {
  return { path: row.path as string, size: row.size as number, sha256: row.sha256 as string };
}

type Row = Readonly<Record<string, unknown>>;

function byRun<T>(db: Database.Database, select: string, numbers: string, make: (row: Row) => T): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  const rows = db.prepare(`${select} WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, 2`).all(numbers);
  for (const row of rows as Row[]) {
    const group = groups.get(row.run as number);
    if (group) group.push(make(row));
    else groups.set(row.run as number, [make(row)]);
  }
  return groups;
}
