import type Database from 'better-sqlite3';
import type { Experiment, ExperimentDataset, ExperimentQuery, ExperimentStore } from '../../ports/experimentStore.ts';
import type { Page } from '../../ports/page.ts';
import { type Comparison, parseFilter } from '../../tracking/filter.ts';
import { EXPERIMENTS } from '../../tracking/grammars.ts';
import { parseOrders } from '../../tracking/orders.ts';
import { pageOf, windowOf } from '../../tracking/pageTokens.ts';
import type { Connection } from './connection.ts';
import {
  EXPERIMENT_COLUMNS,
  type ExperimentRow,
  experimentNumbers,
  experimentOf,
  experimentRowNamed,
  findExperiment,
} from './experimentRows.ts';
import { columnOrder, conditionSql, joined, pairSql, type Sql } from './filterSql.ts';
import type { Leases } from './leases.ts';
import { experimentDeleted, experimentExists } from './runFailures.ts';
import { prepared } from './statements.ts';

/** The name that MLflow gives to experiment 0. */
const DEFAULT = 'Default';

export function experimentStore(connection: Connection, leases: Leases): ExperimentStore {
  const { clock } = connection;
  const change = (id: string, work: (db: Database.Database, row: ExperimentRow) => void): Promise<void> =>
    connection.write((db) => {
      const row = findExperiment(db, id);
      work(db, row);
      prepared(db, `UPDATE experiments SET updated_at = max(updated_at, ?) WHERE id = ?`).run(clock.now(), row.id);
    });
  const named = (db: Database.Database, name: string): Experiment | undefined => {
    const row = experimentRowNamed(db, name);
    return row && experimentOf(row);
  };
  return {
    createExperiment: ({ name, tags = {}, artifactLocation }) =>
      connection.write((db) => {
        refuseTaken(db, name);
        const id = makeExperiment(db, name, clock.now(), artifactLocation);
        writeExperimentTags(db, id, tags);
        return named(db, name)!;
      }),
    defaultExperiment: () =>
      connection.write((db) => {
        const there = prepared(db, `SELECT count(*) FROM experiments WHERE id = 0`).pluck().get() === 1;
        if (!there) makeExperiment(db, DEFAULT, clock.now());
        return experimentOf(findExperiment(db, '0'));
      }),
    experimentById: (id) => connection.read((db) => experimentOf(findExperiment(db, id))),
    experimentNamed: (name) => connection.read((db) => named(db, name)),
    searchExperiments: (query) => connection.read((db) => searchExperiments(db, query)),
    renameExperiment: (id, name) =>
      change(id, (db, row) => {
        refuseDeleted(row);
        if (row.name !== name) refuseTaken(db, name);
        prepared(db, `UPDATE experiments SET name = ? WHERE id = ?`).run(name, row.id);
      }),
    deleteExperiment: (id) =>
      change(id, (db, row) => {
        refuseDeleted(row);
        leases.refuseHeldIn(row.id);
        const now = clock.now();
        prepared(db, `UPDATE experiments SET deleted_at = ? WHERE id = ?`).run(now, row.id);
        for (const table of CASCADE)
          prepared(db, `UPDATE ${table} SET deleted_at = ? WHERE experiment = ? AND deleted_at IS NULL`).run(
            now,
            row.id,
          );
      }),
    restoreExperiment: (id) =>
      change(id, (db, row) => {
        prepared(db, `UPDATE experiments SET deleted_at = NULL WHERE id = ?`).run(row.id);
        for (const table of CASCADE)
          prepared(db, `UPDATE ${table} SET deleted_at = NULL WHERE experiment = ? AND deleted_at = ?`).run(
            row.id,
            row.deletedAt,
          );
      }),
    tagExperiment: (id, tags) =>
      change(id, (db, row) => {
        refuseDeleted(row);
        writeExperimentTags(db, row.id, tags);
      }),
    deleteExperimentTag: async (id, key) => {
      let had = false;
      await change(id, (db, row) => {
        refuseDeleted(row);
        had =
          prepared(db, `DELETE FROM experiment_tags WHERE experiment = ? AND key = ?`).run(row.id, key).changes === 1;
      });
      return had;
    },
    experimentDatasets: (experiments, limit) => connection.read((db) => datasetsOf(db, experiments, limit)),
  };
}

/** What goes with an experiment carries its time of deletion, so that it comes back with it. */
const CASCADE = ['runs', 'logged_models'] as const;

