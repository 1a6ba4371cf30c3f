import { posix } from 'node:path';
import type { Files } from '../../../engine/src/ports/files.ts';

/** Another when what a database holds is other. Opening and leaving the database alone makes and removes an empty log beside it. */
export async function storeStamp(files: Files, folder: string, name = 'runs.db'): Promise<string> {
  const [database, log] = await files.stats([posix.join(folder, name), posix.join(folder, `${name}-wal`)]);
  const written = log === undefined || log.size === 0 ? null : [log.size, log.modified];
  return JSON.stringify([database?.size, database?.modified, written]);
}
