import type Database from 'better-sqlite3';
import type { LoggedModel, ModelMetric } from '../../../ports/loggedModelStore.ts';
import type { SourceModel, SourceModelVersion } from '../../../ports/runSource.ts';
import { isStage } from '../stage.ts';
import { storedValue } from './runRows.ts';
import type { Schema } from './schema.ts';

type Row = Readonly<Record<string, number | string | null>>;

/** Registered models with their versions; none where the database has no registry. */
export function modelRows(db: Database.Database, schema: Schema): readonly SourceModel[] {
  if (!schema.has('registered_models', 'name') || !schema.has('model_versions', 'version')) return [];
  const models = rowsOf(
    db,
    `SELECT name, ${schema.column('registered_models', 'description')} FROM registered_models ORDER BY name`,
  );
  return models.map((model) => {
    const name = String(model['name']);
    return {
      name,
      ...given('description', model['description']),
      tags: schema.has('registered_model_tags')
        ? pairs(db, `SELECT "key", value FROM registered_model_tags WHERE name = ?`, name)
        : {},
      aliases: schema.has('registered_model_aliases')
        ? rowsOf(db, `SELECT alias, version FROM registered_model_aliases WHERE name = ? ORDER BY alias`, name).map(
            (row) => ({ alias: String(row['alias']), version: Number(row['version']) }),
          )
        : [],
      versions: versions(db, schema, name),
    };
  });
}

function versions(db: Database.Database, schema: Schema, name: string): readonly SourceModelVersion[] {
  const column = (one: string) => schema.column('model_versions', one);
  const rows = rowsOf(
    db,
    `SELECT version, ${column('description')}, ${column('current_stage')}, ${column('source')}, ${column('run_id')},
       ${column('creation_time')} FROM model_versions WHERE name = ? ORDER BY version`,
    name,
  );
  return rows
    .filter((row) => row['current_stage'] !== 'Deleted_Internal')
    .map((row) => {
      const stage = String(row['current_stage'] ?? '');
      const source = String(row['source'] ?? '');
      const loggedModel = /^models:\/(m-[\w-]+)$/.exec(source)?.[1];
      return {
        version: Number(row['version']),
        ...given('description', row['description']),
        ...(isStage(stage) ? { stage } : {}),
        tags: schema.has('model_version_tags')
          ? pairs(
              db,
              `SELECT "key", value FROM model_version_tags WHERE name = ? AND version = ?`,
              name,
              Number(row['version']),
            )
          : {},
        source,
        ...given('run', row['run_id']),
        ...(loggedModel === undefined ? {} : { loggedModel }),
        createdAt: Number(row['creation_time'] ?? 0),
      };
    });
}

const STATUS = ['pending', 'pending', 'ready', 'failed'] as const;

export function loggedModelRows(db: Database.Database, schema: Schema, experiment: string): readonly LoggedModel[] {
  if (!schema.has('logged_models', 'model_id')) return [];
  const rows = rowsOf(
    db,
    `SELECT * FROM logged_models WHERE CAST(experiment_id AS TEXT) = ? AND coalesce(lifecycle_stage, '') != 'deleted' ORDER BY model_id`,
    experiment,
  );
  return rows.map((row) => {
    const id = String(row['model_id']);
    return {
      id,
      experiment,
      name: String(row['name'] ?? id),
      ...given('type', row['model_type']),
      ...given('run', row['source_run_id']),
      status: STATUS[Number(row['status'])] ?? 'pending',
      ...given('statusMessage', row['status_message']),
      lifecycle: 'active',
      createdAt: Number(row['creation_timestamp_ms'] ?? 0),
      updatedAt: Number(row['last_updated_timestamp_ms'] ?? 0),
      params: pairs(db, `SELECT param_key, param_value FROM logged_model_params WHERE model_id = ?`, id),
      tags: pairs(db, `SELECT tag_key, tag_value FROM logged_model_tags WHERE model_id = ?`, id),
      metrics: rowsOf(
        db,
        `SELECT * FROM logged_model_metrics WHERE model_id = ? ORDER BY metric_name, metric_timestamp_ms, metric_step`,
        id,
      ).map(modelMetric),
    };
  });
}

function modelMetric(row: Row): ModelMetric {
  const name = row['dataset_name'];
  const value = row['metric_value'] as number | null;
  return {
    key: String(row['metric_name']),
    value: storedValue(value, 0),
    step: Number(row['metric_step']),
    timestamp: Number(row['metric_timestamp_ms']),
    run: String(row['run_id']),
    ...(name ? { dataset: { name: String(name), digest: String(row['dataset_digest'] ?? '') } } : {}),
  };
}

function given<K extends string>(key: K, value: number | string | null | undefined): { readonly [P in K]?: string } {
  return (value === null || value === undefined || value === '' ? {} : { [key]: String(value) }) as {
    readonly [P in K]?: string;
  };
}

function rowsOf(db: Database.Database, sql: string, ...bindings: (number | string)[]): readonly Row[] {
  return db.prepare(sql).all(...bindings) as Row[];
}

function pairs(db: Database.Database, sql: string, ...bindings: (number | string)[]): Readonly<Record<string, string>> {
  const rows = db
    .prepare(sql)
    .raw()
    .all(...bindings) as [string, string | null][];
  return Object.fromEntries(rows.map(([key, value]) => [key, value ?? '']));
}
