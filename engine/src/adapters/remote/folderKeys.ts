import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../files/ioFailure.ts';

/**
 * Keys of files below `folder` (which ends with `/`) that come after `after`, sorted, at most so many. Names that begin with a dot,
 * which file servers leave behind, are passed over.
 */
export async function keysAfter(
  root: string,
  folder: string,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const keys: string[] = [];
  await gather(folder.replace(/\/$/, ''));
  return keys;

  async function gather(at: string): Promise<void> {
    const entries = await readdir(join(root, at), { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    // A folder sorts as its files do: with the `/` behind its name.
    const named = entries.map((entry) => ({ entry, key: `${at}/${entry.name}${entry.isDirectory() ? '/' : ''}` }));
    named.sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const { entry, key } of named) {
      if (keys.length >= limit) return;
      if (!/^[A-Za-z0-9_-][\w.-]*$/.test(entry.name)) continue;
      if (entry.isDirectory()) {
        if (`${key}\uffff` > after) await gather(key.slice(0, -1));
      } else if (key > after) keys.push(key);
    }
  }
}
