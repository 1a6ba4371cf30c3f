import { BLOCKS_BYTES, CHUNK, COLUMN_BYTES, SCRATCH_BYTES, SORT_CHUNK, SPLIT_BYTES, TOTALS_BYTES } from './tasks.ts';

export interface WorkSizes {
  readonly columns: number;
  readonly rows: number;
  readonly validationRows: number;
  /** Scores a row: 1, or for multiclass the classes. */
  readonly scores: number;
  readonly maxLeaves: number;
}

/** Places of the learner's arrays in the memory, beside the bins. */
export interface WorkSpace {
  /** f32 pairs: weight and target of each row; see the gradient kernels. */
  readonly wy: number;
  /** f64 scores, a plane a score, `plane` rows apart. */
  readonly raw: number;
  readonly plane: number;
  /** f32 probabilities in planes as `raw`; multiclass only. */
  readonly probabilities: number;
  readonly gh: number;
  /** u32 rows, leaf by leaf. */
  readonly rows: number;
  /** gh in the order of `rows`. */
  readonly pairs: number;
  /** Where partitions put the two sides for the moment: rows, and gh. */
  readonly left: number;
  readonly right: number;
  readonly leftPairs: number;
  readonly rightPairs: number;
  /** u32: how many rows of the file each row stands for. */
  readonly multiplicity: number;
  readonly validationWy: number;
  readonly validationRaw: number;
  readonly validationPlane: number;
  /** u32 rows of the validation part, leaf by leaf. */
  readonly validationRows: number;
  /** Histograms of one leaf each, `leafBytes` apart. */
  readonly histograms: number;
  readonly leafBytes: number;
  readonly partial: number;
  readonly splits: number;
  readonly scratch: number;
  readonly blocks: number;
  readonly sides: number;
  readonly totals: number;
  readonly counts: number;
  /** f64 triples: place of a leaf's rows, their number, what is added to their scores; the validation part's after the others. */
  readonly leaves: number;
}

const MOST_PARTS = 8;
/** Pieces of work that one histogram is cut into. */
const MOST_TASKS = 16;
const LEAST_ROWS = 4096;

/**
 * Parts of a leaf's rows that have histograms of their own, so that narrow tables give several threads work.
 * Of the shape of the data only: the sums, and so the model, are then the same on any number of threads. A power of two, so that
 * threads get equal shares.
 */
export function partsOf(rows: number, columns: number): number {
  const fitting = Math.min(MOST_PARTS, Math.floor(rows / (LEAST_ROWS * Math.ceil(columns / 8))));
  return fitting < 2 ? 1 : 2 ** Math.floor(Math.log2(fitting));
}

/** Groups of columns that are summed up apart where there are fewer parts than threads; no sum depends on it. */
export function groupsOf(parts: number, columns: number, threads: number): number {
  return Math.max(1, Math.min(Math.ceil(columns / 8), Math.ceil(threads / parts), Math.floor(MOST_TASKS / parts)));
}

/** Lays the arrays out; `take` gives the place of so many bytes, or just counts them. */
export function layOut(sizes: WorkSizes, take: (bytes: number) => number): WorkSpace {
  const { columns, rows, validationRows, scores, maxLeaves } = sizes;
  const plane = rows + (rows % 2);
  const validationPlane = validationRows + (validationRows % 2);
  const parts = partsOf(rows, columns);
  const chunks = Math.ceil(Math.max(rows, validationRows) / CHUNK) + 1;
  const leafBytes = columns * COLUMN_BYTES;
  return {
    wy: take(plane * 8),
    raw: take(plane * 8 * scores),
    plane,
    probabilities: scores > 1 ? take(plane * 4 * scores) : 0,
    gh: take(plane * 8),
    rows: take(rows * 4),
    pairs: take(rows * 8),
    leftPairs: take(rows * 8),
    rightPairs: take(rows * 8),
    left: take(Math.max(rows, validationRows) * 4),
    right: take(Math.max(rows, validationRows) * 4),
    multiplicity: take(rows * 4),
    validationWy: take(validationPlane * 8),
    validationRaw: take(validationPlane * 8 * scores),
    validationPlane,
    validationRows: take(validationRows * 4),
    histograms: take((maxLeaves + 1) * leafBytes),
    leafBytes,
    partial: take((parts - 1) * leafBytes),
    splits: take(2 * columns * SPLIT_BYTES),
    scratch: take(columns * SCRATCH_BYTES),
    blocks: take(MOST_TASKS * BLOCKS_BYTES),
    sides: take(256),
    totals: take(chunks * TOTALS_BYTES),
    counts: take((Math.ceil(Math.max(rows, validationRows) / SORT_CHUNK) + 1) * 4),
    leaves: take(2 * maxLeaves * 24),
  };
}
