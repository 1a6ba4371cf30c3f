import { nearest } from '../language/nearest.ts';
import type { ProblemData } from '../language/problem.ts';
import { onceForEach } from '../project/onceForEach.ts';

interface Said {
  readonly message: string;
  readonly data: ProblemData;
}

/** How a name that is not there is said: with the nearest one, else with those there are. */
export function unknownName(what: string, name: string, names: readonly string[]): Said {
  const known = alreadySaid(names);
  const key = `${what} ${name}`;
  const said = known.get(key) ?? say(what, name, names);
  known.set(key, said);
  return said;
}

/** A name that many places mean is looked for once. */
const alreadySaid = onceForEach((_: readonly string[]) => new Map<string, Said>());

function say(what: string, name: string, names: readonly string[]): Said {
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
