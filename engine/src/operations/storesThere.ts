import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import type { Host, Stores } from '../ports/host.ts';

/** The stores of a project that has some. Looking makes none, and one that cannot be opened is a matter of other commands. */
export async function storesThere(host: Host, root: string): Promise<Stores | undefined> {
  if ((await host.files.stat(path.join(root, '.modelyard')))?.kind !== 'folder') return undefined;
  try {
    return await host.stores(root);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
