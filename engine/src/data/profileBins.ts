import { type Bins, innerEdges, nextBelow, type Range, startingEdges } from './profileEdges.ts';
import { exactSum, momentsOf, scaled, sumOf } from './profileMoments.ts';
import { heavyBins } from './profileQuantiles.ts';
import { type Measured, measureAll, type ProfiledTable } from './profileSelect.ts';
import type { ColumnSummary } from './profileSummary.ts';

/** How the values of a column of numbers or times are spread. */
export interface Spread {
  readonly bins: Bins;
  readonly mean: number | null;
  readonly std: number | null;
}

type Ranged = ColumnSummary & { readonly range: Range };

/** A bin that holds a quantile and many values is cut into as many parts, and those again. */
const PARTS = 32;
const ROUNDS = 3;

/** Counts between edges and moments in one pass; further passes for columns whose values crowd between two edges. */
export async function countBins(
  table: ProfiledTable,
  columns: readonly ColumnSummary[],
): Promise<ReadonlyMap<ColumnSummary, Spread>> {
  const ranged = columns.filter((column): column is Ranged => column.range !== undefined);
  const found = await measureAll(table, ranged, firstMeasures);
  const spreads = new Map<ColumnSummary, Spread>(ranged.map((column) => [column, spreadOf(column, found.of(column))]));
  for (let round = 0; round < ROUNDS; round++) {
    const crowded = ranged.filter((column) => column.kind === 'number' && heavy(column, spreads).length > 0);
    const parts = await measureAll(table, crowded, (column) => partMeasures(column, spreads.get(column)!.bins));
    for (const column of crowded) {
      const { bins, ...moments } = spreads.get(column)!;
      spreads.set(column, { ...moments, bins: refine(column, bins, parts.of(column)) });
    }
  }
  return spreads;
}

function heavy(column: ColumnSummary, spreads: ReadonlyMap<ColumnSummary, Spread>): readonly number[] {
  return heavyBins(spreads.get(column)!.bins, column.type === 'integer');
}

function firstMeasures({ kind, type, finite, range }: Ranged): Readonly<Record<string, string>> {
  const counts = countsSql(finite, startingEdges(range, type === 'integer'));
  if (kind !== 'number') return { counts };
  const value = scaled(finite, range);
  return { counts, sum: exactSum(value), squares: exactSum(`${value} * ${value}`) };
}

function countsSql(value: string, edges: readonly number[]): string {
  return `map_values(histogram(${value}, '${JSON.stringify(edges)}'::DOUBLE[]))`;
}

function spreadOf({ kind, type, range }: Ranged, { counts, sum, squares }: Measured): Spread {
  const bins = { edges: startingEdges(range, type === 'integer'), counts: (counts as readonly unknown[]).map(Number) };
  if (kind !== 'number') return { bins, mean: null, std: null };
  const n = bins.counts.reduce((total, count) => total + count, 0);
  return { bins, ...momentsOf(range, n, sumOf(sum), sumOf(squares)) };
}

function partMeasures({ type, finite }: ColumnSummary, bins: Bins): Readonly<Record<string, string>> {
  const entries = heavyBins(bins, type === 'integer').flatMap((at) => {
    const [low, high] = [bins.edges[at - 1]!, bins.edges[at]!];
    const inside = `(CASE WHEN ${finite} > ${low.toExponential()} AND ${finite} <= ${high.toExponential()} THEN ${finite} END)`;
    return [
      [`least${at}`, `min(${inside})`],
      [`most${at}`, `max(${inside})`],
      [`counts${at}`, countsSql(inside, innerEdges(low, high, PARTS))],
    ];
  });
  return Object.fromEntries(entries);
}

function refine({ type }: ColumnSummary, bins: Bins, found: Measured): Bins {
  const cut = new Set(heavyBins(bins, type === 'integer'));
  const parts = bins.edges.map((edge, at): Bins => {
    if (!cut.has(at)) return { edges: [edge], counts: [bins.counts[at]!] };
    const least = found[`least${at}`] as number;
    if (least === found[`most${at}`]) return alone(least, bins, at);
    const counts = (found[`counts${at}`] as readonly unknown[]).map(Number);
    return { edges: innerEdges(bins.edges[at - 1]!, edge, PARTS), counts };
  });
  return { edges: parts.flatMap((part) => part.edges), counts: parts.flatMap((part) => part.counts) };
}

/** A bin whose values are all the same. */
function alone(value: number, { edges, counts }: Bins, at: number): Bins {
  const before = nextBelow(value) > edges[at - 1]! ? [{ edge: nextBelow(value), count: 0 }] : [];
  const after = value < edges[at]! ? [{ edge: edges[at]!, count: 0 }] : [];
  const all = [...before, { edge: value, count: counts[at]! }, ...after];
  return { edges: all.map(({ edge }) => edge), counts: all.map(({ count }) => count) };
}
