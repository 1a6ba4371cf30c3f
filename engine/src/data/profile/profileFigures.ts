import type { ColumnProfile, Histogram } from './columnProfile.ts';
import type { Spread } from './profileBins.ts';
import { type Bins, type Range, shownEdges } from './profileEdges.ts';
import { estimatedQuantiles, exactQuantiles, type ValueCount } from './profileQuantiles.ts';
import { type ColumnSummary, isExact } from './profileSummary.ts';
import { TOP, type ValueCounts } from './profileValues.ts';

interface Found {
  readonly rows: number;
  readonly values: ValueCounts | undefined;
  readonly bins: Spread | undefined;
}

/** Puts the figures of a column together. */
export function columnProfile(column: ColumnSummary, found: Found): ColumnProfile {
  const { name, type, sqlType, kind, present, infinite } = column;
  const missing = found.rows - present;
  const common = { ...NOTHING, name, type, sqlType, missing };
  if (kind === 'hidden') return { ...common, sensitive: true };
  if (kind === 'boolean') return { ...common, ...booleanFigures(column) };
  if (kind === 'text') return { ...common, ...textFigures(found.values) };
  const measured = { ...common, infinite, distinct: column.distinct, min: column.min, max: column.max };
  if (column.range === undefined) return present === 0 ? measured : { ...measured, estimated: ['distinct'] };
  if (found.values) return { ...measured, ...fewNumbers(column, column.range, found.values) };
  return found.bins ? { ...measured, ...manyNumbers(column, column.range, found.bins) } : measured;
}

const NOTHING = {
  distinct: null,
  min: null,
  max: null,
  mean: null,
  std: null,
  infinite: 0,
  quantiles: {},
  histogram: null,
  top: [],
  estimated: [],
  sensitive: false,
} as const;

function booleanFigures({ present, trues }: ColumnSummary): Partial<ColumnProfile> {
  const counts = [
    { value: false, count: present - trues },
    { value: true, count: trues },
  ];
  const there = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const { mean, std } = moments(counts.map(({ value, count }) => ({ value: Number(value), count })));
  return { distinct: there.length, mean, std, top: there };
}

function textFigures(values: ValueCounts | undefined): Partial<ColumnProfile> {
  if (!values) return {};
  return { distinct: values.distinct, min: values.min, max: values.max, top: values.top };
}

function fewNumbers(column: ColumnSummary, range: Range, { distinct, top }: ValueCounts): Partial<ColumnProfile> {
  const isInteger = column.type === 'integer';
  const values = top.map(({ value, count }) => ({ value: Number(value), count })).sort((a, b) => a.value - b.value);
  const shown = top.map(({ value, count }) => ({ value: isExact(value) ? Number(value) : value, count }));
  const byCount = shown.sort((a, b) => b.count - a.count || Number(a.value) - Number(b.value));
  return {
    distinct,
    ...moments(values),
    quantiles: exactQuantiles(values),
    histogram: histogramOf(shownEdges(range, isInteger), values),
    top: isInteger ? byCount.slice(0, TOP) : [],
  };
}

function manyNumbers(column: ColumnSummary, range: Range, found: Spread): Partial<ColumnProfile> {
  const { bins, distinct, mean } = found;
  const std = found.std === null ? null : finiteOrNull(found.std);
  const isInteger = column.type === 'integer';
  return {
    distinct: distinct ?? column.distinct,
    estimated: [
      ...(distinct === undefined ? (['distinct'] as const) : []),
      ...(column.kind === 'number' ? (['quantiles'] as const) : []),
    ],
    mean,
    std,
    quantiles: column.kind === 'number' ? estimatedQuantiles(bins, range, isInteger) : {},
    histogram: histogramOf(shownEdges(range, isInteger), countsAt(bins)),
  };
}

/** A bin as values at its upper edge: shown edges are among the edges, so they fall into the right shown bin. */
function countsAt({ edges, counts }: Bins): readonly ValueCount[] {
  return edges.map((value, at) => ({ value, count: counts[at]! })).filter(({ count }) => count > 0);
}

function histogramOf(edges: readonly number[], values: readonly ValueCount[]): Histogram {
  const counts = edges.slice(1).map(() => 0);
  let at = 0;
  for (const { value, count } of values) {
    while (at < counts.length - 1 && value > edges[at + 1]!) at += 1;
    counts[at] = counts[at]! + count;
  }
  return { edges, counts };
}

/** Of values in ascending order. */
function moments(values: readonly ValueCount[]): { readonly mean: number | null; readonly std: number | null } {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return { mean: null, std: null };
  // By a power of two, which loses nothing: squares of the greatest doubles are infinite, those of the least are 0.
  const size = Math.max(...values.map(({ value }) => Math.abs(value)));
  const unit = size === 0 ? 1 : 2 ** Math.min(1023, Math.max(-1022, Math.floor(Math.log2(size))));
  const sum = values.reduce((all, { value, count }) => all + (value / unit) * count, 0);
  const mean = Math.min(values.at(-1)!.value / unit, Math.max(values[0]!.value / unit, sum / total));
  if (total === 1) return { mean: mean * unit, std: null };
  const squares = values.reduce((all, { value, count }) => all + (value / unit - mean) ** 2 * count, 0);
  return { mean: mean * unit, std: finiteOrNull(Math.sqrt(squares / (total - 1)) * unit) };
}

/** The deviation of the greatest doubles may be more than a double holds. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
