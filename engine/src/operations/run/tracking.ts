import { posix as path } from 'node:path';
import type { Host, ProcessName, Stores } from '../../ports/host.ts';

export interface TrackedProject {
  readonly host: Host;
  readonly stores: Stores;
  readonly root: string;
  /** A service is started where none runs. */
  readonly starts: boolean;
}

const WITHIN = 10_000;

/**
 * Variables with which `mlflow` in a program logs into a run, where the tracking service of the project is at work.
 * An address that the user has set stays theirs; one of ours, which terminals may have, is that of all runs.
 */
export async function trackingVariables(
  project: TrackedProject,
  run: string,
): Promise<Readonly<Record<string, string>>> {
  const set = project.host.machine.variables['MLFLOW_TRACKING_URI'];
  if (set && set !== (await serviceOf(project)).url) return {};
  const service = (await running(project)) ?? (project.starts ? await started(project) : undefined);
  if (service === undefined) return {};
  return { MLFLOW_TRACKING_URI: service.url, MLFLOW_TRACKING_TOKEN: service.token, MLFLOW_RUN_ID: run };
}

interface Service {
  readonly url: string;
  readonly token: string;
}

/** What the service's file says of one that lives; the file stays when a service has left. */
async function running(project: TrackedProject): Promise<Service | undefined> {
  const { url, token, process } = await serviceOf(project);
  if (url === undefined || token === undefined || process === undefined) return undefined;
  return project.host.machine.lives(process) ? { url, token } : undefined;
}

/** Starts that are under way, and those that failed: they are not tried again for every step. */
const STARTS = new WeakMap<Host, Map<string, Promise<Service | undefined>>>();

/** Without it a run goes on: what its programs would log is then missing, and the log says so. */
async function started(project: TrackedProject): Promise<Service | undefined> {
  const { host, root } = project;
  const starts = STARTS.get(host) ?? new Map<string, Promise<Service | undefined>>();
  STARTS.set(host, starts);
  const start = starts.get(root) ?? startNow(project);
  starts.set(root, start);
  const service = await start;
  if (service !== undefined) starts.delete(root);
  return service;
}

async function startNow(project: TrackedProject): Promise<Service | undefined> {
  const { host, stores, root } = project;
  await host.startDetached(['serve', '--project', root], path.join(stores.folder, 'service.log'));
  const until = host.clock.now() + WITHIN;
  while (host.clock.now() < until) {
    const service = await running(project);
    if (service !== undefined) return service;
    await host.clock.sleep(25);
  }
  host.log.warn(
    'The tracking service did not start, so `mlflow` in programs knows of none: see .modelyard/service.log.',
  );
  return undefined;
}

type ServiceFile = Partial<Service> & { readonly process?: ProcessName };

async function serviceOf({ host, stores }: TrackedProject): Promise<ServiceFile> {
  const text = await host.files.read(path.join(stores.folder, 'service.json'));
  try {
    return (JSON.parse(text ?? 'null') as ServiceFile | null) ?? {};
  } catch {
    return {};
  }
}
