import { Failure } from '../failure.ts';
import type { Host, Stores } from '../ports/host.ts';
import { missingNative } from './missingNative.ts';
import { storeFolder } from './storeFolder.ts';

/** The stores of a project that has some. Looking makes none, and one that cannot be opened is a matter of other commands. */
export async function storesThere(host: Host, root: string): Promise<Stores | undefined> {
  if ((await host.files.stat(await storeFolder(host.files, root)))?.kind !== 'folder') return undefined;
  try {
    return await host.stores(root);
  } catch (error) {
    if (error instanceof Failure || missingNative(error) !== undefined) return undefined;
    throw error;
  }
}
