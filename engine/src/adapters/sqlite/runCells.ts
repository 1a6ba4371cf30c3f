import type Database from 'better-sqlite3';
import type { KeyKind, KeySpread, KeyValues, RunCells, RunHead, RunSpan } from '../../ports/runCells.ts';
import type { Connection } from './connection.ts';
import { matchingRuns } from './searchRuns.ts';
import { prepared } from './statements.ts';

/** A table of values by run and key: how a key and a value are written in it, and which values have an order. */
interface Place {
  readonly from: string;
  /** What rows hold instead of the name: names of metrics stand elsewhere. */
  readonly key: string;
  readonly name: string;
  readonly value: string;
  /** 1 where a value looks like a number. */
  readonly isNumber: string;
}

const TEXT_IS_NUMBER = `v.value GLOB '*[0-9]*' AND v.value NOT GLOB '*[^-+.0-9eE]*'`;

const PLACES: Readonly<Record<KeyKind, Place>> = {
  metric: {
    from: 'latest_metrics v',
    key: 'v.key',
    name: '(SELECT name FROM metric_keys WHERE id = v.key)',
    value: `iif(v.nan, 'NaN', v.value)`,
    isNumber: '1',
  },
  param: { from: 'params v', key: 'v.key', name: 'v.key', value: 'v.value', isNumber: TEXT_IS_NUMBER },
  tag: { from: 'tags v', key: 'v.key', name: 'v.key', value: 'v.value', isNumber: '0' },
  dataset: { from: 'run_datasets v', key: 'v.name', name: 'v.name', value: 'v.version', isNumber: '0' },
};

const HISTORY = 'metrics v JOIN metric_keys k ON k.id = v.key AND NOT v.nan';

/** Runs of tables, and those only. */
const OF_TABLES = '+r.parent IS NULL AND r.deleted_at IS NULL';

/** Runs as tables show them, in one file. */
export function runCells(connection: Connection): RunCells {
  return {
    heads: () => connection.read(heads),
    matching: (selection) => connection.read((db) => matchingRuns(db, { ...selection, topLevel: true })),
    prints: (runs) => connection.read((db) => prints(db, runs)),
    spreads: (kind, span) => connection.read((db) => spreads(db, kind, span)),
    values: (kind, keys, span, of = 'last') =>
      connection.read((db) => (of === 'last' ? values(db, PLACES[kind], keys, span) : extremes(db, of, keys, span))),
  };
}

function heads(db: Database.Database): readonly RunHead[] {
  const rows = prepared(
    db,
    `SELECT r.no, r.id, e.name AS experiment, r.name, r.status, r.start_time AS startTime, r.end_time AS endTime, r.user
     FROM runs r JOIN experiments e ON e.id = r.experiment WHERE ${OF_TABLES} ORDER BY r.start_time DESC, r.id`,
  ).all();
  return rows as RunHead[];
}

/**
 * Runs that no table shows: those within others, and deleted ones. They are left out by their numbers, since to look at the run
 * of each of a million values takes longer than to read them; where there is none, nothing is asked.
 */
function ofTables(db: Database.Database): string {
  const some = 'SELECT no FROM runs WHERE parent IS NOT NULL OR deleted_at IS NOT NULL';
  const hasSome = prepared(db, `SELECT EXISTS (${some})`).pluck().get() === 1;
  return hasSome ? `v.run NOT IN (${some})` : 'true';
}

/** Params are never another once they are there; a metric that is logged again is another in its time at least. */
const PRINTS = [
  `SELECT v.run, count(*), sum(v.time), sum(v.step), total(v.value), sum(v.nan) FROM latest_metrics v`,
  'SELECT v.run, count(*) FROM params v',
  'SELECT v.run, group_concat(v.key || char(0) || v.value, char(0)) FROM tags v',
  'SELECT v.run, group_concat(v.name || v.version) FROM run_datasets v',
];

