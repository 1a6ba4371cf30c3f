/** Counts of values: `counts[i]` of them above `edges[i - 1]`, up to and with `edges[i]`; none above the last edge. */
export interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

const SHOWN = 30;
const EVEN = 8;
const BY_SIZE = 100;
const DECADES = 9;

/** Edges of the histogram that is shown: 30 bins of equal width, of integers each as many integers wide. */
export function shownEdges({ low, high }: Range, isInteger: boolean): readonly number[] {
  if (isInteger && high - low < 2 ** 50 && Number.isSafeInteger(low) && Number.isSafeInteger(high)) {
    const width = Math.ceil((high - low + 1) / SHOWN);
    const bins = Math.ceil((high - low + 1) / width);
    return Array.from({ length: bins + 1 }, (_, i) => low - 0.5 + i * width);
  }
  if (low === high) return [low - 0.5, low + 0.5];
  return unique(evenly(low, high, SHOWN));
}

/**
 * Edges to count values between: the shown ones, each of those bins in eight, and edges by size of the values for those that span
 * decades. Zero and the ends stand alone, where many values often are.
 */
export function startingEdges(range: Range, isInteger: boolean): readonly number[] {
  const { low, high } = range;
  const size = Math.max(Math.abs(low), Math.abs(high));
  const sizes = Array.from({ length: BY_SIZE }, (_, i) => size * 10 ** ((-i * DECADES) / BY_SIZE));
  const above = range.low > 0 ? sizes : [...sizes.map((one) => -one), nextBelow(0), 0, ...sizes];
  const edges = [...shownEdges(range, isInteger), ...evenly(low, high, SHOWN * EVEN), ...above, nextBelow(high)];
  const first = Math.min(low, edges[0]!);
  const last = Math.max(high, shownEdges(range, isInteger).at(-1)!);
  return unique(edges.filter((edge) => edge >= first && edge <= last));
}

/** Edges that cut a bin into equal parts, its upper edge with it. */
export function innerEdges(low: number, high: number, parts: number): readonly number[] {
  return unique(evenly(low, high, parts)).filter((edge) => edge > low);
}

/** The greatest double below. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = bits[0]! + (value > 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0]!;
}

/** Weighs the ends, since their difference may be more than a double holds. */
function evenly(low: number, high: number, parts: number): readonly number[] {
  return Array.from({ length: parts + 1 }, (_, i) =>
    i === 0 ? low : i === parts ? high : low * (1 - i / parts) + high * (i / parts),
  );
}

function unique(edges: readonly number[]): readonly number[] {
  return [...new Set(edges.map((edge) => (edge === 0 ? 0 : edge)))].sort((a, b) => a - b);
}
