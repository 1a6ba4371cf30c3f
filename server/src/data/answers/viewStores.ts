import { storeFolder } from '../../../../engine/src/operations/storeFolder.ts';
import type { Stores } from '../../../../engine/src/ports/host.ts';
import type { Asked } from '../asked.ts';

/**
 * The stores of the project; undefined where it has none yet, for looking makes none.
 * @throws Failure where they cannot be opened
 */
export async function viewStores({ host, root }: Pick<Asked, 'host' | 'root'>): Promise<Stores | undefined> {
  const folder = await storeFolder(host.files, root);
  const stat = await host.files.stat(folder);
  return stat === undefined ? undefined : host.stores(root);
}
