import type { CategoryBaseline, ColumnBaseline, NumberBaseline } from '../../../math/baseline.ts';
import type { SampledColumn } from '../sampleTables.ts';

/** How rare the values of a column are by a stored baseline, which knows columns and no rows. */
export interface BaselineRarity {
  /** Of a sampled value: the share of the reference rows whose value is as rare or rarer. */
  readonly shareOf: (value: number) => number;
  /** Share of the reference rows of which that share is at most so much. */
  readonly massBelow: (share: number) => number;
}

interface Level {
  /** Of the rows as rare or rarer. */
  readonly share: number;
  readonly rows: number;
}

/** Undefined where the baseline is of another kind, or of no rows. */
export function baselineRarity(
  column: SampledColumn,
  baseline: ColumnBaseline | undefined,
): BaselineRarity | undefined {
  if (baseline === undefined || baseline.rows === 0) return undefined;
  if (column.kind === 'numbers') return baseline.kind === 'numbers' ? ofNumbers(baseline) : undefined;
  return baseline.kind === 'categories' ? ofCategories(baseline, column.categories) : undefined;
}

/** A number is as rare as the shorter of the two tails that begin with it, twice; between edges the longer end of its bin counts. */
function ofNumbers({ rows, missing, nonFinite, min, max, distribution }: NumberBaseline): BaselineRarity {
  const ends = distribution.kind === 'values' ? distribution.values : distribution.edges;
  const { counts } = distribution;
  const finite = counts.reduce((sum, count) => sum + count, 0);
  const unseen = 1 / (rows + 1);
  const missingShare = Math.max(missing, 1) / rows;
  const otherShare = Math.max(nonFinite, 1) / rows;
  const levels: Level[] = [];
  let below = 0;
  for (const count of counts) {
    const tail = Math.min(below + count, finite - below);
    levels.push({ share: Math.min(1, (2 * tail) / rows), rows: count });
    below += count;
  }
  const shareOf = (value: number): number => {
    if (Number.isNaN(value)) return missingShare;
    if (!Number.isFinite(value)) return nonFinite > 0 ? otherShare : unseen;
    if (min === null || max === null || value < Math.fround(min) || value > Math.fround(max)) return unseen;
    return levels[Math.min(levels.length - 1, placeOf(ends, value))]!.share;
  };
  const all = [...levels, { share: missingShare, rows: missing }, { share: otherShare, rows: nonFinite }];
  return { shareOf, massBelow: massBelow(all, rows) };
}

/** The first end that is not below the value, which is a float of 32 bits. */
function placeOf(ends: readonly number[], value: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Math.fround(ends[middle]!) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A category is as rare as all that have no more rows than it. */
function ofCategories(
  { rows, missing, distinct, categories, counts, other }: CategoryBaseline,
  sampled: readonly string[],
): BaselineRarity {
  const unseen = 1 / (rows + 1);
  const missingShare = Math.max(missing, 1) / rows;
  // The most frequent come first: from the end, each is as rare as what stands behind it.
  const shares = new Map<string, Level>();
  let behind = other;
  for (let i = counts.length - 1; i >= 0; ) {
    let first = i;
    while (first > 0 && counts[first - 1] === counts[i]) first--;
    behind += counts[i]! * (i - first + 1);
    for (; i >= first; i--) shares.set(categories[i]!, { share: behind / rows, rows: counts[i]! });
  }
  const cut = distinct > categories.length ? other / rows : unseen;
  // As many rows hold a category that was not there as held one that stood once (Good 1953).
  const once = counts.filter((count) => count === 1).length / rows;
  const codes = sampled.map((category) => shares.get(category)?.share ?? Math.max(cut, once, unseen));
  const all = [...shares.values(), { share: missingShare, rows: missing }, { share: cut, rows: other }];
  return { shareOf: (code) => (code < 0 ? missingShare : codes[code]!), massBelow: massBelow(all, rows) };
}

function massBelow(levels: readonly Level[], rows: number): BaselineRarity['massBelow'] {
  return (share) => levels.reduce((sum, level) => sum + (level.share <= share ? level.rows : 0), 0) / rows;
}
