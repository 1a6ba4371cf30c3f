import { posix } from 'node:path';
import { fileChanged, sourceNotFound } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import type { Files } from '../../ports/files.ts';
import type { Memo } from '../../ports/memo.ts';
import { readingOf } from '../sources/source.ts';
import { fileHashes } from './fileHashes.ts';
import { manifestHash, sortedByPath, type VersionedFile } from './manifest.ts';

export interface DatasetVersion {
  /** Hash of the manifest: 64 hex digits. */
  readonly version: string;
  /** By path, sorted. */
  readonly files: readonly DatasetFile[];
}

export interface DatasetFile extends VersionedFile {
  /** When it was last written, as it was when its hash was taken; milliseconds since 1970. */
  readonly modified: number;
}

export interface VersionSources {
  readonly files: Files;
  readonly memo: Memo;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The version of a dataset: sha256 over the lines `SHA256  PATH` of its files, sorted by path, so it does not depend on
 * when or where it is taken. Files whose path, size and time are known are not read again.
 * @throws Failure `file-changed` where a file is written to while it is read, `source-not-found` where one is gone
 */
export async function datasetVersion(
  root: string,
  table: TableFiles,
  sources: VersionSources,
): Promise<DatasetVersion> {
  const base = slashes(root).replace(/\/$/, '');
  const paths = table.files.map(slashes);
  const found = await fileHashes(paths, sources);
  const files = sortedByPath(
    paths.map((file, index): DatasetFile => {
      const known = found[index];
      const path = relativeTo(base, file);
      if (known === undefined) throw sourceNotFound(path);
      return { path, sha256: known.sha256, size: known.size, modified: known.modified };
    }),
  );
  return { version: manifestHash(files), files };
}

/**
 * Whether a version's files still look as they did when their hashes were taken.
 * @throws Failure `file-changed` naming the first that does not
 */
export async function checkUnchanged(root: string, versioned: readonly DatasetFile[], files: Files): Promise<void> {
  const looks = await files.stats(versioned.map(({ path }) => posix.resolve(slashes(root), path)));
  for (const [index, { path, size, modified }] of versioned.entries()) {
    const look = looks[index];
    if (look?.size !== size || look.modified !== modified) throw fileChanged(path);
  }
}

export interface DatasetShape {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** Rows and columns of a version, remembered by it. */
export async function datasetShape(
  source: DataSource,
  table: TableFiles,
  {
    version,
    memo,
    signal,
  }: { readonly version: string; readonly memo: Memo; readonly signal?: AbortSignal | undefined },
): Promise<DatasetShape> {
  const key = `${version} ${readingOf(table)}`;
  const known = await memo.get('dataset-shape', key);
  if (known !== undefined) return known as DatasetShape;
  const relation = await source.relation(table);
  const columns = await source.columns(`SELECT * FROM ${relation}`);
  const [row] = await source.rows(`SELECT count(*) AS n FROM ${relation}`, {}, { signal });
  const shape = { rows: Number(row!['n']), columns };
  await memo.set('dataset-shape', key, shape);
  return shape;
}

/** Columns of a table, cheaply: a Parquet footer, or the first rows of text. */
export async function columnsOf(source: DataSource, table: TableFiles): Promise<readonly Column[]> {
  const cheap = table.format === 'csv' ? { ...table, csv: { ...table.csv, sampleRows: 20_480 } } : table;
  return source.columns(`SELECT * FROM ${await source.relation(cheap)}`);
}

/** `posix.relative`, ten times faster for what lies below. */
function relativeTo(base: string, file: string): string {
  return file.startsWith(`${base}/`) ? file.slice(base.length + 1) : posix.relative(base, file);
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
