import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import type { ArtifactOwner } from '../../../ports/artifactIndex.ts';
import type { LoggedModel } from '../../../ports/loggedModelStore.ts';
import type {
  RunOrigin,
  RunSource,
  SourceArtifact,
  SourceCount,
  SourceExperiment,
  SourceModel,
  SourceOwner,
  SourceRun,
  SourceRunPage,
} from '../../../ports/runSource.ts';
import type { MetricPoint, RunQuery, RunSelection } from '../../../ports/runStore.ts';
import { countRuns } from '../../../tracking/countRuns.ts';
import { parseFilter, parseOrder } from '../../../tracking/filter.ts';
import { selectRuns } from '../../../tracking/selectRuns.ts';
import { artifactBytes, artifactsBelow } from '../artifactFiles.ts';
import { artifactFolder, inside } from '../confine.ts';
import { asRun } from '../runShape.ts';
import { artifactsElsewhere, noSuchArtifact, noSuchRun, sourceMissing } from '../sourceFailures.ts';
import { versionPlace } from '../versionPlace.ts';
import { loggedModelRows, modelRows } from './modelRows.ts';
import { openReadOnly, unreadable } from './openReadOnly.ts';
import { bareRuns, filled, type Keys, storedValue } from './runRows.ts';
import { readSchema, type Schema } from './schema.ts';

/**
 * MLflow's database in SQLite, read while MLflow may write to it.
 * @throws Failure `run-source`
 */
export function openMlflowDatabase(file: string): RunSource {
  const db = openReadOnly(file);
  try {
    return new MlflowDatabase(file, db, readSchema(db, file));
  } catch (error) {
    db.close();
    throw unreadable(file, error);
  }
}

class MlflowDatabase implements RunSource {
  readonly origin: RunOrigin;
  readonly #file: string;
  #db: Database.Database;
  #schema: Schema;
  #id: string | undefined;

  constructor(file: string, db: Database.Database, schema: Schema) {
    this.origin = { kind: 'mlflow-database', place: file };
    this.#file = file;
    this.#db = db;
    this.#schema = schema;
    this.#id = fileId(file);
  }

