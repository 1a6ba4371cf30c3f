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
];
