import { posix } from 'node:path';

/** Endings of files that a dataset can be drafted from; the Explorer's menu asks for the same. */
export const TABLE_ENDINGS = ['csv', 'tsv', 'parquet', 'jsonl', 'ndjson', 'arrow', 'feather'] as const;

/** A folder's name for a project about a table: its file's name up to the first dot. */
export function tableName(path: string): string {
  return posix.basename(path).split('.')[0] || 'table';
}
