import { posix } from 'node:path';
import type { Files } from '../../../engine/src/ports/files.ts';

/** Another when what a database holds is other. Opening and leaving the database alone makes and removes an empty log beside it. */
export async function storeStamp(files: Files, folder: string, name = 'runs.db'): Promise<string> {
  const [database, log] = await files.stats([posix.join(folder, name), posix.join(folder, `${name}-wal`)]);
  const written = log === undefined || log.size === 0 ? null : [log.size, log.modified];
  return JSON.stringify([database?.size, database?.modified, written]);
}

/**
 * Whether others wrote to a database while a process left it: what that one leaves behind is that the log has gone into the
 * database. @param before stamp when it was told to leave @param after stamp of any later moment
 */
export function wroteMeanwhile(before: string, after: string): boolean {
  const [hadLog, hasLog] = [hasWritten(before), hasWritten(after)];
  return before !== after && (hasLog || !hadLog);
}

function hasWritten(stamp: string): boolean {
  return stamp !== '' && (JSON.parse(stamp) as readonly unknown[])[2] !== null;
}
