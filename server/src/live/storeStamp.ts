import { posix } from 'node:path';
import type { Files } from '../../../engine/src/ports/files.ts';

/** Another when the runs of a store are others. Opening and leaving the database alone makes and removes an empty log beside it. */
export async function storeStamp(files: Files, store: string): Promise<string> {
  const [database, log] = await files.stats([posix.join(store, 'runs.db'), posix.join(store, 'runs.db-wal')]);
  const written = log === undefined || log.size === 0 ? null : [log.size, log.modified];
  return JSON.stringify([database?.size, database?.modified, written]);
}
