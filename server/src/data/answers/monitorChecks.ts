import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import type { MonitorChecks } from '../knowledge.ts';
import type { Asked } from '../protocol.ts';

/** As many as a year of days has. */
const MOST = 366;

/** The recorded checks of a monitor as far as its spec shows them; null where there is none. */
export async function monitorChecks(
  { host, root }: Asked,
  { monitor }: { readonly monitor: string },
): Promise<MonitorChecks | null> {
  const found = (await (await storesThere(host, root))?.monitors.checks(monitor, { limit: MOST + 1 })) ?? [];
  const [newest] = found;
  const counted = found.slice(0, MOST);
  if (newest === undefined) return null;
  return { newest, first: counted.at(-1)!.due, count: counted.length, isAtLeast: found.length > MOST };
}
