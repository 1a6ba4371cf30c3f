import {
  type DuckDBAppender,
  DuckDBDataChunk,
  type DuckDBDecimalType,
  type DuckDBType,
  DuckDBTypeId,
} from '@duckdb/node-api';
import duckdb, { type Vector } from '@duckdb/node-bindings';
import type { Values } from '../../ports/dataSource.ts';

/** Rows a chunk holds at most. */
const CHUNK = 2048;

/** Appends `rows` rows, given by column, to a table of these types. */
export function appendValues(
  appender: DuckDBAppender,
  types: readonly DuckDBType[],
  columns: readonly Values[],
  rows: number,
): void {
  if (columns.length !== types.length) throw new Error(`${columns.length} columns for a table of ${types.length}`);
  for (let start = 0; start < rows; start += CHUNK) {
    const count = Math.min(CHUNK, rows - start);
    const chunk = DuckDBDataChunk.create(types, count);
    for (const [index, values] of columns.entries()) fillColumn(chunk, index, types[index]!, values, start, count);
    appender.appendDataChunk(chunk);
  }
}

/** Fills a column of a chunk with `rows` values from `start` on. Numbers that are NaN, and texts that are null, become null. */
function fillColumn(
  chunk: DuckDBDataChunk,
  index: number,
  type: DuckDBType,
  values: Values,
  start: number,
  rows: number,
): void {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  if (values.kind === 'numbers') fillNumbers(vector, type, values.values.subarray(start, start + rows));
  else fillTexts(chunk, index, textsOf(values, start, rows));
}

function textsOf(
  values: Exclude<Values, { kind: 'numbers' }>,
  start: number,
  rows: number,
): readonly (string | null)[] {
  if (values.kind === 'texts') return values.values.slice(start, start + rows);
  return Array.from(values.values.subarray(start, start + rows), (code) => values.dictionary[code] ?? null);
}

function fillTexts(chunk: DuckDBDataChunk, index: number, texts: readonly (string | null)[]): void {
  chunk.setColumnValues(index, texts);
}

type Encode = (numbers: Float32Array | Float64Array) => ArrayBufferView;

const ENCODE: Readonly<Partial<Record<DuckDBTypeId, Encode>>> = {
  [DuckDBTypeId.BOOLEAN]: (numbers) => Uint8Array.from(numbers, (value) => (value === 0 ? 0 : 1)),
  [DuckDBTypeId.TINYINT]: (numbers) => Int8Array.from(numbers),
  [DuckDBTypeId.SMALLINT]: (numbers) => Int16Array.from(numbers),
  [DuckDBTypeId.INTEGER]: (numbers) => Int32Array.from(numbers),
  [DuckDBTypeId.UTINYINT]: (numbers) => Uint8Array.from(numbers),
  [DuckDBTypeId.USMALLINT]: (numbers) => Uint16Array.from(numbers),
  [DuckDBTypeId.UINTEGER]: (numbers) => Uint32Array.from(numbers),
  [DuckDBTypeId.BIGINT]: (numbers) => bigints(numbers, 1),
  [DuckDBTypeId.UBIGINT]: (numbers) => bigints(numbers, 1),
  [DuckDBTypeId.FLOAT]: (numbers) => Float32Array.from(numbers),
  [DuckDBTypeId.DOUBLE]: (numbers) => Float64Array.from(numbers),
  [DuckDBTypeId.DATE]: (numbers) => Int32Array.from(numbers, (micros) => Math.floor(micros / 86_400_000_000)),
  [DuckDBTypeId.TIME]: (numbers) => bigints(numbers, 1),
  [DuckDBTypeId.TIMESTAMP]: (numbers) => bigints(numbers, 1),
  [DuckDBTypeId.TIMESTAMP_TZ]: (numbers) => bigints(numbers, 1),
  [DuckDBTypeId.TIMESTAMP_S]: (numbers) => bigints(numbers, 1e-6),
  [DuckDBTypeId.TIMESTAMP_MS]: (numbers) => bigints(numbers, 1e-3),
  [DuckDBTypeId.TIMESTAMP_NS]: (numbers) => bigints(numbers, 1e3),
};

function bigints(numbers: Float32Array | Float64Array, factor: number): BigInt64Array {
  const result = new BigInt64Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    result[i] = Number.isFinite(value) ? BigInt(Math.round(value * factor)) : 0n;
  }
  return result;
}

function fillNumbers(vector: Vector, type: DuckDBType, numbers: Float32Array | Float64Array): void {
  const encode = type.typeId === DuckDBTypeId.DECIMAL ? decimals(type as DuckDBDecimalType) : ENCODE[type.typeId];
  if (encode === undefined) throw new Error(`numbers cannot be written to a column of type ${type}`);
  const data = encode(numbers);
  duckdb.copy_data_to_vector(vector, 0, data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  writeValidity(vector, numbers);
}

function decimals(type: DuckDBDecimalType): Encode {
  if (type.width > 18) throw new Error(`numbers cannot be written to a column of type ${type}`);
  return (numbers) => {
    const scaled = bigints(
      numbers.map((value) => value * 10 ** type.scale),
      1,
    );
    if (type.width > 9) return scaled;
    return type.width > 4 ? Int32Array.from(scaled, Number) : Int16Array.from(scaled, Number);
  };
}

function writeValidity(vector: Vector, numbers: Float32Array | Float64Array): void {
  let mask: Uint8Array | undefined;
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isNaN(numbers[i]!)) continue;
    mask ??= new Uint8Array(Math.ceil(numbers.length / 64) * 8).fill(0xff);
    mask[i >> 3]! &= ~(1 << (i & 7));
  }
  if (mask === undefined) return;
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, mask.buffer as ArrayBuffer, 0, mask.byteLength);
}
