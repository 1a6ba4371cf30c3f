import { identifier } from '../../ports/sqlText.ts';
import { type Bins, innerEdges, nextBelow, type Range, startingEdges } from './profileEdges.ts';
import { exactSum, momentsOf, scaled, sumOf } from './profileMoments.ts';
import { heavyBins } from './profileQuantiles.ts';
import { type Measured, measureAll, type ProfiledTable } from './profileSelect.ts';
import type { ColumnSummary } from './profileSummary.ts';

/** How the values of a column of numbers or times are spread. */
export interface Spread {
  /** Number of different values; only of small tables. */
  readonly distinct?: number;
  readonly bins: Bins;
  readonly mean: number | null;
  readonly std: number | null;
}

type Ranged = ColumnSummary & { readonly range: Range };

/** A bin that holds a quantile and many values is cut into as many parts, and those again. */
const PARTS = 32;
const ROUNDS = 4;
/** Of so many values different ones are told apart one by one. */
const FEW_VALUES = 4_000_000;

/** Counts between edges and moments in one pass; further passes for columns whose values crowd between two edges. */
export async function countBins(
  table: ProfiledTable & { readonly rows: number },
  columns: readonly ColumnSummary[],
): Promise<ReadonlyMap<ColumnSummary, Spread>> {
  const ranged = columns.filter((column): column is Ranged => column.range !== undefined);
  const found = await measureAll(table, ranged, (column) => ({
    ...firstMeasures(column),
    ...(table.rows * ranged.length <= FEW_VALUES ? { distinct: distinctSql(column) } : {}),
  }));
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

function distinctSql({ type, name, finite }: Ranged): string {
  return `count(DISTINCT ${type === 'integer' || type === 'decimal' ? identifier(name) : finite})`;
}

function countsSql(value: string, edges: readonly number[]): string {
  return `map_values(histogram(${value}, '${JSON.stringify(edges)}'::DOUBLE[]))`;
}

function spreadOf({ kind, type, range }: Ranged, { counts, distinct, sum, squares }: Measured): Spread {
  const bins = { edges: startingEdges(range, type === 'integer'), counts: (counts as readonly unknown[]).map(Number) };
  const known = distinct === undefined ? {} : { distinct: Number(distinct) };
  if (kind !== 'number') return { ...known, bins, mean: null, std: null };
  const n = bins.counts.reduce((total, count) => total + count, 0);
  return { ...known, bins, ...momentsOf(range, n, sumOf(sum), sumOf(squares)) };
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
  const parts = bins.edges.flatMap((edge, at): readonly Part[] => {
    if (!cut.has(at)) return [{ edge, count: bins.counts[at]! }];
    const low = bins.edges[at - 1]!;
    const counts = found[`counts${at}`] as readonly unknown[];
    const inner = innerEdges(low, edge, PARTS).map((one, i) => ({ edge: one, count: Number(counts[i]) }));
    return trimmed(low, inner, found[`least${at}`] as number, found[`most${at}`] as number);
  });
  return { edges: parts.map(({ edge }) => edge), counts: parts.map(({ count }) => count) };
}

interface Part {
  readonly edge: number;
  readonly count: number;
}

/** Bins with edges at the least and the greatest value in them, so that the next cut falls between these. */
function trimmed(low: number, parts: readonly Part[], least: number, most: number): readonly Part[] {
  const last = parts.findLastIndex(({ count }) => count > 0);
  const ended = parts.flatMap((part, at) =>
    at === last && most < part.edge
      ? [
          { edge: most, count: part.count },
          { edge: part.edge, count: 0 },
        ]
      : [part],
  );
  const first = ended.findIndex(({ count }) => count > 0);
  const before = ended[first - 1]?.edge ?? low;
  return nextBelow(least) > before ? ended.toSpliced(first, 0, { edge: nextBelow(least), count: 0 }) : ended;
}
