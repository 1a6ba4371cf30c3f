import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import { modelVersionOf } from '../../../../engine/src/project/modelVersionOf.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import type { Asked } from '../asked.ts';
import type { MonitorChecks } from '../knowledge.ts';
import { ofVersion } from './checkState.ts';
import { monitorOffer } from './monitorOffer.ts';

/** As many as a year of days has. */
const MOST = 366;

/** The recorded checks of a monitor as far as its spec shows them; null where there is none. */
export async function monitorChecks(
  { host, root, project }: Asked,
  { monitor }: { readonly monitor: string },
): Promise<MonitorChecks | null> {
  const stores = await storesThere(host, root);
  const found = (await stores?.monitors.checks(monitor, { limit: MOST + 1 })) ?? [];
  const counted = found.slice(0, MOST);
  const [file] = project.index.named('monitor', monitor);
  const model = file === undefined ? undefined : textAt(file.tree, ['model']);
  const [newest] = ofVersion(counted, model === undefined ? undefined : modelVersionOf(project, model));
  if (stores === undefined || newest === undefined) return null;
  const offer = await monitorOffer(stores.runs, project, monitor);
  return { offer, newest, first: counted.at(-1)!.due, count: counted.length, isAtLeast: found.length > MOST };
}
