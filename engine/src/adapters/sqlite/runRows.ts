import type Database from 'better-sqlite3';
import type {
  MetricPoint,
  ModelOutput,
  ReportedStatus,
  Run,
  RunArtifact,
  RunDataset,
  RunParts,
  RunStatus,
} from '../../ports/runStore.ts';
import { runAmbiguous, runDeleted, runNotFound, runPrefixShort } from './runFailures.ts';
import { prepared } from './statements.ts';
import { textsByOwner } from './textPairs.ts';

export const RUN_COLUMNS = `r.no, r.id, r.experiment AS experimentNo, e.name AS experiment, r.name, p.id AS parent, r.status,
  r.reported, r.deleted_at AS deletedAt, r.start_time AS startTime, r.end_time AS endTime, r.user`;
export const RUN_TABLES = `runs r JOIN experiments e ON e.id = r.experiment LEFT JOIN runs p ON p.no = r.parent`;

export interface RunRow {
  readonly no: number;
  readonly id: string;
  readonly experimentNo: number;
  readonly experiment: string;
  readonly name: string;
  readonly parent: string | null;
  readonly status: RunStatus;
  readonly reported: ReportedStatus | null;
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
  const rows = prepared(
    db,
    `SELECT ${RUN_COLUMNS} FROM ${RUN_TABLES} WHERE r.id >= ? AND r.id < ? ORDER BY r.id LIMIT 5`,
  ).all(prefix, `${prefix}g`) as RunRow[];
  const [row] = rows;
  if (!row) throw runNotFound(id);
  if (rows.length > 1)
    throw runAmbiguous(
      id,
      rows.map((one) => one.id),
    );
  return row;
}

/**
 * As `findRun`, of a run that takes something.
 * @throws Failure `run-deleted` too
 */
export function findWritable(db: Database.Database, id: string): RunRow {
  const run = findRun(db, id);
  if (run.deletedAt !== null) throw runDeleted(run.id);
  return run;
}

/** Runs with all that belongs to them, in the order of `rows`; one query per table however many they are. */
export function completeRuns(db: Database.Database, rows: readonly RunRow[], parts: RunParts = {}): Run[] {
  const numbers = JSON.stringify(rows.map((row) => row.no));
  const params = textsByOwner(db, { table: 'params', owner: 'run', owners: numbers });
  const tags = textsByOwner(db, { table: 'tags', owner: 'run', owners: numbers });
  const metrics = latest(db, numbers);
  const datasets = byRun(db, DATASETS, numbers, dataset);
  const artifacts =
    parts.artifacts === false ? new Map<number, RunArtifact[]>() : byRun(db, ARTIFACTS, numbers, artifact);
  const inputs = byRun(db, MODEL_INPUTS, numbers, ([, model]) => model as string);
  const outputs = byRun(db, MODEL_OUTPUTS, numbers, modelOutput);
  return rows.map((row) => {
    const { no, reported } = row;
    const modelInputs = inputs.get(no);
    const modelOutputs = outputs.get(no);
    return {
      id: row.id,
      experiment: row.experiment,
      experimentId: String(row.experimentNo),
      name: row.name,
      parent: row.parent ?? undefined,
      status: row.status,
      lifecycle: row.deletedAt === null ? 'active' : 'deleted',
      startTime: row.startTime,
      endTime: row.endTime ?? undefined,
      user: row.user,
      params: params.get(no) ?? {},
      metrics: metrics.get(no) ?? {},
      tags: tags.get(no) ?? {},
      datasets: datasets.get(no) ?? [],
      artifacts: artifacts.get(no) ?? [],
      ...(reported === null ? {} : { reported }),
      ...(modelInputs === undefined ? {} : { modelInputs }),
      ...(modelOutputs === undefined ? {} : { modelOutputs }),
    };
  });
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

const AMONG = `IN (SELECT value FROM json_each(?))`;

const DATASETS = `SELECT d.run, d.name, d.version, d.context, d.rows, d.tags, o.source_type, o.source, o.schema, o.profile
  FROM run_datasets d JOIN runs r ON r.no = d.run
  LEFT JOIN dataset_origins o ON o.experiment = r.experiment AND o.name = d.name AND o.version = d.version
  WHERE d.run ${AMONG} ORDER BY d.run, d.name, d.version, d.context`;
const ARTIFACTS = `SELECT run, path, size, sha256 FROM run_artifacts WHERE run ${AMONG} ORDER BY run, path`;
const MODEL_INPUTS = `SELECT run, model FROM run_models WHERE run ${AMONG} AND direction = 'input' ORDER BY run, model`;
const MODEL_OUTPUTS = `SELECT run, model, step FROM run_models WHERE run ${AMONG} AND direction = 'output'
  ORDER BY run, step, model`;

function latest(db: Database.Database, numbers: string): Map<number, Record<string, MetricPoint>> {
  const select = `SELECT m.run, k.name, m.step, m.time, m.value, m.nan
    FROM latest_metrics m CROSS JOIN metric_keys k ON k.id = m.key WHERE m.run ${AMONG}`;
  const entries = new Map<number, [string, MetricPoint][]>();
  for (const [run, key, step, timestamp, value, nan] of prepared(db, select).raw().all(numbers) as LatestRow[]) {
    const entry: [string, MetricPoint] = [key, { value: nan ? Number.NaN : value, step, timestamp }];
    const group = entries.get(run);
    if (group) group.push(entry);
    else entries.set(run, [entry]);
  }
  const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
  return new Map([...entries].map(([run, group]) => [run, Object.fromEntries(group.sort(byName))]));
}

type LatestRow = readonly [run: number, key: string, step: number, time: number, value: number, nan: 0 | 1];

function dataset([, name, version, context, rows, tags, sourceType, source, schema, profile]: Row): RunDataset {
  const origin = {
    sourceType: sourceType as string,
    source: source as string,
    ...(schema === null ? {} : { schema: schema as string }),
    ...(profile === null ? {} : { profile: profile as string }),
  };
  return {
    name: name as string,
    version: version as string,
    ...(rows === null ? {} : { rows: rows as number }),
    ...(context === '' ? {} : { context: context as string }),
    ...(tags === null ? {} : { tags: JSON.parse(tags as string) as Record<string, string> }),
    ...(sourceType === null ? {} : { origin }),
  };
}

function artifact([, path, size, sha256]: Row): RunArtifact {
  return { path: path as string, size: size as number, sha256: sha256 as string };
}

function modelOutput([, model, step]: Row): ModelOutput {
  return { model: model as string, step: step as number };
}

type Row = readonly unknown[];

function byRun<T>(db: Database.Database, select: string, numbers: string, make: (row: Row) => T): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of prepared(db, select).raw().all(numbers) as Row[]) {
    const group = groups.get(row[0] as number);
    if (group) group.push(make(row));
    else groups.set(row[0] as number, [make(row)]);
  }
  return groups;
}
