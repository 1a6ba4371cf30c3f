import { type CategoryPair, type CategorySide, rowsWithValue } from '../../../math/drift/columnPair.ts';

import type { CategoryChange, ColumnReport } from '../../report/columnReport.ts';
import type { NamedPair } from '../driftRule.ts';
import { percent } from './figures.ts';
import { largest } from './largest.ts';

const LISTED = 20;
const NAMED = 6;

/** Categories that only one side has; null where there are none, and for numbers. */
export function categoryChanges({
  pair,
  sensitive,
}: NamedPair): Pick<ColumnReport, 'newCategories' | 'lostCategories'> {
  if (pair.kind === 'numbers') return { newCategories: null, lostCategories: null };
  const { reference, current } = pair;
  const isMasked = sensitive === true;
  return {
    newCategories: onlyOf(pair, current, reference, isMasked),
    lostCategories: onlyOf(pair, reference, current, isMasked),
  };
}

/** `4 new: AKN, DLG, LWB and MQT, 6 gone: ...: 0.2% of rows`; undefined where no category came or went. */
export function changesInWords(named: NamedPair): string | undefined {
  const { newCategories, lostCategories } = categoryChanges(named);
  const parts = [
    ...(newCategories === null ? [] : [{ said: listed('new', newCategories), share: percent(newCategories.share) }]),
    ...(lostCategories === null
      ? []
      : [{ said: listed('gone', lostCategories), share: percent(lostCategories.share) }]),
  ];
  const [first, second] = parts;
  if (first === undefined) return undefined;
  if (second === undefined) return `${first.said}: ${first.share} of rows`;
  if (first.share === second.share) return `${first.said}, ${second.said}: ${first.share} of rows`;
  return `${first.said}: ${first.share} of rows; ${second.said}: ${second.share} of rows`;
}

/**
 * Categories of one side that the other does not have, the most frequent first. Where the list of the other side was cut,
 * what is not in it may have been there: nothing is said.
 */
function onlyOf(
  { categories }: CategoryPair,
  side: CategorySide,
  other: CategorySide,
  isMasked: boolean,
): CategoryChange | null {
  if (other.other > 0 || rowsWithValue(other) === 0) return null;
  const found = categories.flatMap((category, index) => {
    const rows = side.counts[index]!;
    return rows > 0 && other.counts[index] === 0 ? [{ category, rows }] : [];
  });
  const named = side.counts.filter((rows) => rows > 0).length;
  const unlisted = side.other > 0 ? Math.max(1, side.distinct - named) : 0;
  const count = found.length + unlisted;
  if (count === 0) return null;
  return {
    categories: isMasked ? [] : largest(found, LISTED, frequentFirst).map(({ category }) => category),
    count,
    share: (found.reduce((sum, { rows }) => sum + rows, 0) + side.other) / rowsWithValue(side),
  };
}

interface Found {
  readonly category: string;
  readonly rows: number;
}

function frequentFirst(a: Found, b: Found): number {
  return b.rows - a.rows || (a.category < b.category ? -1 : 1);
}

function listed(what: string, { categories, count }: CategoryChange): string {
  if (categories.length === 0) return `${count} ${what}`;
  const named = categories.slice(0, NAMED);
  const more = count - named.length;
  return `${count} ${what}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