  async experiments(): Promise<readonly SourceExperiment[]> {
    return this.#read((db) => {
      const column = (name: string) => this.#schema.column('experiments', name);
      const rows = db
        .prepare(
          `SELECT experiment_id AS id, name, ${column('lifecycle_stage')}, ${column('creation_time')},
             ${column('last_update_time')}, ${column('artifact_location')} FROM experiments ORDER BY experiment_id`,
        )
        .all() as Readonly<Record<string, number | string | null>>[];
      return rows.map((row) => this.#experiment(db, row));
    });
  }

  async search(query: RunQuery): Promise<SourceRunPage> {
    return this.#read((db) => {
      const page = selectRuns(this.#light(db, query), query);
      return { ...page, runs: this.#whole(db, page.runs) };
    });
  }

  async counts(selection: RunSelection): Promise<readonly SourceCount[]> {
    return this.#read((db) => countRuns(this.#light(db, selection), selection));
  }

  async run(id: string): Promise<SourceRun> {
    return this.#read((db) => {
      const bare = bareRuns(db, this.#schema, id);
      const [run] = filled(db, this.#schema, bare, { datasets: true });
      if (run === undefined) throw noSuchRun(id, this.#file);
      return asRun(run, this.origin);
    });
  }

  async history(id: string, key: string): Promise<readonly MetricPoint[]> {
    return this.#read((db) => {
      const step = this.#schema.has('metrics', 'step') ? 'step' : '0';
      const nan = this.#schema.has('metrics', 'is_nan') ? 'is_nan' : '0';
      const rows = db
        .prepare(
          `SELECT value, timestamp, ${step}, ${nan} FROM metrics WHERE run_uuid = ? AND "key" = ? ORDER BY 3, timestamp, value`,
        )
        .raw()
        .all(id, key) as [number, number, number, number][];
      return rows.map(([value, timestamp, at, isNan]) => ({ value: storedValue(value, isNan), step: at, timestamp }));
    });
  }

  async artifacts(of: SourceOwner): Promise<readonly SourceArtifact[]> {
    const folder = await this.#folderOf(of);
    return folder === undefined ? [] : artifactsBelow(folder);
  }

  async *artifact(of: SourceOwner, path: string): AsyncIterable<Uint8Array> {
    const folder = await this.#folderOf(of);
    if (folder === undefined) throw noSuchArtifact(of.id, path);
    yield* artifactBytes(folder, path, of.id);
  }

  async loggedModels(experiment: string): Promise<readonly LoggedModel[]> {
    return this.#read((db) => loggedModelRows(db, this.#schema, experiment));
  }

  async registeredModels(): Promise<readonly SourceModel[]> {
    return this.#read((db) => modelRows(db, this.#schema));
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #experiment(db: Database.Database, row: Readonly<Record<string, number | string | null>>): SourceExperiment {
    const tags = this.#schema.has('experiment_tags')
      ? (db.prepare(`SELECT "key", value FROM experiment_tags WHERE experiment_id = ?`).raw().all(row['id']) as [
          string,
          string | null,
        ][])
      : [];
    return {
      id: String(row['id']),
      name: String(row['name']),
      lifecycle: row['lifecycle_stage'] === 'deleted' ? 'deleted' : 'active',
      createdAt: Number(row['creation_time'] ?? 0),
      updatedAt: Number(row['last_update_time'] ?? 0),
      tags: Object.fromEntries(tags.map(([key, value]) => [key, value ?? ''])),
      artifactLocation: String(row['artifact_location'] ?? ''),
      source: this.origin,
    };
  }

  /** All runs of the experiments, with what the question looks at. */
  #light(db: Database.Database, query: RunSelection): readonly SourceRun[] {
    const bare = bareRuns(db, this.#schema);
    const wanted = new Set(query.experiments ?? bare.map((run) => run.experimentId));
    const these = bare.filter((run) => wanted.has(run.experimentId));
    return filled(db, this.#schema, these, neededBy(query)).map((run) => asRun(run, this.origin));
  }

  #whole(db: Database.Database, runs: readonly SourceRun[]): readonly SourceRun[] {
    const bare = runs.map(({ name, status, reported, lifecycle, ...run }) => ({
      ...run,
      name,
      status: reported ?? status,
      isDeleted: lifecycle === 'deleted',
    }));
    return filled(db, this.#schema, bare, { datasets: true }).map((run) => asRun(run, this.origin));
  }

  async #folderOf(of: SourceOwner): Promise<string | undefined> {
    if (of.kind !== 'version') return this.#artifactFolder(of);
    const root = dirname(this.#file);
    const place = await versionPlace(of, this);
    const around = place.kind === 'uri' ? artifactFolder(root, place.uri, []) : this.#artifactFolder(place);
    const found = around === undefined || place.kind === 'uri' ? around : inside(around, place.path);
    if (found === undefined) throw artifactsElsewhere(`${of.id}:${of.version}`, place.source, root);
    return found;
  }

  /** Undefined where nothing was ever saved. */
  #artifactFolder(of: ArtifactOwner): string | undefined {
    const { uri, usual } = this.#read((db) => (of.kind === 'run' ? this.#ofRun(db, of.id) : this.#ofModel(db, of.id)));
    const root = dirname(this.#file);
    const found = artifactFolder(root, uri, usual);
    const isHere = uri === '' || usual.some((path) => uri.endsWith(path.slice(path.indexOf('/'))));
    if (found === undefined && !isHere) throw artifactsElsewhere(of.id, uri, root);
    return found;
  }

  #ofRun(db: Database.Database, id: string) {
    const row = db
      .prepare('SELECT artifact_uri AS uri, experiment_id AS experiment FROM runs WHERE run_uuid = ?')
      .get(id) as { readonly uri: string | null; readonly experiment: number } | undefined;
    if (row === undefined) throw noSuchRun(id, this.#file);
    return { uri: row.uri ?? '', usual: usualPlaces(`${row.experiment}/${id}/artifacts`) };
  }

  #ofModel(db: Database.Database, id: string) {
    const row = this.#schema.has('logged_models')
      ? (db
          .prepare('SELECT artifact_location AS uri, experiment_id AS experiment FROM logged_models WHERE model_id = ?')
          .get(id) as { readonly uri: string | null; readonly experiment: number } | undefined)
      : undefined;
    if (row === undefined) throw noSuchRun(id, this.#file);
    return { uri: row.uri ?? '', usual: usualPlaces(`${row.experiment}/models/${id}/artifacts`) };
  }

  /** Where the file has gone or another lies in its place, what is open is of the past. */
  #openAgain(): void {
    const id = fileId(this.#file);
    if (id === undefined || !this.#db.open) throw sourceMissing(this.#file);
    if (id === this.#id) return;
    const db = openReadOnly(this.#file);
    try {
      this.#schema = readSchema(db, this.#file);
    } catch (error) {
      db.close();
      throw error;
    }
    this.#db.close();
    this.#db = db;
    this.#id = id;
  }

  #read<T>(work: (db: Database.Database) => T): T {
    try {
      this.#openAgain();
      return this.#db.transaction(() => work(this.#db)).deferred();
    } catch (error) {
      throw unreadable(this.#file, error);
    }
  }
}

/** Another when a file was put in place of another; undefined where there is none. */
function fileId(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.dev} ${stat.ino}`;
}

/** Where `mlflow server` and the client keep artifacts beside a database. */
function usualPlaces(path: string): readonly string[] {
  return [`mlartifacts/${path}`, `mlruns/${path}`];
}

/** Only what the question looks at is read of runs that are not shown. */
function neededBy(query: RunSelection & Pick<RunQuery, 'orderBy'>): {
  readonly keys?: Keys;
  readonly datasets: boolean;
} {
  const asked = [
    ...parseFilter(query.filter ?? ''),
    ...(query.orderBy ?? []).map((text) => parseOrder(text)),
  ] as readonly { readonly entity: string; readonly key: string }[];
  const keys = (entity: string) => asked.filter((one) => one.entity === entity).map(({ key }) => key);
  const datasets = asked.some(({ entity }) => entity === 'dataset');
  if (query.words !== undefined && query.words.length > 0) return { datasets };
  const tags = ['mlflow.parentRunId', 'mlflow.runName', 'mlflow.user', ...(query.tag ? [query.tag.key] : [])];
  return { keys: { metrics: keys('metric'), params: keys('param'), tags: [...keys('tag'), ...tags] }, datasets };
}
