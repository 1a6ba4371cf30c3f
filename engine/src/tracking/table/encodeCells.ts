import type { ColumnId, NumberCells, TextCells } from './runTable.ts';

const LONGEST = 200;

export interface NumberValue {
  readonly value: number;
  /** Ends of the 95% interval. */
  readonly low?: number;
  readonly high?: number;
}

/** @param values by row; undefined where a run has none */
export function encodeNumbers(column: ColumnId, values: readonly (NumberValue | undefined)[]): NumberCells {
  const hasEnds = values.some((value) => value?.low !== undefined && value.high !== undefined);
  const floats = (of: (value: NumberValue) => number | undefined) =>
    Float64Array.from(values, (value) => (value && of(value)) ?? Number.NaN);
  return encodeFloats(column, {
    values: floats(({ value }) => value),
    has: Uint8Array.from(values, (value) => Number(value !== undefined)),
    ...(hasEnds && { low: floats(({ low }) => low), high: floats(({ high }) => high) }),
  });
}

/** Numbers by row, NaN where a run has none. */
export interface Floats {
  readonly values: Float64Array;
  /** 1 where a run has one, which may be NaN. */
  readonly has: Uint8Array;
  /** Ends of 95% intervals. */
  readonly low?: Float64Array;
  readonly high?: Float64Array;
}

/** @param isPlain these are texts for the store, written as JavaScript writes the numbers */
export function encodeFloats(column: ColumnId, { values, has, low, high }: Floats, isPlain = false): NumberCells {
  return {
    kind: 'number',
    column,
    values: base64(values),
    ...(has.includes(0) && { has: base64Bits(has) }),
    ...(low !== undefined && high !== undefined && { low: base64(low), high: base64(high) }),
    ...(isPlain && { isPlain }),
  };
}

/** @param values by row; undefined where a run has none */
export function encodeTexts(column: ColumnId, values: readonly (string | undefined)[]): TextCells {
  const places = new Map<string, number>();
  const codes = values.map((value) => {
    if (value === undefined) return -1;
    const text = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return { kind: 'text', column, texts: [...places.keys()], codes: base64(narrowest(places.size).from(codes)) };
}

/** What holds so many places, and -1. */
function narrowest(places: number): typeof Int8Array | typeof Int16Array | typeof Int32Array {
  if (places <= 2 ** 7) return Int8Array;
  return places <= 2 ** 15 ? Int16Array : Int32Array;
}

/** Little-endian 64-bit floats; NaN for what is undefined. */
export function base64Floats(values: readonly (number | undefined)[]): string {
  return base64(Float64Array.from(values, (value) => value ?? Number.NaN));
}

/** Base64 of bits, the lowest first. */
export function base64Bits(flags: readonly boolean[] | Uint8Array): string {
  const packed = new Uint8Array(Math.ceil(flags.length / 8));
  for (let index = 0; index < flags.length; index += 1) if (flags[index]) packed[index >> 3]! |= 1 << (index & 7);
  return base64(packed);
}

function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
