import { posix } from 'node:path';
import type { Clock } from '../../../engine/src/ports/environment.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import type { Stores } from '../../../engine/src/ports/host.ts';

/** Objects are counted again after this many milliseconds: there may be very many. */
const KEPT = 10 * 60_000;

interface Sizes {
  readonly at: number;
  readonly objects: Promise<number>;
}

const counted = new WeakMap<Stores, Sizes>();

/** Bytes of each part of a project's store; a database with what it has not written into its file yet. */
export async function storeSizes(
  stores: Stores,
  { files, clock }: { readonly files: Files; readonly clock: Clock },
): Promise<ReadonlyMap<string, number>> {
  const databases = ['runs', 'monitors', 'cache'] as const;
  const paths = databases
    .flatMap((name) => [`${name}.db`, `${name}.db-wal`])
    .map((name) => posix.join(stores.folder, name));
  const stats = await files.stats(paths);
  const sizes = databases.map((name, index): [string, number] => [
    name,
    (stats[2 * index]?.size ?? 0) + (stats[2 * index + 1]?.size ?? 0),
  ]);
  const known = counted.get(stores);
  const isFresh = known !== undefined && Math.abs(clock.now() - known.at) < KEPT;
  const now = isFresh ? known : { at: clock.now(), objects: objectBytes(stores) };
  counted.set(stores, now);
  now.objects.catch(() => counted.delete(stores));
  return new Map([...sizes, ['objects', await now.objects]]);
}

async function objectBytes({ objects }: Stores): Promise<number> {
  let bytes = 0;
  for await (const { size } of objects.list()) bytes += size;
  return bytes;
}
