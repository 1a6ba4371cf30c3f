import type Database from 'better-sqlite3';
import type { ArtifactEntry, ArtifactIndex, ArtifactOwner, RunArtifact } from '../../ports/artifactIndex.ts';
import type { Connection } from './connection.ts';
import { findLoggedModel } from './loggedModelRows.ts';
import { artifactPathTaken } from './runFailures.ts';
import { findRun, findWritable } from './runRows.ts';
import { prepared } from './statements.ts';

export function artifactIndex(connection: Connection): ArtifactIndex {
  return {
    artifact: (of, path) =>
      connection.read((db) => {
        const { table, no } = tableOf(db, of);
        const row = prepared(db, `SELECT path, size, sha256 FROM ${table.name} WHERE ${table.of} = ? AND path = ?`);
        return row.get(no, path) as RunArtifact | undefined;
      }),
    artifactsIn: (of, folder) => connection.read((db) => entriesIn(db, tableOf(db, of), folder)),
    putArtifact: (of, artifact) =>
      connection.write((db) => {
        const owner = tableOf(db, of);
        refuseDeleted(db, of);
        refuseTaken(db, owner, artifact.path);
        const { table, no } = owner;
        prepared(
          db,
          `INSERT INTO ${table.name} (${table.of}, path, size, sha256) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET size = excluded.size, sha256 = excluded.sha256`,
        ).run(no, artifact.path, artifact.size, artifact.sha256);
      }),
    removeArtifacts: (of, path) =>
      connection.write((db) => {
        const { table, no } = tableOf(db, of);
        refuseDeleted(db, of);
        const below = `DELETE FROM ${table.name} WHERE ${table.of} = ? AND path >= ? AND path < ?`;
        const one = `DELETE FROM ${table.name} WHERE ${table.of} = ? AND path = ?`;
        if (path === '') return prepared(db, `DELETE FROM ${table.name} WHERE ${table.of} = ?`).run(no).changes;
        return prepared(db, one).run(no, path).changes + prepared(db, below).run(no, ...range(path)).changes;
      }),
  };
}

interface Owner {
  readonly table: { readonly name: string; readonly of: string };
  readonly no: number;
}

function tableOf(db: Database.Database, of: ArtifactOwner): Owner {
  return of.kind === 'run'
    ? { table: { name: 'run_artifacts', of: 'run' }, no: findRun(db, of.id).no }
    : { table: { name: 'model_artifacts', of: 'model' }, no: findLoggedModel(db, of.id, { deleted: true }).no };
}

function refuseDeleted(db: Database.Database, { kind, id }: ArtifactOwner): void {
  if (kind === 'model') findLoggedModel(db, id);
  else findWritable(db, id);
}

/** All paths below a folder: `0` is the character after `/`. */
function range(folder: string): [from: string, before: string] {
  return [`${folder}/`, `${folder}0`];
}

/** SQLite goes over what is below the folder and gives each child once. */
function entriesIn(db: Database.Database, { table, no }: Owner, folder: string): ArtifactEntry[] {
  const [from, before] = folder === '' ? ['', '\u{10FFFF}'] : range(folder);
  const rows = prepared(
    db,
    `SELECT CASE slash WHEN 0 THEN path ELSE substr(path, 1, ? + slash - 1) END AS child, slash > 0 AS isFolder, size, sha256
     FROM (SELECT path, size, sha256, instr(substr(path, ? + 1), '/') AS slash
           FROM ${table.name} WHERE ${table.of} = ? AND path >= ? AND path < ?)
     GROUP BY child ORDER BY child`,
  ).all(...[lengthOf(from), lengthOf(from)], no, from, before);
  return (rows as ChildRow[]).map(({ child, isFolder, size, sha256 }) =>
    isFolder ? { kind: 'folder', path: child } : { kind: 'file', path: child, size, sha256 },
  );
}

interface ChildRow {
  readonly child: string;
  readonly isFolder: 0 | 1;
  readonly size: number;
  readonly sha256: string;
}

/** In characters as SQLite counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}

/** @throws Failure `artifact-path` */
function refuseTaken(db: Database.Database, { table, no }: Owner, path: string): void {
  const below = prepared(
    db,
    `SELECT path FROM ${table.name} WHERE ${table.of} = ? AND path >= ? AND path < ? LIMIT 1`,
  ).get(no, ...range(path));
  if (below !== undefined) throw artifactPathTaken(path, path, 'folder');
  const file = prepared(db, `SELECT 1 FROM ${table.name} WHERE ${table.of} = ? AND path = ?`);
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const around = path.slice(0, slash);
    if (file.get(no, around) !== undefined) throw artifactPathTaken(path, around, 'file');
  }
}
