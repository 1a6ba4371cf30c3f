import type Database from 'better-sqlite3';
import type { MetricPoint, NewRun, Run, RunMetric, RunStore } from '../../ports/runStore.ts';
import { pageOf, windowOf } from '../../tracking/pageTokens.ts';
import { adoptRuns } from './adoptRuns.ts';
import type { Connection } from './connection.ts';
import { experimentOf, experimentRowNamed, readExperiments } from './experimentRows.ts';
import { activeExperiment, experimentNo } from './experiments.ts';
import type { Leases } from './leases.ts';
import { writeBatch, writeParams, writeTags } from './logBatch.ts';
import {
  completeRuns,
  findRun,
  findWritable,
  metricPoint,
  type PointRow,
  RUN_COLUMNS,
  RUN_TABLES,
  type RunRow,
} from './runRows.ts';
import { countRuns, searchRuns } from './searchRuns.ts';
import { prepared } from './statements.ts';

type Runs = Pick<
  RunStore,
  | 'experiment'
  | 'experiments'
  | 'createRun'
  | 'run'
  | 'updateRun'
  | 'children'
  | 'log'
  | 'finish'
  | 'history'
  | 'historyPage'
  | 'histories'
  | 'search'
  | 'counts'
  | 'tagged'
  | 'deleteTag'
  | 'deleteRun'
  | 'restoreRun'
  | 'adopt'
>;

export function runs(connection: Connection, leases: Leases): Runs {
  const { clock } = connection;
  return {
    experiment: (name) =>
      connection.write((db) => {
        experimentNo(db, name, clock.now());
        return experimentOf(experimentRowNamed(db, name)!);
      }),
    experiments: () => connection.read(readExperiments),
    createRun: (run) => connection.write((db) => createRun(db, run, { connection, leases })),
    run: (id, parts) => connection.read((db) => completeRuns(db, [findRun(db, id)], parts)[0]!),
    updateRun: (id, { name, ...reported }, parts) =>
      connection.write((db) => {
        const run = findWritable(db, id);
        if (name !== undefined) prepared(db, `UPDATE runs SET name = ? WHERE no = ?`).run(name, run.no);
        leases.report(run, reported);
        return completeRuns(db, [findRun(db, run.id)], parts)[0]!;
      }),
    children: (id) => connection.read((db) => childrenOf(db, id)),
    log: (id, batch) => {
      const metricsOnly = Object.keys(batch).every((key) => key === 'metrics');
      return connection.writeTogether((db) => writeBatch(db, id, batch), { durable: !metricsOnly });
    },
    finish: (id, status, endTime) => connection.write(() => leases.finish(id, status, endTime)),
    history: (id, key) =>
      connection.read((db) =>
        (prepared(db, `${POINTS} ORDER BY step, time, value`).all(findRun(db, id).no, key) as PointRow[]).map(
          metricPoint,
        ),
      ),
    historyPage: (id, key, paging) =>
      connection.read((db) => {
        const window = windowOf(paging, 'points');
        return pageOf(pointsByTime(db, findRun(db, id).no, key, window), window);
      }),
    histories: (ids, key, limit) => connection.read((db) => ids.flatMap((id) => pointsOfRun(db, id, key, limit))),
    search: (query) => connection.read((db) => searchRuns(db, query)),
    counts: (selection, tag) => connection.read((db) => countRuns(db, selection, tag)),
    tagged: (key, value, limit) => connection.read((db) => taggedRuns(db, { key, value, limit })),
    deleteTag: (id, key) =>
      connection.write((db) => {
        const { no } = findWritable(db, id);
        return prepared(db, `DELETE FROM tags WHERE run = ? AND key = ?`).run(no, key).changes === 1;
      }),
    deleteRun: (id) =>
      connection.write((db) => {
        const run = findRun(db, id);
        leases.refuseHeld(run);
        prepared(db, DELETE_TREE).run(run.no, clock.now());
      }),
    restoreRun: (id) =>
      connection.write((db) => {
        const run = findRun(db, id);
        prepared(db, RESTORE_TREE).run(run.no, run.deletedAt);
      }),
    adopt: (ended) => connection.write((db) => adoptRuns(db, ended, clock.now())),
  };
}