function prints(db: Database.Database, runs?: readonly number[]): ReadonlyMap<number, string> {
  const given = runs === undefined ? [] : [JSON.stringify(runs)];
  const among = (no: string) => (runs === undefined ? 'true' : `${no} IN (SELECT value FROM json_each(?))`);
  const names = `SELECT r.no, r.name || char(0) || r.status || ifnull(r.end_time, '') FROM runs r`;
  const found = new Map(
    prepared(db, `${names} WHERE ${OF_TABLES} AND ${among('r.no')}`)
      .raw()
      .all(...given) as [number, string][],
  );
  for (const print of PRINTS) {
    const sql = `${print} WHERE ${among('v.run')} GROUP BY v.run`;
    const rows = prepared(db, sql)
      .raw()
      .all(...given) as [number, ...(string | number)[]][];
    for (const [run, ...parts] of rows) {
      const before = found.get(run);
      if (before !== undefined) found.set(run, `${before}\n${parts.join(' ')}`);
    }
  }
  return found;
}

function spreads(db: Database.Database, kind: KeyKind, { from, to }: RunSpan): readonly KeySpread[] {
  const { from: table, key, name, value, isNumber } = PLACES[kind];
  const rows = prepared(
    db,
    `SELECT ${name} AS key, count(*) AS filled, sum(${isNumber}) AS numbers, min(${value}) AS least, max(${value}) AS greatest
     FROM ${table} WHERE ${ofTables(db)} AND v.run BETWEEN ? AND ? GROUP BY ${key}`,
  ).all(from, to);
  return rows as KeySpread[];
}

function values(db: Database.Database, place: Place, keys: readonly string[], { from, to }: RunSpan): KeyValues[] {
  const isMetric = place === PLACES.metric;
  const names = isMetric ? metricKeys(db, keys) : new Map(keys.map((key) => [key, key]));
  // In one pass, unless most of what it passes is not wanted.
  const isSought = keys.length * WIDER < widthIn(db, place);
  const rows = prepared(
    db,
    `SELECT ${place.key}, v.run, ${place.value}
     FROM ${isSought ? `runs r CROSS JOIN ${place.from} ON v.run = r.no` : place.from}
     WHERE ${ofTables(db)} AND ${isSought ? 'r.no' : 'v.run'} BETWEEN ? AND ?
       AND ${place.key} IN (SELECT value FROM json_each(?))`,
  )
    .raw()
    .all(from, to, JSON.stringify([...names.keys()])) as [string | number, number, string | number][];
  return byKey(rows, (key) => names.get(key) ?? '', isMetric ? Number : undefined);
}

/** A value that is sought costs as much as so many that are passed. */
const WIDER = 8;

/** How many values the newest run has there. */
function widthIn(db: Database.Database, { from }: Place): number {
  const sql = `SELECT count(*) FROM ${from} WHERE v.run = (SELECT max(v.run) FROM ${from})`;
  return prepared(db, sql).pluck().get() as number;
}

/** Names by the number that stands for each. */
function metricKeys(db: Database.Database, names: readonly string[]): ReadonlyMap<string | number, string> {
  const sql = 'SELECT id, name FROM metric_keys WHERE name IN (SELECT value FROM json_each(?))';
  return new Map(prepared(db, sql).raw().all(JSON.stringify(names)) as [number, string][]);
}

function extremes(
  db: Database.Database,
  of: 'min' | 'max',
  keys: readonly string[],
  { from, to }: RunSpan,
): KeyValues[] {
  const rows = prepared(
    db,
    `SELECT k.name, v.run, ${of}(v.value) FROM ${HISTORY} JOIN runs r ON r.no = v.run
     WHERE ${OF_TABLES} AND v.run BETWEEN ? AND ? AND k.name IN (SELECT value FROM json_each(?)) GROUP BY v.key, v.run`,
  )
    .raw()
    .all(from, to, JSON.stringify(keys)) as [string, number, number][];
  return byKey(rows, String);
}

/**
 * @param nameOf of what stands for a key
 * @param read of a value, where it is not as it was read
 */
function byKey(
  rows: readonly (readonly [string | number, number, string | number])[],
  nameOf: (key: string | number) => string,
  read?: (value: string | number) => number,
): KeyValues[] {
  const found = new Map<
    string | number,
    { readonly key: string; readonly runs: number[]; readonly values: (string | number)[] }
  >();
  for (const [key, run, value] of rows) {
    let column = found.get(key);
    if (column === undefined) {
      column = { key: nameOf(key), runs: [], values: [] };
      found.set(key, column);
    }
    column.runs.push(run);
    column.values.push(read === undefined ? value : read(value));
  }
  return [...found.values()];
}
