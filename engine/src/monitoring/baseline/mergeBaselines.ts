import {
  type Baseline,
  type CategoryBaseline,
  type ColumnBaseline,
  MAX_CATEGORIES,
  MAX_VALUES,
  type NumberBaseline,
  type QuantileCounts,
  quantileRanks,
  type ValueCounts,
} from '../../math/baseline.ts';
import { rowsUpTo } from '../columns/cumulative.ts';

/**
 * The baseline of two tables with the same columns, as if it had been made of all their rows. Rows, moments, values and categories add up
 * exactly; rows between quantiles that the two do not share are taken as spread evenly, so that no count is off by more than a thousandth
 * of a part's rows. Columns that only one of them has are left out.
 */
export function mergeBaselines(a: Baseline, b: Baseline): Baseline {
  return {
    schema: a.schema,
    rows: a.rows + b.rows,
    inputs: mergeColumns(a.inputs, b.inputs),
    outputs: mergeColumns(a.outputs, b.outputs),
    label: mergeColumns(a.label, b.label),
  };
}

type Columns = Readonly<Record<string, ColumnBaseline>>;

/** Columns of both by name; one that holds numbers in the one and categories in the other is left out. */
export function mergeColumns(a: Columns, b: Columns): Columns {
  const both = Object.entries(a).flatMap(([name, one]): [string, ColumnBaseline][] => {
    const other = Object.hasOwn(b, name) ? b[name] : undefined;
    if (one.kind === 'numbers' && other?.kind === 'numbers') return [[name, mergeNumbers(one, other)]];
    if (one.kind === 'categories' && other?.kind === 'categories') return [[name, mergeCategories(one, other)]];
    return [];
  });
  return Object.fromEntries(both);
}

function mergeNumbers(a: NumberBaseline, b: NumberBaseline): NumberBaseline {
  const [n, m] = [finiteRows(a), finiteRows(b)];
  const counts = { rows: a.rows + b.rows, missing: a.missing + b.missing, nonFinite: a.nonFinite + b.nonFinite };
  if (n === 0) return { ...b, ...counts };
  if (m === 0) return { ...a, ...counts };
  return {
    kind: 'numbers',
    ...counts,
    ...pooled(a, b, n, m),
    min: Math.min(a.min!, b.min!),
    max: Math.max(a.max!, b.max!),
    distribution: mergeValues(a.distribution, b.distribution) ?? mergeQuantiles(a, b),
  };
}

/** Mean and deviation of two samples together (Chan, Golub and LeVeque 1979). */
function pooled(a: NumberBaseline, b: NumberBaseline, n: number, m: number): Pick<NumberBaseline, 'mean' | 'sd'> {
  if (a.mean === null || b.mean === null || a.sd === null || b.sd === null) return { mean: null, sd: null };
  const away = b.mean - a.mean;
  const share = m / (n + m);
  const variance = a.sd ** 2 * (1 - share) + b.sd ** 2 * share + away ** 2 * share * (1 - share);
  return { mean: a.mean + away * share, sd: Math.sqrt(variance) };
}

/** Undefined where not every value of both is known, or there are too many together. */
function mergeValues(a: Distribution, b: Distribution): ValueCounts | undefined {
  if (a.kind !== 'values' || b.kind !== 'values') return undefined;
  const rows = new Map(a.values.map((value, at) => [value, a.counts[at]!]));
  for (const [at, value] of b.values.entries()) rows.set(value, (rows.get(value) ?? 0) + b.counts[at]!);
  if (rows.size > MAX_VALUES) return undefined;
  const all = [...rows].sort(([x], [y]) => x - y);
  return { kind: 'values', values: all.map(([value]) => value), counts: all.map(([, count]) => count) };
}

type Distribution = NumberBaseline['distribution'];

function mergeQuantiles(a: NumberBaseline, b: NumberBaseline): QuantileCounts {
  const edges = [...new Set([...edgesOf(a), ...edgesOf(b)])].sort((x, y) => x - y);
  const [before, after] = [sideOf(a), sideOf(b)];
  const below = edges.map((edge) => Math.round(rowsUpTo(before, edge)) + Math.round(rowsUpTo(after, edge)));
  const rows = finiteRows(a) + finiteRows(b);
  const kept: number[] = [];
  let at = 0;
  for (const rank of quantileRanks(rows)) {
    while (at < edges.length && below[at]! < rank) at++;
    if (at === edges.length) break;
    if (kept.at(-1) !== at) kept.push(at);
  }
  const upTo = [...kept.map((at) => below[at]!), rows];
  return {
    kind: 'quantiles',
    edges: kept.map((at) => edges[at]!),
    counts: upTo.map((count, bin) => count - (bin === 0 ? 0 : upTo[bin - 1]!)),
  };
}

function edgesOf({ distribution }: NumberBaseline): readonly number[] {
  return distribution.kind === 'values' ? distribution.values : distribution.edges;
}

function sideOf({ distribution, ...side }: NumberBaseline) {
  return { ...side, values: distribution };
}

function mergeCategories(a: CategoryBaseline, b: CategoryBaseline): CategoryBaseline {
  const rows = new Map(a.categories.map((category, at) => [category, a.counts[at]!]));
  for (const [at, category] of b.categories.entries()) rows.set(category, (rows.get(category) ?? 0) + b.counts[at]!);
  const ranked = [...rows].sort(([x, n], [y, m]) => m - n || (x < y ? -1 : 1));
  const kept = ranked.slice(0, MAX_CATEGORIES);
  const hidden = (one: CategoryBaseline) => one.distinct - one.categories.length;
  const cut = ranked.slice(MAX_CATEGORIES).reduce((sum, [, count]) => sum + count, 0);
  return {
    kind: 'categories',
    rows: a.rows + b.rows,
    missing: a.missing + b.missing,
    // Those that were cut may be the same ones.
    distinct: ranked.length + Math.max(hidden(a), hidden(b)),
    categories: kept.map(([category]) => category),
    counts: kept.map(([, count]) => count),
    other: a.other + b.other + cut,
  };
}

function finiteRows({ rows, missing, nonFinite }: NumberBaseline): number {
  return rows - missing - nonFinite;
}
