import type Database from 'better-sqlite3';
import type { CurveAsked, CurveName, MetricCurve, MetricCurves } from '../../ports/metricCurves.ts';
import type { MetricPoint } from '../../ports/runStore.ts';
import type { Connection } from './connection.ts';
import { findRun } from './runRows.ts';
import { prepared } from './statements.ts';

/** Curves in one file. */
export function metricCurves(connection: Connection): MetricCurves {
  return {
    curveNames: (runs) => connection.read((db) => curveNames(db, runs)),
    curve: (asked) => connection.read((db) => curve(db, asked)),
  };
}

function curveNames(db: Database.Database, runs: readonly string[]): readonly CurveName[] {
  const rows = prepared(
    db,
    `WITH RECURSIVE inner (outermost, no) AS (
       SELECT no, no FROM runs WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL
       UNION SELECT i.outermost, r.no FROM runs r JOIN inner i ON r.parent = i.no WHERE r.deleted_at IS NULL)
     SELECT k.name, count(DISTINCT i.outermost) AS runs
     FROM inner i CROSS JOIN latest_metrics v ON v.run = i.no CROSS JOIN metric_keys k ON k.id = v.key
     WHERE (SELECT 1 FROM metrics m WHERE m.run = v.run AND m.key = v.key LIMIT 1 OFFSET 1) IS NOT NULL
     GROUP BY k.name ORDER BY k.name`,
  ).all(JSON.stringify(runs));
  return rows as CurveName[];
}

/** Number of the run that logged it, and of the metric. */
interface Logged {
  readonly run: number;
  readonly key: number;
}

function curve(db: Database.Database, { run, metric, most, isQuick = false }: CurveAsked): MetricCurve | undefined {
  const logged = loggedIn(db, findRun(db, run).no, metric);
  if (logged === undefined) return undefined;
  const all = pointsOf(db, logged, most + 1);
  if (all.length <= most) return { points: all, total: all.length };
  return thinnedCurve(db, logged, { most, isQuick });
}

/** Of a run and those within it the one that went on with the metric for longest. */
function loggedIn(db: Database.Database, no: number, metric: string): Logged | undefined {
  return prepared(
    db,
    `WITH RECURSIVE inner (no) AS (
       SELECT ? UNION SELECT r.no FROM runs r JOIN inner i ON r.parent = i.no WHERE r.deleted_at IS NULL)
     SELECT v.run, v.key FROM inner i JOIN latest_metrics v ON v.run = i.no JOIN metric_keys k ON k.id = v.key
     WHERE k.name = ? ORDER BY v.step DESC, v.run LIMIT 1`,
  ).get(no, metric) as Logged | undefined;
}

/** Points of a first look at a long curve. */
const QUICK_MOST = 300;

const OF_CURVE = 'FROM metrics WHERE run = ? AND key = ?';
const POINT = 'SELECT step, time AS timestamp, value, nan';

interface PointRow extends MetricPoint {
  readonly nan: 0 | 1;
}

function pointOf({ step, timestamp, value, nan }: PointRow): MetricPoint {
  return { step, timestamp, value: nan === 1 ? Number.NaN : value };
}

function pointsOf(db: Database.Database, { run, key }: Logged, limit: number): readonly MetricPoint[] {
  const sql = `${POINT} ${OF_CURVE} ORDER BY step, time, value LIMIT ?`;
  return (prepared(db, sql).all(run, key, limit) as PointRow[]).map(pointOf);
}

/** Stretches of equal width in steps; in time where all have the same step. */
function thinnedCurve(
  db: Database.Database,
  logged: Logged,
  { most, isQuick }: { readonly most: number; readonly isQuick: boolean },
): MetricCurve {
  const [first, last] = (['ASC', 'DESC'] as const).map((order) => endOf(db, logged, order));
  if (first === undefined || last === undefined) return { points: [], total: 0 };
  const axis = axisOf(first, last);
  const { by } = axis;
  const count = isQuick ? Math.min(most, QUICK_MOST) : most;
  const width = (last[by] - first[by]) / count;
  const edges = Array.from({ length: count }, (_, i) => first[by] + width * i);
  const points = stretchStarts(db, logged, axis, edges);
  if (isQuick) return { points: [...points, last], total: null };
  const stretches = points.map((point, i) =>
    figuresOf(db, logged, axis, [point[by], points[i + 1]?.[by] ?? last[by] + 1]),
  );
  return {
    points: [...points.map((point, i) => ({ ...point, value: stretches[i]?.mean ?? Number.NaN })), last],
    low: [...stretches.map(({ least }) => least ?? Number.NaN), last.value],
    high: [...stretches.map(({ greatest }) => greatest ?? Number.NaN), last.value],
    total: stretches.reduce((sum, { count }) => sum + count, 0),
  };
}

function endOf(db: Database.Database, { run, key }: Logged, order: 'ASC' | 'DESC'): MetricPoint | undefined {
  const sql = `${POINT} ${OF_CURVE} ORDER BY step ${order}, time ${order}, value ${order} LIMIT 1`;
  const row = prepared(db, sql).get(run, key) as PointRow | undefined;
  return row && pointOf(row);
}

/** What stretches are cut along: an end of the table's own order, so that each is found without looking at the others. */
interface Axis {
  readonly by: 'step' | 'timestamp';
  readonly from: string;
  readonly to: string;
  /** What stands before the end in `from`. */
  readonly given: readonly number[];
}

function axisOf(first: MetricPoint, last: MetricPoint): Axis {
  return first.step === last.step
    ? { by: 'timestamp', from: 'step = ? AND time >= ?', to: 'time < ?', given: [first.step] }
    : { by: 'step', from: 'step >= ?', to: 'step < ?', given: [] };
}

/** The first point at or after each edge; edges between which there is none share it. */
function stretchStarts(
  db: Database.Database,
  { run, key }: Logged,
  { by, from: after, given }: Axis,
  edges: readonly number[],
): readonly MetricPoint[] {
  const from = prepared(db, `${POINT} ${OF_CURVE} AND ${after} ORDER BY step, time, value LIMIT 1`);
  const starts: MetricPoint[] = [];
  for (const edge of edges) {
    const before = starts.at(-1);
    if (before !== undefined && before[by] >= edge) continue;
    const row = from.get(run, key, ...given, Math.ceil(edge)) as PointRow | undefined;
    if (row !== undefined) starts.push(pointOf(row));
  }
  return starts;
}

interface Stretch {
  readonly count: number;
  readonly least: number | null;
  readonly greatest: number | null;
  readonly mean: number | null;
}

function figuresOf(
  db: Database.Database,
  { run, key }: Logged,
  { from, to, given }: Axis,
  [start, end]: readonly [number, number],
): Stretch {
  const number = 'iif(nan, NULL, value)';
  const sql = `SELECT count(*) AS count, min(${number}) AS least, max(${number}) AS greatest, avg(${number}) AS mean
    ${OF_CURVE} AND ${from} AND ${to}`;
  return prepared(db, sql).get(run, key, ...given, start, end) as Stretch;
}
