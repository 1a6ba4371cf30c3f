import type Database from 'better-sqlite3';
import type { MetricPoint, RunDataset } from '../../../ports/runStore.ts';
import type { MlflowRun } from '../runShape.ts';
import type { Schema } from './schema.ts';

/** Which keys are needed of each; all when absent. */
export interface Keys {
  readonly metrics: readonly string[];
  readonly params: readonly string[];
  readonly tags: readonly string[];
}

interface Row {
  readonly id: string;
  readonly experimentId: number;
  readonly experiment: string;
  readonly gone: number;
  readonly name: string | null;
  readonly status: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly user: string | null;
}

const NO_RECORD: Readonly<Record<string, never>> = Object.freeze({});

/** Runs without what they logged, in no order; only the one of an id where that is given. */
export function bareRuns(db: Database.Database, schema: Schema, id?: string): readonly MlflowRun[] {
  const stage = (table: string) =>
    schema.has(table, 'lifecycle_stage') ? `coalesce(${table}.lifecycle_stage, '') = 'deleted'` : 'FALSE';
  const rows = db
    .prepare(
      `SELECT runs.run_uuid AS id, runs.experiment_id AS experimentId, experiments.name AS experiment,
         (${stage('runs')} OR ${stage('experiments')}) AS gone, ${schema.column('runs', 'name')},
         runs.status AS status, runs.start_time AS start, runs.end_time AS "end", ${schema.column('runs', 'user_id', 'user')}
       FROM runs JOIN experiments ON experiments.experiment_id = runs.experiment_id
       ${id === undefined ? '' : 'WHERE runs.run_uuid = ?'}`,
    )
    .all(...(id === undefined ? [] : [id])) as Row[];
  return rows.map((row) => ({
    id: row.id,
    experiment: row.experiment,
    experimentId: String(row.experimentId),
    name: row.name ?? undefined,
    status: row.status ?? undefined,
    isDeleted: row.gone === 1,
    startTime: row.start ?? undefined,
    endTime: row.end ?? undefined,
    user: row.user ?? undefined,
    params: NO_RECORD,
    metrics: NO_RECORD,
    tags: NO_RECORD,
    datasets: [],
  }));
}

/** What the runs logged, of the keys that are needed. */
export function filled(
  db: Database.Database,
  schema: Schema,
  runs: readonly MlflowRun[],
  { keys, datasets }: { readonly keys?: Keys; readonly datasets: boolean },
): readonly MlflowRun[] {
  const all = runs.length > MANY ? undefined : JSON.stringify(runs.map(({ id }) => id));
  const params = texts(db, 'params', { all, keys: keys?.params });
  const tags = texts(db, 'tags', { all, keys: keys?.tags });
  const metrics = latestMetrics(db, schema, { all, keys: keys?.metrics });
  const read = datasets ? runDatasets(db, schema, all) : undefined;
  return runs.map((run) => ({
    ...run,
    params: params.get(run.id) ?? NO_RECORD,
    tags: tags.get(run.id) ?? NO_RECORD,
    metrics: metrics.get(run.id) ?? NO_RECORD,
    datasets: read?.get(run.id) ?? [],
  }));
}

/** From here on whole tables are read. */
const MANY = 20_000;

interface Which {
  /** JSON list of run ids; all runs when absent. */
  readonly all: string | undefined;
  readonly keys: readonly string[] | undefined;
}

function where({ all, keys }: Which): { readonly text: string; readonly bindings: readonly string[] } {
  const parts = [
    ...(all === undefined ? [] : ['run_uuid IN (SELECT value FROM json_each(?))']),
    ...(keys === undefined ? [] : ['"key" IN (SELECT value FROM json_each(?))']),
  ];
  return {
    text: parts.length === 0 ? 'TRUE' : parts.join(' AND '),
    bindings: [...(all === undefined ? [] : [all]), ...(keys === undefined ? [] : [JSON.stringify(keys)])],
  };
}

