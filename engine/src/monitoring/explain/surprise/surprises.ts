import type { BinnedColumn } from './binColumn.ts';

/** How much each column of a row surprises beyond what it does on average, in nats. */
export interface Surprises {
  readonly columns: readonly ColumnSurprise[];
}

interface ColumnSurprise {
  /** -1: none. */
  readonly parent: number;
  /** By bin of the parent times `bins` plus bin of the column. */
  readonly excess: Float64Array;
  readonly bins: number;
}

/** Rows that the shares of a column alone count for, beside those with the parent's value. */
const PRIOR = 2;

/** @param fitted numbers of the reference rows that the surprises are told from */
export function surprisesOf(columns: readonly BinnedColumn[], parents: Int32Array, fitted: Uint32Array): Surprises {
  return { columns: columns.map((column, i) => surpriseOf(column, columns[parents[i]!], parents[i]!, fitted)) };
}

function surpriseOf(
  { reference, counts }: BinnedColumn,
  above: BinnedColumn | undefined,
  parent: number,
  fitted: Uint32Array,
): ColumnSurprise {
  const bins = counts.length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const parentBins = above?.counts.length ?? 1;
  const together = new Float64Array(parentBins * bins);
  const ofParent = new Float64Array(parentBins);
  for (const row of fitted) {
    const given = above?.reference[row] ?? 0;
    together[given * bins + reference[row]!]!++;
    ofParent[given]!++;
  }
  const excess = new Float64Array(parentBins * bins);
  let mean = 0;
  for (let given = 0; given < parentBins; given++)
    for (let bin = 0; bin < bins; bin++) {
      const at = given * bins + bin;
      const share = counts[bin]! / total;
      const seen = above === undefined ? share : (together[at]! + PRIOR * share) / (ofParent[given]! + PRIOR);
      excess[at] = -Math.log(seen);
      mean += (together[at]! / fitted.length) * excess[at]!;
    }
  return { parent, excess: excess.map((surprise) => surprise - mean), bins };
}

/**
 * Of each row the length of the vector of what its columns surprise by more than they usually do: one column that is very unusual weighs
 * more than many that are a little.
 */
export function scoreRows(
  { columns }: Surprises,
  bins: readonly Uint8Array[],
  rows: Uint32Array | number,
): Float64Array {
  const length = typeof rows === 'number' ? rows : rows.length;
  const scores = new Float64Array(length);
  for (const [i, { parent, excess, bins: width }] of columns.entries()) {
    const own = bins[i]!;
    const above = bins[parent];
    for (let place = 0; place < length; place++) {
      const row = typeof rows === 'number' ? place : rows[place]!;
      const surprise = excess[(above === undefined ? 0 : above[row]!) * width + own[row]!]!;
      if (surprise > 0) scores[place]! += surprise * surprise;
    }
  }
  return scores.map(Math.sqrt);
}

/** Share of a row's score that each column makes. */
export function partsOf({ columns }: Surprises, bins: readonly Uint8Array[], row: number): readonly number[] {
  const squares = columns.map(({ parent, excess, bins: width }, i) => {
    const surprise = excess[(bins[parent]?.[row] ?? 0) * width + bins[i]![row]!]!;
    return surprise > 0 ? surprise * surprise : 0;
  });
  const total = squares.reduce((sum, square) => sum + square, 0);
  return squares.map((square) => (total > 0 ? square / total : 0));
}
