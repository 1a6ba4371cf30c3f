import { posix } from 'node:path';
import { Failure, sourceNotFound } from '../../failure.ts';
import type { ColumnType } from '../../language/columnType.ts';
import type { CsvDialect, TableFiles, TableFormat } from '../../ports/dataSource.ts';
import type { Files } from '../../ports/files.ts';
import { partitionsOf } from './sourcePartitions.ts';

const FORMATS: Readonly<Record<string, TableFormat>> = {
  parquet: 'parquet',
  csv: 'csv',
  tsv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  json: 'ndjson',
  arrow: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
};

/** What a dataset says about how its files are read. */
export interface Reading {
  readonly csv?: CsvDialect;
  readonly timezone?: string;
  /** Declared types of columns, for those whose values stand in the names of folders. */
  readonly types?: ReadonlyMap<string, ColumnType>;
}

/**
 * Files of a dataset's `source`: a path, a glob or a list of them, relative to the project root.
 * @throws Failure `source-not-found`, `source-outside` (through `..` or a link), `source-format`, `source-partitions`
 */
export async function resolveSource(
  files: Files,
  root: string,
  source: string | readonly string[],
  { csv = {}, timezone, types = new Map() }: Reading = {},
): Promise<TableFiles> {
  const each = new Set<string>();
  for (const one of typeof source === 'string' ? [source] : source)
    for (const path of await matches(files, root, one)) each.add(path);
  const found = [...each];
  const formats = new Set(found.map(formatOf));
  const [format] = formats;
  if (format === undefined || formats.size > 1) throw mixedFormats(formats);
  const partitions = partitionsOf(found, types);
  const dialect = found.every(isTabbed) ? { delimiter: '\t', ...csv } : csv;
  return {
    files: found.map((path) => posix.join(slashes(root), path)),
    format,
    ...(format === 'csv' ? { csv: dialect } : {}),
    ...(partitions ? { partitions } : {}),
    ...(timezone === undefined ? {} : { timezone }),
  };
}

/** What decides, beside their bytes, which rows come from these files: belongs to the key of whatever is computed of them. */
export function readingOf({ csv, partitions, timezone }: TableFiles): string {
  return JSON.stringify([csv ?? {}, Object.entries(partitions ?? {}), timezone ?? 'UTC']);
}

/** @throws Failure `source-format` where the ending says nothing */
export function formatOf(path: string): TableFormat {
  const ending = posix.extname(path.toLowerCase().replace(/\.(?:gz|zst)$/, '')).slice(1);
  const format = FORMATS[ending];
  if (format !== undefined) return format;
  throw new Failure('source-format', `${path}: the ending does not tell what is in the file`, {
    next: `Use one of ${Object.keys(FORMATS).join(', ')}; text may also end in .gz or .zst.`,
    place: { file: path },
  });
}

function isTabbed(path: string): boolean {
  return /\.tsv(?:\.gz|\.zst)?$/i.test(path);
}

async function matches(files: Files, root: string, source: string): Promise<readonly string[]> {
  const path = relativePath(root, source);
  if (!/[*?{[]/.test(path)) {
    if ((await files.stat(posix.join(slashes(root), path))) === undefined) throw sourceNotFound(source);
    await checkInside(files, root, path);
    return [path];
  }
  // A glob does not leave the project: its matches need no look of their own.
  const found = await files.glob(root, [path]);
  if (found.length === 0) throw sourceNotFound(source);
  return found;
}

function relativePath(root: string, source: string): string {
  const path = posix.relative(slashes(root), posix.resolve(slashes(root), slashes(source)));
  if (path === '..' || path.startsWith('../') || posix.isAbsolute(path) || /^[A-Za-z]:/.test(path))
    throw outside(source);
  return path;
}

async function checkInside(files: Files, root: string, path: string): Promise<void> {
  const base = await files.realPath(root);
  const real = await files.realPath(posix.join(slashes(root), path));
  if (base === undefined || real === undefined) throw sourceNotFound(path);
  if (!slashes(real).startsWith(`${slashes(base).replace(/\/$/, '')}/`)) throw outside(path);
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function outside(path: string): Failure {
  return new Failure('source-outside', `${path} lies outside of the project`, {
    next: 'Copy the data into the project; folders outside of it are a setting of the user, never of a spec.',
    place: { file: path },
  });
}

function mixedFormats(formats: ReadonlySet<TableFormat>): Failure {
  return new Failure('source-format', `files of one dataset have several formats: ${[...formats].join(', ')}`, {
    next: 'Make one dataset for each format.',
  });
}
