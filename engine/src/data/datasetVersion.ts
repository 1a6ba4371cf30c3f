import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { sourceNotFound } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, TableFiles } from '../ports/dataSource.ts';
import type { FileHash, Files } from '../ports/files.ts';
import type { Memo } from '../ports/memo.ts';

export interface DatasetVersion {
  /** Hash of the manifest: 64 hex digits. */
  readonly version: string;
  /** By path, sorted. */
  readonly files: readonly VersionedFile[];
}

export interface VersionedFile extends FileHash {
  /** Relative to the project root, with `/`. */
  readonly path: string;
}

/**
 * The version of a dataset: sha256 over the lines `SHA256  PATH` of its files, sorted by path, so it does not depend on
 * when or where it is taken. Files whose path, size and time are known are not read again.
 * @throws Failure `file-changed` where a file is written to while it is read
 */
export async function datasetVersion(
  root: string,
  table: TableFiles,
  { files, memo, signal }: { readonly files: Files; readonly memo: Memo; readonly signal?: AbortSignal | undefined },
): Promise<DatasetVersion> {
  const base = root.replaceAll('\\', '/');
  const versioned: VersionedFile[] = [];
  for (const file of table.files) {
    const path = posix.relative(base, file.replaceAll('\\', '/'));
    versioned.push({ path, ...(await hashOf(file, path, files, memo, signal)) });
  }
  versioned.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { version: manifestHash(versioned), files: versioned };
}

/** Hash over `SHA256  PATH` lines, as `sha256sum` writes them. */
export function manifestHash(files: readonly Pick<VersionedFile, 'path' | 'sha256'>[]): string {
  const hash = createHash('sha256');
  for (const { path, sha256 } of files) hash.update(`${sha256}  ${path}\n`);
  return hash.digest('hex');
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
  const key = `${version} ${JSON.stringify(table.csv ?? {})}`;
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

async function hashOf(
  file: string,
  path: string,
  files: Files,
  memo: Memo,
  signal: AbortSignal | undefined,
): Promise<FileHash> {
  const found = await files.stat(file);
  if (found === undefined) throw sourceNotFound(path);
  const key = `${file} ${found.size} ${found.modified}`;
  const known = await memo.get('file-hash', key);
  if (known !== undefined) return known as FileHash;
  const hash = await files.hash(file, signal);
  const { sha256, size } = hash;
  await memo.set('file-hash', key, { sha256, size });
  return { sha256, size };
}
