import { Failure } from '../../../failure.ts';
import type { Stores } from '../../../ports/host.ts';
import type { Run } from '../../../ports/runStore.ts';
import { topRun } from '../../run/follow.ts';

/** A run that somebody named, and the model version where they named that. */
export interface NamedRun {
  readonly run: Run;
  readonly model: string | null;
}

/**
 * A pipeline's run by id (also `run:ID`), or the one that made a model version (`NAME`, `NAME:VERSION`, `NAME@ALIAS`).
 * @throws Failure as the stores reject
 */
export async function namedRun(named: string, stores: Stores): Promise<NamedRun> {
  const id = named.startsWith('run:') ? named.slice('run:'.length) : named;
  if (!/[:@]/.test(id))
    try {
      return { run: await topRun(stores, id), model: null };
    } catch (error) {
      if (!(error instanceof Failure) || error.reason !== 'run-not-found' || !(await isModel(id, stores))) throw error;
    }
  const { name, version, run } = await stores.registry.resolve(id);
  return { run: await topRun(stores, run), model: `${name}:${version}` };
}

async function isModel(name: string, { registry }: Stores): Promise<boolean> {
  return (await registry.models()).some((model) => model.name === name);
}
