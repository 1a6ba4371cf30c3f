import type { Host } from '../../ports/host.ts';
import { loadProject } from '../../project/load.ts';
import { openStores } from '../project.ts';
import type { MonitorAround } from './monitorAround.ts';

/** The project that the user stands in, for what works with its monitors. */
export async function openMonitors(host: Host): Promise<MonitorAround> {
  const { root, ...stores } = await openStores(host);
  return { host, root, stores, project: await loadProject(host.files, root) };
}
