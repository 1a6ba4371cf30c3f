import { gather, sorted } from '../../../math/sorting.ts';
import type { SampledColumn } from '../sampleTables.ts';

/** One column in bins: what it holds, and what no row held that it was told from. */
export interface BinnedColumn {
  readonly name: string;
  /** Of each reference row and each current row. */
  readonly reference: Uint8Array;
  readonly current: Uint8Array;
  /** Rows of the bin among those that the bins were told from; of bins that hold none the rows that one more would be expected to be. */
  readonly counts: Float64Array;
}

/** Bins of every column: no value; a value below or unlike all that were there; one above all. */
const MISSING = 0;
const BELOW = 1;
const ABOVE = 2;
const FIRST = 3;

/** Numbers of at most so many different values get a bin each, and so do as many categories. */
const VALUES = 48;
/** The tails are told apart finely, since that is where rows are unusual. */
const ORDERS = [0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999];
/** What a bin without rows counts. */
const NO_ROW = 0.5;

/** @param fitted numbers of the reference rows that bins are told from */
export function binColumn(column: SampledColumn, fitted: Uint32Array): BinnedColumn {
  const { place, bins, novel } = column.kind === 'numbers' ? numberBins(column, fitted) : categoryBins(column, fitted);
  const [reference, current] = [placed(column.reference, place), placed(column.current, place)];
  const counts = new Float64Array(bins);
  for (const row of fitted) counts[reference[row]!]!++;
  counts[BELOW] = Math.max(novel, counts[BELOW]!);
  return { name: column.name, reference, current, counts: counts.map((count) => Math.max(count, NO_ROW)) };
}

function placed(values: Float32Array | Int32Array, place: Bins['place']): Uint8Array {
  const bins = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) bins[row] = place(values[row]!);
  return bins;
}

interface Bins {
  readonly place: (value: number) => number;
  readonly bins: number;
  /** Values that stand once: as many rows are expected to hold a value that was not there (Good 1953). */
  readonly novel: number;
}

function numberBins({ reference }: SampledColumn & { kind: 'numbers' }, fitted: Uint32Array): Bins {
  const values = sorted(gather(reference, fitted));
  let end = values.length;
  while (end > 0 && Number.isNaN(values[end - 1]!)) end--;
  const ascending = values.subarray(0, end);
  const found = fewValues(ascending);
  if (found !== undefined) {
    const codes = new Map(found.values.map((value, i) => [value, FIRST + i]));
    const place = (value: number) => (Number.isNaN(value) ? MISSING : (codes.get(value + 0) ?? BELOW));
    return { place, bins: FIRST + found.values.length, novel: found.once };
  }
  const [least, most] = [ascending[0]!, ascending[ascending.length - 1]!];
  const edges = [...new Set(ORDERS.map((order) => ascending[Math.ceil(order * ascending.length) - 1]!))];
  const place = (value: number) => {
    if (Number.isNaN(value)) return MISSING;
    if (value < least) return BELOW;
    if (value > most) return ABOVE;
    let bin = 0;
    while (bin < edges.length && value > edges[bin]!) bin++;
    return FIRST + bin;
  };
  return { place, bins: FIRST + edges.length + 1, novel: NO_ROW };
}

/** Undefined where there are too many. */
function fewValues(ascending: ArrayLike<number>): { values: readonly number[]; once: number } | undefined {
  const values: number[] = [];
  let once = 0;
  for (let i = 0; i < ascending.length; ) {
    const value = ascending[i]!;
    let end = i + 1;
    while (end < ascending.length && ascending[end] === value) end++;
    if (values.length === VALUES) return undefined;
    values.push(value + 0);
    if (end === i + 1) once++;
    i = end;
  }
  return { values, once };
}

/** The most frequent categories, and one bin for all others that were there. */
function categoryBins({ reference, categories }: SampledColumn & { kind: 'categories' }, fitted: Uint32Array): Bins {
  const counts = new Float64Array(categories.length);
  for (const row of fitted) if (reference[row]! >= 0) counts[reference[row]!]!++;
  const seen = Array.from(counts.keys()).filter((code) => counts[code]! > 0);
  const kept = seen.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, VALUES);
  const bin = new Uint8Array(categories.length).fill(BELOW);
  for (const code of seen) bin[code] = FIRST + kept.length;
  for (const [i, code] of kept.entries()) bin[code] = FIRST + i;
  const once = seen.reduce((sum, code) => sum + (counts[code] === 1 ? 1 : 0), 0);
  return { place: (code) => (code < 0 ? MISSING : bin[code]!), bins: FIRST + kept.length + 1, novel: once };
}
