import type { Migrations } from './openDatabase.ts';

/**
 * What `runs.db` holds. A step that was released never changes; each has a test that starts from a file of the version before.
 * NaN cannot be bound in SQLite: such a value is 0 with `nan` 1.
 */
export const RUN_STORE_MIGRATIONS: Migrations = [
  `
CREATE TABLE experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

CREATE TABLE experiment_tags (
  experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (experiment, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  experiment INTEGER NOT NULL REFERENCES experiments (id),
  name TEXT NOT NULL,
  parent INTEGER REFERENCES runs (no),
  status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'failed', 'cancelled', 'interrupted')),
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  user TEXT NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX runs_by_time ON runs (start_time, id);
CREATE INDEX runs_by_experiment ON runs (experiment, start_time);
CREATE INDEX runs_by_parent ON runs (parent, start_time);

CREATE TABLE params (
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric_keys (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE metrics (
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES metric_keys (id),
  step INTEGER NOT NULL,
  time INTEGER NOT NULL,
  value REAL NOT NULL,
  nan INTEGER NOT NULL CHECK (nan IN (0, 1)),
  PRIMARY KEY (run, key, step, time, value, nan)
) STRICT, WITHOUT ROWID;

CREATE TABLE latest_metrics (
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES metric_keys (id),
  step INTEGER NOT NULL,
  time INTEGER NOT NULL,
  value REAL NOT NULL,
  nan INTEGER NOT NULL CHECK (nan IN (0, 1)),
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_datasets (
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  context TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (run, name, version, context)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_artifacts (
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (run, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
  run INTEGER PRIMARY KEY REFERENCES runs (no) ON DELETE CASCADE,
  token TEXT NOT NULL,
  host TEXT NOT NULL,
  boot TEXT NOT NULL,
  pid INTEGER NOT NULL,
  started TEXT NOT NULL,
  beat_at INTEGER NOT NULL,
  cancel_requested INTEGER NOT NULL DEFAULT 0
) STRICT;
`,
  `
CREATE INDEX tags_by_value ON tags (key, value);

CREATE TABLE numbers (sequence TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE locks (
  name TEXT PRIMARY KEY,
  token TEXT NOT NULL,
  host TEXT NOT NULL,
  boot TEXT NOT NULL,
  pid INTEGER NOT NULL,
  started TEXT NOT NULL,
  beat_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
  `
PRAGMA defer_foreign_keys = ON;
UPDATE runs SET experiment = 0 WHERE experiment = (SELECT id FROM experiments WHERE name = 'Default');
UPDATE experiment_tags SET experiment = 0 WHERE experiment = (SELECT id FROM experiments WHERE name = 'Default');
UPDATE experiments SET id = 0 WHERE name = 'Default';
ALTER TABLE experiments ADD COLUMN artifact_location TEXT;

ALTER TABLE runs ADD COLUMN reported TEXT CHECK (reported IN ('RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'));

CREATE TABLE datasets_read (
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  context TEXT NOT NULL,
  rows INTEGER,
  tags TEXT,
  PRIMARY KEY (run, name, version, context)
) STRICT, WITHOUT ROWID;
INSERT INTO datasets_read (run, name, version, context, rows) SELECT run, name, version, context, rows FROM run_datasets;
DROP TABLE run_datasets;
ALTER TABLE datasets_read RENAME TO run_datasets;

CREATE TABLE dataset_origins (
  no INTEGER PRIMARY KEY,
  experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  source_type TEXT NOT NULL,
  source TEXT NOT NULL,
  schema TEXT,
  profile TEXT,
  UNIQUE (experiment, name, version)
) STRICT;

CREATE TABLE run_models (
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
  model TEXT NOT NULL,
  step INTEGER NOT NULL,
  PRIMARY KEY (run, direction, model, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_models (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  experiment INTEGER NOT NULL REFERENCES experiments (id),
  name TEXT NOT NULL,
  type TEXT,
  run TEXT,
  user TEXT,
  status TEXT NOT NULL CHECK (status IN ('pending', 'ready', 'failed')),
  status_message TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX logged_models_by_experiment ON logged_models (experiment, created_at);

CREATE TABLE model_params (
  model INTEGER NOT NULL REFERENCES logged_models (no) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_tags (
  model INTEGER NOT NULL REFERENCES logged_models (no) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_metrics (
  model INTEGER NOT NULL REFERENCES logged_models (no) ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES metric_keys (id),
  time INTEGER NOT NULL,
  step INTEGER NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
  dataset TEXT NOT NULL,
  digest TEXT NOT NULL,
  value REAL NOT NULL,
  nan INTEGER NOT NULL CHECK (nan IN (0, 1)),
  PRIMARY KEY (model, key, time, step, run, dataset, digest, value, nan)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_artifacts (
  model INTEGER NOT NULL REFERENCES logged_models (no) ON DELETE CASCADE,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (model, path)
) STRICT, WITHOUT ROWID;
`,
];
