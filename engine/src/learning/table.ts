import { SAMPLE, sampleRows } from './bins.ts';
import type { Crew } from './crew.ts';
import { Arena, padded, type Views, viewsOf } from './memory.ts';
import { type Merged, mergeRows } from './mergeRows.ts';
import { BOUNDS_LANES, CHUNK, COLUMN_KIND, setArguments, sortBytes } from './tasks.ts';

/** An input column; categories are those that are told apart, at most 254, in the order of their codes. */
export type InputColumn =
  | { readonly kind: 'numbers'; readonly name: string }
  | { readonly kind: 'categories'; readonly name: string; readonly categories: readonly string[] };

export interface TableShape {
  readonly columns: readonly InputColumn[];
  readonly trainRows: number;
  readonly validationRows: number;
}

export interface BinOptions {
  readonly maxBins: number;
  readonly seed: number;
  readonly keys?: Readonly<Record<Part, Uint32Array>> | undefined;
}

export type Part = 'train' | 'validation';

/** Rows of a part as bins, one byte each. */
export interface BinnedRows {
  /** By row, `stride` bytes apart: words of 8 columns. */
  readonly bins: number;
  readonly stride: number;
  /** By column, `rows` bytes apart. */
  readonly columns: number;
  readonly rows: number;
  /** Rows of the file before merging. */
  readonly fileRows: number;
  /** The row that each row of the file became; undefined: itself. */
  readonly placeOf: Uint32Array | undefined;
}

/** What the learner reads: bins of both parts, and what they stand for. */
export interface BinnedTable {
  readonly columns: readonly InputColumn[];
  readonly bounds: readonly Float32Array[];
  /** Value bins of each column. */
  readonly binCounts: readonly number[];
  /** Columns with one value or none. */
  readonly useless: readonly boolean[];
  readonly train: BinnedRows;
  readonly validation: BinnedRows;
  /** Places of arrays over the columns that tasks read. */
  readonly countsAt: number;
  readonly kindsAt: number;
}

/**
 * Columns on their way into bins: first each holds 4 bytes a row (f32, or i32 codes), filled by the caller through `values`;
 * `bin` then turns them into one byte a row, and their place becomes free for the learner's own arrays.
 */
export class Table {
  readonly shape: TableShape;
  readonly arena: Arena;
  readonly views: Views;
  readonly #crew: Crew;
  readonly #bins: Readonly<Record<Part, number>>;
  readonly #columns: Readonly<Record<Part, number>>;
  readonly #slots: Readonly<Record<Part, number>>;
  readonly #boundsAt: number;
  readonly #countsAt: number;
  readonly #kindsAt: number;
  readonly #sampleAt: number;
  readonly #mark: number;

