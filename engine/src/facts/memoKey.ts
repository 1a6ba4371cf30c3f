import { createHash } from 'node:crypto';
import type { TableFiles } from '../ports/dataSource.ts';
import type { Files } from '../ports/files.ts';

/** Names what was computed of a table. Sizes and times of the files stand for what is in them: nothing is read to know that nothing changed. */
export async function memoKey(files: Files, table: TableFiles, of: readonly unknown[]): Promise<string> {
  const stats = await files.stats(table.files);
  return createHash('sha256')
    .update(JSON.stringify([...of, table, stats]))
    .digest('hex');
}
