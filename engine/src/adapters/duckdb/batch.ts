import {
  type DuckDBDataChunk,
  type DuckDBDecimalType,
  type DuckDBEnumType,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import duckdb, { type Vector } from '@duckdb/node-bindings';
import type { Batch, Values } from '../../ports/dataSource.ts';

/** Reads the first `rows` values of one column of a chunk. */
export type ColumnReader = (chunk: DuckDBDataChunk, index: number, rows: number) => Values;

/** Turns the first `rows` rows of a chunk into a batch that stays valid after the chunk is gone. */
export function readBatch(
  chunk: DuckDBDataChunk,
  names: readonly string[],
  readers: readonly ColumnReader[],
  rows: number,
): Batch {
  const columns: Record<string, Values> = {};
  for (const [index, name] of names.entries()) columns[name] = readers[index]!(chunk, index, rows);
  return { rows, columns };
}

/** @param reuses numbers lie in DuckDB's memory or in one place of ours, and are gone with the next batch */
export function readerOf(type: DuckDBType, reuses = false): ColumnReader {
  if (type.typeId === DuckDBTypeId.FLOAT) return readFloats;
  if (type.typeId === DuckDBTypeId.ENUM) return codesReader(type as DuckDBEnumType);
  if (type.typeId === DuckDBTypeId.VARCHAR) return readTexts;
  const numbers = type.typeId === DuckDBTypeId.DECIMAL ? decimals(type as DuckDBDecimalType) : NUMBERS[type.typeId];
  if (numbers === undefined) return readAsText;
  const room = reuses ? sameRoom() : (rows: number) => new Float64Array(rows);
  const copy: ColumnReader = (chunk, index, rows) => readNumbers(chunk, index, room(rows), numbers);
  return reuses && type.typeId === DuckDBTypeId.DOUBLE ? lentBefore(copy) : copy;
}

/** Doubles as they lie in DuckDB's memory; a copy where NaN must stand for what is missing. */
function lentBefore(copy: ColumnReader): ColumnReader {
  return (chunk, index, rows) => {
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
    if (maskOf(vector, rows)) return copy(chunk, index, rows);
    const data = duckdb.vector_get_data(vector, rows * 8);
    return { kind: 'numbers', values: new Float64Array(data.buffer, data.byteOffset, rows) };
  };
}

/** Memory that is asked for and thrown away ten thousand times a second costs more than what is read into it. */
function sameRoom(): (rows: number) => Float64Array {
  let room = new Float64Array();
  return (rows) => {
    if (room.length < rows) room = new Float64Array(rows);
    return room.length === rows ? room : room.subarray(0, rows);
  };
}

interface NumberLayout {
  /** Bytes a value takes in DuckDB's vector. */
  readonly bytes: number;
  readonly fill: (data: Uint8Array, into: Float64Array) => void;
}

const fromInt8 = layout(1, (data, into) => into.set(new Int8Array(data.buffer, data.byteOffset, into.length)));
const fromInt16 = layout(2, (data, into) => into.set(new Int16Array(data.buffer, data.byteOffset, into.length)));
const fromInt32 = layout(4, (data, into) => into.set(new Int32Array(data.buffer, data.byteOffset, into.length)));
const fromInt64 = layout(8, (data, into) => {
  const words = new Int32Array(data.buffer, data.byteOffset, into.length * 2);
  for (let i = 0; i < into.length; i++) into[i] = words[2 * i + 1]! * 2 ** 32 + (words[2 * i]! >>> 0);
});
const fromInt128 = layout(16, (data, into) => {
  const words = new BigInt64Array(data.buffer, data.byteOffset, into.length * 2);
  for (let i = 0; i < into.length; i++)
    into[i] = Number((words[2 * i + 1]! << 64n) + BigInt.asUintN(64, words[2 * i]!));
});

const NUMBERS: Readonly<Partial<Record<DuckDBTypeId, NumberLayout>>> = {
  [DuckDBTypeId.BOOLEAN]: layout(1, (data, into) => into.set(data)),
  [DuckDBTypeId.TINYINT]: fromInt8,
  [DuckDBTypeId.SMALLINT]: fromInt16,
  [DuckDBTypeId.INTEGER]: fromInt32,
  [DuckDBTypeId.BIGINT]: fromInt64,
  [DuckDBTypeId.HUGEINT]: fromInt128,
  [DuckDBTypeId.UTINYINT]: layout(1, (data, into) => into.set(data)),
  [DuckDBTypeId.USMALLINT]: layout(2, (data, into) =>
    into.set(new Uint16Array(data.buffer, data.byteOffset, into.length)),
  ),
  [DuckDBTypeId.UINTEGER]: layout(4, (data, into) =>
    into.set(new Uint32Array(data.buffer, data.byteOffset, into.length)),
  ),
  [DuckDBTypeId.UBIGINT]: layout(8, (data, into) => {
    const words = new Uint32Array(data.buffer, data.byteOffset, into.length * 2);
    for (let i = 0; i < into.length; i++) into[i] = words[2 * i + 1]! * 2 ** 32 + words[2 * i]!;
  }),
  [DuckDBTypeId.DOUBLE]: layout(8, (data, into) =>
    into.set(new Float64Array(data.buffer, data.byteOffset, into.length)),
  ),
  [DuckDBTypeId.DATE]: time(fromInt32, 86_400_000_000, 2 ** 31 - 1),
  [DuckDBTypeId.TIME]: fromInt64,
  [DuckDBTypeId.TIME_NS]: time(fromInt64, 1e-3, 2 ** 63),
  [DuckDBTypeId.TIMESTAMP]: time(fromInt64, 1, 2 ** 63),
  [DuckDBTypeId.TIMESTAMP_TZ]: time(fromInt64, 1, 2 ** 63),
  [DuckDBTypeId.TIMESTAMP_S]: time(fromInt64, 1e6, 2 ** 63),
  [DuckDBTypeId.TIMESTAMP_MS]: time(fromInt64, 1e3, 2 ** 63),
  [DuckDBTypeId.TIMESTAMP_NS]: time(fromInt64, 1e-3, 2 ** 63),
};

function layout(bytes: number, fill: NumberLayout['fill']): NumberLayout {
  return { bytes, fill };
}

/** Scales to microseconds; DuckDB's 'infinity' is the largest value of the type. */
function time(raw: NumberLayout, factor: number, infinity: number): NumberLayout {
  return layout(raw.bytes, (data, into) => {
    raw.fill(data, into);
    for (let i = 0; i < into.length; i++) {
      const value = into[i]!;
      into[i] = Math.abs(value) >= infinity ? Math.sign(value) * Infinity : scale(value, factor);
    }
  });
}

/** Dividing by the whole power of ten rounds once; multiplying by 0.001 would round twice. */
function scale(value: number, factor: number): number {
  return factor < 1 ? value / Math.round(1 / factor) : value * factor;
}

/** DECIMAL is stored as its integer of scale `scale`, in the smallest of 2, 4, 8, 16 bytes that holds its width. */
function decimals(type: DuckDBDecimalType): NumberLayout {
  const raw = type.width <= 4 ? fromInt16 : type.width <= 9 ? fromInt32 : type.width <= 18 ? fromInt64 : fromInt128;
  const divisor = 10 ** type.scale;
  return layout(raw.bytes, (data, into) => {
    raw.fill(data, into);
    for (let i = 0; i < into.length; i++) into[i] = into[i]! / divisor;
  });
}

function readNumbers(
  chunk: DuckDBDataChunk,
  index: number,
  values: Float64Array,
  { bytes, fill }: NumberLayout,
): Values {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  fill(duckdb.vector_get_data(vector, values.length * bytes), values);
  eachNull(vector, values.length, (row) => {
    values[row] = Number.NaN;
  });
  return { kind: 'numbers', values };
}

function readFloats(chunk: DuckDBDataChunk, index: number, rows: number): Values {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  const data = duckdb.vector_get_data(vector, rows * 4);
  const values = new Float32Array(data.buffer, data.byteOffset, rows).slice();
  eachNull(vector, values.length, (row) => {
    values[row] = Number.NaN;
  });
  return { kind: 'numbers', values };
}

function codesReader(type: DuckDBEnumType): ColumnReader {
  const dictionary = type.values;
  const bytes = dictionary.length <= 0xff ? 1 : dictionary.length <= 0xffff ? 2 : 4;
  return (chunk, index, rows) => {
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
    const data = duckdb.vector_get_data(vector, rows * bytes);
    const values = new Int32Array(rows);
    if (bytes === 1) values.set(data);
    else if (bytes === 2) values.set(new Uint16Array(data.buffer, data.byteOffset, values.length));
    else values.set(new Uint32Array(data.buffer, data.byteOffset, values.length));
    eachNull(vector, values.length, (row) => {
      values[row] = -1;
    });
    return { kind: 'codes', values, dictionary };
  };
}

function readTexts(chunk: DuckDBDataChunk, index: number, rows: number): Values {
  return { kind: 'texts', values: items(chunk, index, rows) as (string | null)[] };
}

function readAsText(chunk: DuckDBDataChunk, index: number, rows: number): Values {
  return { kind: 'texts', values: items(chunk, index, rows).map((value) => (value === null ? null : String(value))) };
}

function items(chunk: DuckDBDataChunk, index: number, rows: number): DuckDBValue[] {
  const vector = chunk.getColumnVector(index);
  return Array.from({ length: rows }, (_, row) => vector.getItem(row));
}

function eachNull(vector: Vector, rows: number, see: (row: number) => void): void {
  const mask = maskOf(vector, rows);
  if (!mask) return;
  for (let row = 0; row < rows; row++) {
    if ((mask[row >> 3]! & (1 << (row & 7))) === 0) see(row);
  }
}

/** DuckDB keeps one bit a row, 1 where there is a value; no mask at all where every row has one. */
function maskOf(vector: Vector, rows: number): Uint8Array | null {
  return duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8);
}
