import type { Machine } from '../../ports/host.ts';
import { namedSecrets } from './secrets.ts';

/** Lines of a secret that are shorter, such as `{`, tell nothing. */
const SHORTEST_LINE = 4;

/** Replaces what a program got as secrets, the secrets these were made of, and each line of them. */
export function redaction(
  given: Readonly<Record<string, string>>,
  variables: Machine['variables'],
): (line: string) => string {
  const values = Object.values(given);
  const parts = [...namedSecrets(variables).values()].filter((secret) =>
    values.some((value) => value.includes(secret)),
  );
  const hidden = [...values, ...parts]
    .flatMap((value) => [value, ...value.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE)])
    .filter((value) => value !== '')
    .sort((a, b) => b.length - a.length);
  return (line) => hidden.reduce((text, value) => text.replaceAll(value, '***'), line);
}
