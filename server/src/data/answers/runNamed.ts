import { Failure } from '../../../../engine/src/failure.ts';
import type { Stores } from '../../../../engine/src/ports/host.ts';
import type { Run } from '../../../../engine/src/ports/runStore.ts';
import type { Asked } from '../asked.ts';
import { viewStores } from './viewStores.ts';

/**
 * A run by its id, or the first digits of it, with the stores it is in.
 * @throws Failure `run-not-found`, also where there is no store
 */
export async function runNamed(asked: Asked, id: string): Promise<Stores & { readonly run: Run }> {
  const stores = await viewStores(asked);
  if (stores === undefined)
    throw new Failure('run-not-found', `There is no run ${id}: nothing has run in this project yet.`, {
      next: 'Run a pipeline; its runs are kept in `.modelyard`.',
    });
  return { ...stores, run: await stores.runs.run(id) };
}
