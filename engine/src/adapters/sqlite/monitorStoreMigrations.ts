import type { Migrations } from './openDatabase.ts';

export const MONITOR_STORE_MIGRATIONS: Migrations = [
  `CREATE TABLE checks (
     id TEXT PRIMARY KEY,
     monitor TEXT NOT NULL,
     due INTEGER NOT NULL,
     model TEXT NOT NULL,
     record TEXT NOT NULL,
     UNIQUE (monitor, due, model)
   ) STRICT;
   CREATE TABLE reports (
     id TEXT PRIMARY KEY REFERENCES checks (id) ON DELETE CASCADE,
     json BLOB NOT NULL
   ) STRICT;
   CREATE TABLE ticks (
     trigger_name TEXT NOT NULL,
     due INTEGER NOT NULL,
     at INTEGER NOT NULL,
     tries INTEGER NOT NULL,
     holder TEXT NOT NULL,
     host TEXT NOT NULL,
     boot TEXT NOT NULL,
     pid INTEGER NOT NULL,
     started TEXT NOT NULL,
     ended_at INTEGER,
     ended_as TEXT,
     said TEXT,
     result TEXT,
     PRIMARY KEY (trigger_name, due)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE alerts (
     monitor TEXT NOT NULL,
     key TEXT NOT NULL,
     state TEXT NOT NULL,
     in_row INTEGER NOT NULL,
     fired INTEGER,
     due INTEGER NOT NULL,
     PRIMARY KEY (monitor, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE mutes (
     monitor TEXT PRIMARY KEY,
     until_at INTEGER,
     by_whom TEXT NOT NULL,
     why TEXT
   ) STRICT, WITHOUT ROWID;`,
];
