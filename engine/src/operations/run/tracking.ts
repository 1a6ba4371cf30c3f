import { posix as path } from 'node:path';
import type { Host, Stores } from '../../ports/host.ts';

/**
 * Variables with which `mlflow` in a program logs into a run, where the tracking service of the project is at work.
 * An address that the user has set stays theirs.
 */
export async function trackingVariables(
  { files, machine }: Pick<Host, 'files' | 'machine'>,
  { folder }: Pick<Stores, 'folder'>,
  run: string,
): Promise<Readonly<Record<string, string>>> {
  if (machine.variables['MLFLOW_TRACKING_URI']) return {};
  const { url, token } = serviceOf(await files.read(path.join(folder, 'service.json')));
  if (typeof url !== 'string' || typeof token !== 'string') return {};
  return { MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_TOKEN: token, MLFLOW_RUN_ID: run };
}

function serviceOf(text: string | undefined): { readonly url?: unknown; readonly token?: unknown } {
  try {
    return (JSON.parse(text ?? 'null') as { url?: unknown; token?: unknown } | null) ?? {};
  } catch {
    return {};
  }
}
