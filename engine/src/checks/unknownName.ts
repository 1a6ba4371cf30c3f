import { nearest } from '../language/nearest.ts';
import type { ProblemData } from '../language/problem.ts';

/** How a name that is not there is said: with the nearest one, else with those there are. */
export function unknownName(
  what: string,
  name: string,
  names: readonly string[],
): { readonly message: string; readonly data: ProblemData } {
  const near = nearest(name, names);
  if (near !== undefined) {
    const candidates = [near, ...names.filter((other) => other !== near)];
    return {
      message: `There is no ${what} \`${name}\`; did you mean \`${near}\`?`,
      data: { candidates, replacement: near },
    };
  }
  const listed = names.slice(0, 8).map((other) => `\`${other}\``);
  const more = names.length > 8 ? ', ...' : '';
  const there = names.length === 0 ? '' : `; there is ${listed.join(', ')}${more}`;
  return { message: `There is no ${what} \`${name}\`${there}`, data: { candidates: names } };
}