function createRun(
  db: Database.Database,
  run: NewRun,
  { connection, leases }: { readonly connection: Connection; readonly leases: Leases },
): Run {
  const id = run.id ?? connection.ids.runId();
  const parent = run.parent === undefined ? null : findRun(db, run.parent).no;
  const { experiment: of, reported } = run;
  const experiment =
    typeof of === 'string' ? experimentNo(db, of, connection.clock.now()) : activeExperiment(db, of.id);
  const made = prepared(
    db,
    `INSERT INTO runs (id, experiment, name, parent, status, start_time, user) VALUES (?, ?, ?, ?, 'running', ?, ?)`,
  ).run(id, experiment, run.name, parent, run.startTime, run.user);
  const no = Number(made.lastInsertRowid);
  if (run.params) writeParams(db, { no, id }, run.params);
  if (run.tags) writeTags(db, no, run.tags);
  if (run.hold) leases.hold(id);
  if (reported !== undefined) {
    prepared(db, `UPDATE runs SET reported = ? WHERE no = ?`).run(reported, no);
    leases.report(findRun(db, id), { status: reported });
  }
  return completeRuns(db, [findRun(db, id)])[0]!;
}

function childrenOf(db: Database.Database, id: string): Run[] {
  const rows = prepared(
    db,
    `SELECT ${RUN_COLUMNS} FROM ${RUN_TABLES} WHERE r.parent = ? AND (r.deleted_at IS NULL OR p.deleted_at IS NOT NULL)
     ORDER BY r.start_time, r.no`,
  ).all(findRun(db, id).no);
  return completeRuns(db, rows as RunRow[]);
}

function taggedRuns(
  db: Database.Database,
  { key, value, limit }: { readonly key: string; readonly value: string; readonly limit: number },
): Run[] {
  const rows = prepared(
    db,
    `SELECT ${RUN_COLUMNS} FROM ${RUN_TABLES} JOIN tags t ON t.run = r.no
     WHERE t.key = ? AND t.value = ? AND r.deleted_at IS NULL ORDER BY r.start_time DESC, r.no DESC LIMIT ?`,
  ).all(key, value, limit);
  return completeRuns(db, rows as RunRow[]);
}

const POINTS = `SELECT step, time, value, nan FROM metrics WHERE run = ? AND key = (SELECT id FROM metric_keys WHERE name = ?)`;

/** One more than the window shows. */
function pointsByTime(
  db: Database.Database,
  run: number,
  key: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): MetricPoint[] {
  const sql = `${POINTS} ORDER BY time, step, value, nan LIMIT ? OFFSET ?`;
  return (prepared(db, sql).all(run, key, limit + 1, offset) as PointRow[]).map(metricPoint);
}

function pointsOfRun(db: Database.Database, id: string, key: string, limit: number): RunMetric[] {
  const run = findRun(db, id);
  const points = pointsByTime(db, run.no, key, { offset: 0, limit }).slice(0, limit);
  return points.map((point) => ({ ...point, run: run.id }));
}

const TREE = `
WITH RECURSIVE tree (no) AS (SELECT ? UNION ALL SELECT r.no FROM runs r JOIN tree t ON r.parent = t.no)`;
/** Nested runs carry the same time of deletion, so that restoring leaves those deleted before where they are. */
const DELETE_TREE = `${TREE} UPDATE runs SET deleted_at = ? WHERE deleted_at IS NULL AND no IN (SELECT no FROM tree)`;
const RESTORE_TREE = `${TREE} UPDATE runs SET deleted_at = NULL WHERE deleted_at = ? AND no IN (SELECT no FROM tree)`;