  constructor(shape: TableShape, crew: Crew) {
    const columns = shape.columns.length;
    this.shape = shape;
    this.#crew = crew;
    this.views = viewsOf(crew.memory);
    this.arena = new Arena(crew.memory);
    this.#boundsAt = this.arena.take(columns * 1024);
    this.#countsAt = this.arena.take(columns * 4);
    this.#kindsAt = this.arena.take(columns);
    this.#sampleAt = this.arena.take(SAMPLE * 4);
    this.#bins = {
      train: this.arena.take(strideOf(columns) * shape.trainRows),
      validation: this.arena.take(strideOf(columns) * shape.validationRows),
    };
    this.#columns = {
      train: this.arena.take(columns * shape.trainRows),
      validation: this.arena.take(columns * shape.validationRows),
    };
    this.#mark = this.arena.mark();
    this.#slots = {
      train: this.arena.take(columns * shape.trainRows * 4),
      validation: this.arena.take(columns * shape.validationRows * 4),
    };
  }

  /** Where the values of column number `column` go; codes outside of the categories are missing. */
  values(part: Part, column: number): Float32Array | Int32Array {
    const rows = this.#rows(part);
    const from = (this.#slots[part] >>> 2) + column * rows;
    const { i32, f32 } = this.views;
    return (this.shape.columns[column]!.kind === 'numbers' ? f32 : i32).subarray(from, from + rows);
  }

  /** Takes the values away. `keys`: rows of different keys stay apart. Afterwards the arena stands where the values were. */
  bin(options: BinOptions): BinnedTable {
    const { columns } = this.shape;
    const { u8, i32 } = this.views;
    const bounds = this.#findBounds(options);
    const binCounts = columns.map((_, i) => i32[(this.#countsAt >>> 2) + i]!);
    const useless = columns.map((_, i) => isConstant(this.values('train', i), binCounts[i]!));
    for (const part of ['train', 'validation'] as const) this.#binPart(part);
    for (const [i, idle] of useless.entries()) if (idle) u8[this.#kindsAt + i] = 0;
    this.arena.release(this.#mark);
    return {
      columns,
      bounds,
      binCounts,
      useless,
      train: this.#binned('train', options.keys?.train),
      validation: this.#binned('validation', options.keys?.validation),
      countsAt: this.#countsAt,
      kindsAt: this.#kindsAt,
    };
  }

  /** Bounds of the columns of numbers (empty for categories); bins of all columns are counted, and their kinds noted. */
  #findBounds({ maxBins, seed }: BinOptions): readonly Float32Array[] {
    const { columns, trainRows } = this.shape;
    const { u8, i32, u32, f32 } = this.views;
    const sample = sampleRows(trainRows, seed);
    u32.set(sample, this.#sampleAt >>> 2);
    f32.fill(Number.POSITIVE_INFINITY, this.#boundsAt >>> 2, (this.#boundsAt >>> 2) + columns.length * 256);
    for (const [i, column] of columns.entries()) {
      u8[this.#kindsAt + i] = COLUMN_KIND[column.kind];
      if (column.kind === 'categories') i32[(this.#countsAt >>> 2) + i] = Math.max(1, column.categories.length);
    }
    setArguments(this.views, [
      this.#slots.train,
      trainRows,
      this.#sampleAt,
      sample.length,
      this.#boundsAt,
      this.#countsAt,
      this.#kindsAt,
      maxBins,
      columns.length,
      this.arena.take(boundsWork(trainRows)),
    ]);
    this.#crew.run('bounds', Math.min(columns.length, BOUNDS_LANES));
    return columns.map(({ kind }, i) => {
      const at = (this.#boundsAt >>> 2) + i * 256;
      return kind === 'numbers' ? f32.slice(at, at + i32[(this.#countsAt >>> 2) + i]! - 1) : new Float32Array();
    });
  }

  #rows(part: Part): number {
    return part === 'train' ? this.shape.trainRows : this.shape.validationRows;
  }

  #binPart(part: Part): void {
    const rows = this.#rows(part);
    const columns = this.shape.columns.length;
    setArguments(this.views, [
      this.#slots[part],
      this.#bins[part],
      this.#boundsAt,
      this.#countsAt,
      this.#kindsAt,
      rows,
      columns,
      strideOf(columns),
    ]);
    this.#crew.run('bin', Math.ceil(rows / CHUNK));
  }

  #binned(part: Part, key: Uint32Array | undefined): BinnedRows {
    const fileRows = this.#rows(part);
    const columns = this.shape.columns.length;
    const stride = strideOf(columns);
    const merged: Merged | undefined = mergeRows(this.views, this.#bins[part], stride, fileRows, key);
    const rows = merged?.count ?? fileRows;
    setArguments(this.views, [this.#bins[part], rows, columns, stride, this.#columns[part]]);
    this.#crew.run('takeColumns', Math.ceil(rows / CHUNK));
    return { bins: this.#bins[part], stride, columns: this.#columns[part], rows, fileRows, placeOf: merged?.placeOf };
  }
}

/** Bytes that a table takes in the memory: what stays, and what is free again after `bin`. */
export function tableBytes({ columns, trainRows, validationRows }: TableShape): { fixed: number; values: number } {
  const count = columns.length;
  return {
    fixed:
      padded(count * 1024) +
      padded(count * 4) +
      padded(count) +
      padded(SAMPLE * 4) +
      padded(strideOf(count) * trainRows) +
      padded(strideOf(count) * validationRows) +
      padded(count * trainRows) +
      padded(count * validationRows),
    values: padded(count * trainRows * 4) + padded(count * validationRows * 4) + boundsWork(trainRows),
  };
}

/** Bytes of work space of the search for bounds. */
function boundsWork(rows: number): number {
  return BOUNDS_LANES * sortBytes(Math.min(rows, SAMPLE));
}

function strideOf(columns: number): number {
  return Math.ceil(columns / 8) * 8;
}

/** Whether no split can be made: one value or none, missing ones included as a value. */
function isConstant(values: Float32Array | Int32Array, bins: number): boolean {
  const missing = values instanceof Int32Array ? (v: number) => v < 0 || v >= bins : Number.isNaN;
  const first = values[0]!;
  const firstMissing = missing(first);
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    if (missing(value) !== firstMissing || (!firstMissing && value !== first)) return false;
  }
  return true;
}
