import type { ColumnCells } from '../../../engine/src/tracking/table/runTable.ts';

/** The values of a column, by row. */
export type Cells = NumberColumn | TextColumn;

export interface NumberColumn {
  readonly kind: 'number';
  /** NaN also where a run has no value. */
  readonly values: Float64Array;
  /** 1 where a run has a value. */
  readonly has: Uint8Array;
  /** Ends of 95% intervals, NaN where there is none. */
  readonly low?: Float64Array;
  readonly high?: Float64Array;
  /** Where these are texts for the store: they are written as JavaScript writes these numbers. */
  readonly isPlain?: boolean;
}

export interface TextColumn {
  readonly kind: 'text';
  readonly texts: readonly string[];
  /** Places in `texts`; -1: the run has none. */
  readonly codes: Int32Array;
}

/** @throws RangeError where a column has not one value for each of `rows` */
export function decodeCells(cells: ColumnCells, rows: number): Cells {
  if (cells.kind === 'text') return { kind: 'text', texts: cells.texts, codes: places(cells.codes, rows) };
  const { low, high, isPlain } = cells;
  return {
    kind: 'number',
    values: floats(cells.values, rows),
    has: cells.has === undefined ? new Uint8Array(rows).fill(1) : unpackedBits(cells.has, rows),
    ...(low !== undefined && high !== undefined && { low: floats(low, rows), high: floats(high, rows) }),
    ...(isPlain && { isPlain }),
  };
}

/** What a run has in a column; undefined where it has nothing. */
export function cellAt(cells: Cells | undefined, row: number): number | string | undefined {
  if (cells === undefined) return undefined;
  if (cells.kind === 'number') return cells.has[row] === 1 ? cells.values[row] : undefined;
  return cells.texts[cells.codes[row] ?? -1];
}

function floats(text: string, rows: number): Float64Array {
  return new Float64Array(bytes(text, rows * 8));
}

/** Of 8, 16 or 32 bits each. */
function places(text: string, rows: number): Int32Array {
  const { length, buffer } = array(text);
  if (length === rows) return Int32Array.from(new Int8Array(buffer));
  if (length === rows * 2) return Int32Array.from(new Int16Array(buffer));
  return new Int32Array(bytes(text, rows * 4));
}

/** @param text base64 of bits, the lowest first @throws RangeError where they are not as many as `rows` */
export function unpackedBits(text: string, rows: number): Uint8Array {
  const bits = new Uint8Array(bytes(text, Math.ceil(rows / 8)));
  const flags = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) flags[row] = (bits[row >> 3]! >> (row & 7)) & 1;
  return flags;
}

function bytes(text: string, length: number): ArrayBuffer {
  const found = array(text);
  if (found.length !== length) throw new RangeError(`a column of ${found.length} bytes where ${length} are due`);
  return found.buffer;
}

function array(text: string): Uint8Array<ArrayBuffer> {
  return native === undefined ? decoded(text) : native(text);
}

/** Ten times as fast, where the browser has it. */
const { fromBase64: native } = Uint8Array as unknown as {
  readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer>;
};

function decoded(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const array = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) array[index] = binary.charCodeAt(index);
  return array;
}
