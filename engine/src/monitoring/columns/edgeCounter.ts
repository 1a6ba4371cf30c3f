import type { QuantileCounts, ValueCounts } from '../../math/baseline.ts';
import type { NumberSide } from '../../math/drift/columnPair.ts';

/** Cells of the grid that shortens the search for an edge. */
const CELLS = 32_768;
/** Values that wait to be counted together, so that the grid of one column is not driven out of the cache by the next. */
const WAITING = 16_384;
/** Share of the edges at either end that the grid leaves out. */
const TAIL = 0.004;
/** Edges of a cell from which on halving is quicker than walking. */
const CROWDED = 8;
/** Other values than the known ones that are told apart before only the gaps that they lie in are counted. */
const OTHERS = 10_000;

export interface EdgeCounterOptions {
  /** Ascending: quantiles, or each value of the reference. */
  readonly edges: readonly number[];
  /** Whether the edges are all values of the reference, so that each is counted by itself. */
  readonly areValues: boolean;
  /** Whether values are rounded to single precision first, as those of the reference were. */
  readonly isSingle: boolean;
}

/** Of the values that are finite: sums of distances from the counter's center, least and greatest. */
interface Moments {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly squares: number;
  readonly finite: number;
}

/** Counts a column between edges, value by value and in constant memory, with its moments. */
export class EdgeCounter {
  readonly #edges: Float64Array;
  readonly #isSingle: boolean;
  /** By cell: the bin of all its values, or ~ of the first edge that one can be at or below. */
  readonly #bins: Int16Array;
  readonly #low: number;
  readonly #scale: number;
  /** Rows at an edge (`areValues`), and rows below it and above the one before. */
  readonly #at: Float64Array;
  readonly #between: Float64Array;
  #others: Map<number, number> | undefined;
  readonly #waiting = new Float64Array(WAITING);
  #waits = 0;
  #rows = 0;
  #missing = 0;
  #nonFinite = 0;
  #min = Infinity;
  #max = -Infinity;
  /** Sums of distances from `#center`, so that no digits are lost to a large mean. */
  readonly #center: number;
  #sum = 0;
  #squares = 0;

  constructor({ edges, areValues, isSingle }: EdgeCounterOptions) {
    const count = edges.length;
    this.#edges = Float64Array.from([...edges, Infinity]);
    this.#isSingle = isSingle;
    // Without the far tails, whose few edges would leave all others to a few cells.
    const tail = Math.floor(count * TAIL);
    this.#low = edges[tail] ?? 0;
    this.#center = edges[count >> 1] ?? 0;
    const width = count === 0 ? 0 : edges[count - 1 - tail]! - this.#low;
    const scale = (CELLS - 1) / width;
    this.#scale = Number.isFinite(scale) && scale > 0 ? scale : 0;
    this.#bins = this.#grid();
    this.#at = new Float64Array(count + 1);
    this.#between = new Float64Array(count + 1);
    this.#others = areValues ? new Map() : undefined;
  }

