import type Database from 'better-sqlite3';
import type { Experiment } from '../../ports/experimentStore.ts';
import { experimentNotFound } from './runFailures.ts';
import { prepared } from './statements.ts';
import { textsOf } from './textPairs.ts';

export const EXPERIMENT_COLUMNS = `e.id, e.name, e.created_at AS createdAt, e.updated_at AS updatedAt, e.deleted_at AS deletedAt,
  e.artifact_location AS artifactLocation,
  (SELECT json_group_array(key) FROM experiment_tags t WHERE t.experiment = e.id) AS tagKeys,
  (SELECT json_group_array(value) FROM experiment_tags t WHERE t.experiment = e.id) AS tagValues`;

export interface ExperimentRow {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
  readonly artifactLocation: string | null;
  readonly tagKeys: string;
  readonly tagValues: string;
}

export function experimentOf(row: ExperimentRow): Experiment {
  return {
    id: String(row.id),
    name: row.name,
    lifecycle: row.deletedAt === null ? 'active' : 'deleted',
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    tags: textsOf(row.tagKeys, row.tagValues),
    ...(row.artifactLocation === null ? {} : { artifactLocation: row.artifactLocation }),
  };
}

export function readExperiments(db: Database.Database): Experiment[] {
  const rows = prepared(db, `SELECT ${EXPERIMENT_COLUMNS} FROM experiments e ORDER BY e.id`).all();
  return (rows as ExperimentRow[]).map(experimentOf);
}

export function experimentRowNamed(db: Database.Database, name: string): ExperimentRow | undefined {
  const select = `SELECT ${EXPERIMENT_COLUMNS} FROM experiments e WHERE e.name = ?`;
  return prepared(db, select).get(name) as ExperimentRow | undefined;
}

/**
 * Of any lifecycle.
 * @throws Failure `experiment-not-found`
 */
export function findExperiment(db: Database.Database, id: string): ExperimentRow {
  const select = `SELECT ${EXPERIMENT_COLUMNS} FROM experiments e WHERE e.id = ?`;
  const row = experimentNumbers([id]).map((no) => prepared(db, select).get(no))[0];
  if (row === undefined) throw experimentNotFound(id);
  return row as ExperimentRow;
}

/** Those of the ids that can be one: no other text is taken for a number. */
export function experimentNumbers(ids: readonly string[]): readonly number[] {
  return ids.filter((id) => /^(0|[1-9]\d{0,14})$/.test(id)).map(Number);
}
