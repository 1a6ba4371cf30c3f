import { createHash } from 'node:crypto';
import type { ColumnPair } from '../../math/drift/columnPair.ts';

/** Longer ones are told by their beginning: reports name categories, they do not store texts. */
const LONGEST = 100;

/** The pair with long categories cut, each still by a name of its own. */
export function withShortNames(pair: ColumnPair): ColumnPair {
  if (pair.kind === 'numbers' || pair.categories.every(({ length }) => length <= LONGEST)) return pair;
  return { ...pair, categories: pair.categories.map(shortName) };
}

function shortName(category: string): string {
  if (category.length <= LONGEST) return category;
  const digits = createHash('sha256').update(category).digest('hex').slice(0, 8);
  return `${category.slice(0, LONGEST - 20).toWellFormed()}… ${digits}`;
}
