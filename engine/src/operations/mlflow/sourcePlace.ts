import { posix } from 'node:path';
import { usage } from '../../failure.ts';
import type { Host } from '../../ports/host.ts';

/**
 * Where a source lies that was named on the command line: an address, or an absolute path.
 * @param example how it is called rightly
 */
export function sourcePlace(source: string, { folder }: Pick<Host, 'folder'>, example: string): string {
  if (source.trim() === '') throw usage('No source was named.', `Say \`${example}\`.`);
  if (/^https?:\/\//i.test(source)) return source;
  const path = source
    .replace(/^sqlite:\/\/\//i, '')
    .replace(/^file:\/\//i, '')
    .replaceAll('\\', '/');
  return posix.isAbsolute(path) || /^[a-z]:\//i.test(path) ? path : posix.join(folder, path);
}

/**
 * The secret for a server as MLflow's own clients take it from the environment. Where MLFLOW_TRACKING_URI names another
 * server, the secret is that one's, and is not told.
 */
export function trackingToken(
  place: string,
  variables: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const {
    MLFLOW_TRACKING_URI: server,
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: user,
    MLFLOW_TRACKING_PASSWORD: password,
  } = variables;
  if (server && originOf(server) !== originOf(place)) return undefined;
  return token || (user ? `${user}:${password ?? ''}` : undefined);
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined;
}