/** The number of the experiment of this name, made when absent, brought back when deleted. */
export function experimentNo(db: Database.Database, name: string, now: number): number {
  const row = experimentRowNamed(db, name);
  if (row === undefined) return makeExperiment(db, name, now);
  if (row.deletedAt !== null)
    prepared(db, `UPDATE experiments SET deleted_at = NULL, updated_at = ? WHERE id = ?`).run(now, row.id);
  return row.id;
}

/** @throws Failure `experiment-not-found`, `experiment-deleted` */
export function activeExperiment(db: Database.Database, id: string): number {
  const row = findExperiment(db, id);
  refuseDeleted(row);
  return row.id;
}

/** `Default` is experiment 0 unless there is one. */
function makeExperiment(db: Database.Database, name: string, now: number, artifactLocation?: string): number {
  const none = `NOT EXISTS (SELECT 1 FROM experiments WHERE id = 0)`;
  const made = prepared(
    db,
    `INSERT INTO experiments (id, name, created_at, updated_at, artifact_location)
     VALUES (CASE WHEN ? AND ${none} THEN 0 END, ?, ?, ?, ?)`,
  ).run(name === DEFAULT ? 1 : 0, name, now, now, artifactLocation ?? null);
  return Number(made.lastInsertRowid);
}

function writeExperimentTags(db: Database.Database, id: number, tags: Readonly<Record<string, string>>): void {
  const upsert = prepared(
    db,
    `INSERT INTO experiment_tags (experiment, key, value) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
  for (const [key, value] of Object.entries(tags)) upsert.run(id, key, value);
}

function refuseTaken(db: Database.Database, name: string): void {
  const taken = experimentRowNamed(db, name);
  if (taken) throw experimentExists(name, taken.deletedAt === null ? 'active' : 'deleted');
}

function refuseDeleted({ name, deletedAt }: ExperimentRow): void {
  if (deletedAt !== null) throw experimentDeleted(name);
}

const VIEWS = { active: 'e.deleted_at IS NULL', deleted: 'e.deleted_at IS NOT NULL', all: 'TRUE' };
const COLUMNS: Readonly<Record<string, string>> = {
  name: 'e.name',
  creation_time: 'e.created_at',
  last_update_time: 'e.updated_at',
  experiment_id: 'e.id',
};

/** Newest first, then by id, unless the query says otherwise. */
function searchExperiments(db: Database.Database, query: ExperimentQuery): Page<Experiment> {
  const window = windowOf(query, 'experiments');
  const where = joined(
    [
      { text: VIEWS[query.view ?? 'active'], bindings: [] },
      ...parseFilter(query.filter ?? '', EXPERIMENTS).map(comparisonSql),
    ],
    ' AND ',
  );
  const order = experimentOrder(query.orderBy ?? []);
  const rows = db
    .prepare(`SELECT ${EXPERIMENT_COLUMNS} FROM experiments e WHERE ${where.text} ORDER BY ${order} LIMIT ? OFFSET ?`)
    .all(...where.bindings, window.limit + 1, window.offset);
  return pageOf((rows as ExperimentRow[]).map(experimentOf), window);
}

function comparisonSql(comparison: Comparison): Sql {
  return comparison.entity === 'attribute'
    ? conditionSql(COLUMNS[comparison.key]!, comparison)
    : pairSql(comparison, { table: 'experiment_tags', of: 'experiment', owner: 'e.id' });
}

function experimentOrder(orderBy: readonly string[]): string {
  const keys = parseOrders(orderBy, EXPERIMENTS);
  const asked = keys.length > 0 ? keys : [{ key: 'creation_time', descending: true }];
  return [...asked.map(({ key, descending }) => columnOrder(COLUMNS[key]!, descending).text), 'e.id'].join(', ');
}

function datasetsOf(db: Database.Database, experiments: readonly string[], limit: number): ExperimentDataset[] {
  const rows = prepared(
    db,
    `SELECT DISTINCT r.experiment, d.name, d.version, d.context FROM run_datasets d JOIN runs r ON r.no = d.run
     WHERE r.experiment IN (SELECT value FROM json_each(?)) AND r.deleted_at IS NULL
     ORDER BY d.name, d.version, d.context, r.experiment LIMIT ?`,
  )
    .raw()
    .all(JSON.stringify(experimentNumbers(experiments)), limit) as [number, string, string, string][];
  return rows.map(([experiment, name, digest, context]) => ({
    experiment: String(experiment),
    name,
    digest,
    ...(context === '' ? {} : { context }),
  }));
}
