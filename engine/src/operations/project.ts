import { Failure } from '../failure.ts';
import type { Host, Stores } from '../ports/host.ts';
import { findProjectRoot } from '../project/discover.ts';

/** The root of the project that the user named or stands in. */
export async function projectRoot(host: Host): Promise<string> {
  const start = host.projectFolder ?? host.folder;
  const root = await findProjectRoot(host.files, start);
  if (root !== undefined) return root;
  throw new Failure('not-a-project', `There is no modelyard.yaml in ${start} or above it.`, {
    next: 'Go to a project, name one with `--project DIR`, or make one with `modelyard init`.',
  });
}

/** The stores of the project; runs of dead processes are seen as interrupted first. */
export async function openStores(host: Host): Promise<Stores & { readonly root: string }> {
  const root = await projectRoot(host);
  const stores = await host.stores(root);
  await stores.runs.reap();
  return { ...stores, root };
}
