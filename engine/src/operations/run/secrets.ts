import type { Machine } from '../../ports/host.ts';

const PREFIX = 'MODELYARD_SECRET_';

/** Secrets of the environment, by the names that expressions know them by. */
export function namedSecrets(variables: Machine['variables']): ReadonlyMap<string, string> {
  const named = Object.entries(variables).filter(([name]) => name.startsWith(PREFIX));
  return new Map(named.map(([name, value]) => [name.slice(PREFIX.length), value ?? '']));
}
