import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import { modelVersionOf } from '../../../../engine/src/project/modelVersionOf.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import type { MonitorChecks } from '../knowledge.ts';
import type { Asked } from '../protocol.ts';
import { ofVersion } from './checkState.ts';

/** As many as a year of days has. */
const MOST = 366;

/** The recorded checks of a monitor as far as its spec shows them; null where there is none. */
export async function monitorChecks(
  { host, root, project }: Asked,
  { monitor }: { readonly monitor: string },
): Promise<MonitorChecks | null> {
  const found = (await (await storesThere(host, root))?.monitors.checks(monitor, { limit: MOST + 1 })) ?? [];
  const counted = found.slice(0, MOST);
  const [file] = project.index.named('monitor', monitor);
  const model = file === undefined ? undefined : textAt(file.tree, ['model']);
  const [newest] = ofVersion(counted, model === undefined ? undefined : modelVersionOf(project, model));
  if (newest === undefined) return null;
  return { newest, first: counted.at(-1)!.due, count: counted.length, isAtLeast: found.length > MOST };
}