function texts(
  db: Database.Database,
  table: 'params' | 'tags',
  which: Which,
): ReadonlyMap<string, Record<string, string>> {
  if (which.keys?.length === 0) return new Map();
  const { text, bindings } = where(which);
  const found = new Map<string, Record<string, string>>();
  const rows = db.prepare(`SELECT run_uuid, "key", value FROM ${table} WHERE ${text}`).raw();
  for (const row of rows.iterate(...bindings)) {
    const [id, key, value] = row as [string, string, string | null];
    recordOf(found, id)[key] = value ?? '';
  }
  return found;
}

function latestMetrics(
  db: Database.Database,
  schema: Schema,
  which: Which,
): ReadonlyMap<string, Record<string, MetricPoint>> {
  if (which.keys?.length === 0) return new Map();
  const { text, bindings } = where(which);
  const found = new Map<string, Record<string, MetricPoint>>();
  const table = schema.has('latest_metrics') ? 'latest_metrics' : 'metrics';
  const step = schema.has(table, 'step') ? 'step' : '0';
  const nan = schema.has(table, 'is_nan') ? 'is_nan' : '0';
  const order = table === 'metrics' ? `ORDER BY ${step}, timestamp, ${nan} DESC, value` : '';
  const rows = db
    .prepare(`SELECT run_uuid, "key", value, timestamp, ${step}, ${nan} FROM ${table} WHERE ${text} ${order}`)
    .raw();
  for (const row of rows.iterate(...bindings)) {
    const [id, key, value, timestamp, at, isNan] = row as [string, string, number, number, number, number];
    recordOf(found, id)[key] = { value: storedValue(value, isNan), step: at, timestamp };
  }
  return found;
}

/** MLflow keeps NaN beside the value, and infinity as the greatest number. */
export function storedValue(value: number | null, isNan: number): number {
  if (isNan || value === null) return Number.NaN;
  if (value >= Number.MAX_VALUE) return Number.POSITIVE_INFINITY;
  return value <= -Number.MAX_VALUE ? Number.NEGATIVE_INFINITY : value;
}

function recordOf<T>(found: Map<string, Record<string, T>>, id: string): Record<string, T> {
  let record = found.get(id);
  if (record === undefined) {
    record = {};
    found.set(id, record);
  }
  return record;
}

function runDatasets(
  db: Database.Database,
  schema: Schema,
  all: string | undefined,
): ReadonlyMap<string, readonly RunDataset[]> {
  const found = new Map<string, RunDataset[]>();
  if (!schema.has('datasets') || !schema.has('inputs') || !schema.has('input_tags')) return found;
  const rows = db
    .prepare(
      `SELECT i.destination_id AS run, d.name, d.digest, d.dataset_source_type AS sourceType, d.dataset_source AS source,
         d.dataset_schema AS "schema", d.dataset_profile AS profile,
         (SELECT json_group_object(t.name, t.value) FROM input_tags t WHERE t.input_uuid = i.input_uuid) AS tags
       FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
       WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN'
         AND (? OR i.destination_id IN (SELECT value FROM json_each(?))) ORDER BY d.name, d.digest`,
    )
    .all(all === undefined ? 1 : 0, all ?? '[]') as DatasetRow[];
  for (const row of rows) found.set(row.run, [...(found.get(row.run) ?? []), asDataset(row)]);
  return found;
}

interface DatasetRow {
  readonly run: string;
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
  readonly tags: string;
}

function asDataset({ name, digest, sourceType, source, schema, profile, tags }: DatasetRow): RunDataset {
  const { 'mlflow.data.context': context, ...others } = JSON.parse(tags) as Record<string, string>;
  return {
    name,
    version: digest,
    ...(context === undefined ? {} : { context }),
    ...(Object.keys(others).length > 0 ? { tags: others } : {}),
    origin: { sourceType, source, ...(schema ? { schema } : {}), ...(profile ? { profile } : {}) },
  };
}