  take(values: Float32Array | Float64Array): void {
    this.#rows += values.length;
    for (let from = 0; from < values.length; ) {
      const to = Math.min(values.length, from + WAITING - this.#waits);
      this.#waiting.set(values.subarray(from, to), this.#waits);
      this.#waits += to - from;
      from = to;
      if (this.#waits === WAITING) this.#count();
    }
  }

  /** The work of a million rows: one loop, nothing called where a cell lies between two edges, and nothing made. */
  #count(): void {
    const values = this.#waiting.subarray(0, this.#waits);
    this.#waits = 0;
    if (this.#isSingle) for (let i = 0; i < values.length; i++) values[i] = Math.fround(values[i]!);
    const [edges, bins, between, at, others] = [this.#edges, this.#bins, this.#between, this.#at, this.#others];
    const [low, scale, center] = [this.#low, this.#scale, this.#center];
    let [min, max, sum, squares, finite] = [this.#min, this.#max, 0, 0, 0];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value - value !== 0) continue;
      finite++;
      if (value < min) min = value;
      if (value > max) max = value;
      const away = value - center;
      sum += away;
      squares += away * away;
      const place = (value - low) * scale;
      const cell = place >= CELLS ? CELLS : place > 0 ? place | 0 : 0;
      let bin = bins[cell]!;
      if (bin < 0) {
        bin = ~bin;
        const last = firstOf(bins[cell + 1]!);
        if (last - bin > CROWDED) bin = firstAtOrAbove(edges, value, bin, last);
        else while (edges[bin]! < value) bin++;
      }
      if (others === undefined || edges[bin] === value) at[bin]!++;
      else {
        between[bin]!++;
        others.set(value, (others.get(value) ?? 0) + 1);
      }
    }
    if (others !== undefined && others.size > OTHERS) this.#others = undefined;
    this.#add({ min, max, sum, squares, finite }, values);
  }

  #add({ min, max, sum, squares, finite }: Moments, values: Float64Array): void {
    [this.#min, this.#max] = [min, max];
    this.#sum += sum;
    this.#squares += squares;
    if (finite === values.length) return;
    let missing = 0;
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) missing++;
    this.#missing += missing;
    this.#nonFinite += values.length - finite - missing;
  }

  /** What was counted: by value where the edges are values and there are at most `mostValues` with rows, else between the edges. */
  side(mostValues = Infinity): NumberSide {
    this.#count();
    const finite = this.#rows - this.#missing - this.#nonFinite;
    const mean = this.#sum / finite;
    const hasRows = finite > 0;
    return {
      rows: this.#rows,
      missing: this.#missing,
      nonFinite: this.#nonFinite,
      mean: hasRows ? finiteOrNull(this.#center + mean) : null,
      sd: hasRows ? finiteOrNull(Math.sqrt(Math.max(0, this.#squares / finite - mean * mean))) : null,
      min: hasRows ? this.#min : null,
      max: hasRows ? this.#max : null,
      values: this.#byValue(mostValues) ?? this.#byEdge(),
    };
  }

  #byEdge(): QuantileCounts {
    const edges = Array.from(this.#edges.subarray(0, -1));
    return { kind: 'quantiles', edges, counts: Array.from(this.#at, (count, k) => count + this.#between[k]!) };
  }

  #byValue(most: number): ValueCounts | undefined {
    if (this.#others === undefined) return undefined;
    const known = Array.from(this.#edges.subarray(0, -1), (value, k) => [value, this.#at[k]!] as const);
    const all = [...known.filter(([, count]) => count > 0), ...this.#others].sort(([a], [b]) => a - b);
    if (all.length > most) return undefined;
    return { kind: 'values', values: all.map(([value]) => value), counts: all.map(([, count]) => count) };
  }

  /** Cells never fall while values rise, so an edge of a lower cell lies below every value of this one, one of a higher above. */
  #grid(): Int16Array {
    const edges = this.#edges;
    const last = edges.length - 1;
    const bins = new Int16Array(CELLS + 2).fill(last);
    let from = 0;
    for (let edge = 0; edge < last; edge++) {
      const cell = this.#cellOf(edges[edge]!);
      if (cell < from) continue;
      bins.fill(edge, from, cell);
      bins[cell] = ~edge;
      from = cell + 1;
    }
    return bins;
  }

  #cellOf(value: number): number {
    const cell = (value - this.#low) * this.#scale;
    return cell >= CELLS ? CELLS : cell > 0 ? cell | 0 : 0;
  }
}

function firstOf(bin: number): number {
  return bin < 0 ? ~bin : bin;
}

/** The first of `edges[from]` ... `edges[to]` that is at or above a value, known to be there. */
function firstAtOrAbove(edges: Float64Array, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sums of values near the greatest double have no finite value. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
