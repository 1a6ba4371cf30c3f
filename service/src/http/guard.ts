import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { MlflowError } from '../mlflow/errors.ts';

/** Names of this machine for itself; the port may be another where it is forwarded. */
const OWN_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a page of another site makes a browser ask: under a name that only points here (DNS rebinding), or writing
 * from elsewhere.
 * @throws MlflowError
 */
export function refuseForeign(method: string, headers: IncomingHttpHeaders): void {
  if (!OWN_HOSTS.has(hostName(headers.host ?? '')))
    throw new MlflowError('PERMISSION_DENIED', 'This service answers under 127.0.0.1 and localhost only.');
  if (READS.has(method)) return;
  const site = headers['sec-fetch-site'];
  const fromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (fromElsewhere || (headers.origin !== undefined && !isOwnOrigin(headers.origin)))
    throw new MlflowError('PERMISSION_DENIED', 'Pages of other sites may not write here.');
}

/** @throws MlflowError where the request does not carry the token of the project. */
export function refuseStranger(headers: IncomingHttpHeaders, token: string): void {
  const given = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (given !== undefined && isEqual(given, token)) return;
  const what = given === undefined ? 'The request carries no token.' : 'The token is not the one of this project.';
  throw new MlflowError(
    'UNAUTHENTICATED',
    `${what} Set MLFLOW_TRACKING_TOKEN to what \`modelyard serve --print-env\` prints in the project.`,
  );
}

/** In the same time whatever the difference; how long tokens are is no secret. */
function isEqual(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function isOwnOrigin(origin: string): boolean {
  return URL.canParse(origin) && OWN_HOSTS.has(new URL(origin).hostname);
}

function hostName(host: string): string {
  return host.replace(/:\d{1,5}$/, '').toLowerCase();
}
