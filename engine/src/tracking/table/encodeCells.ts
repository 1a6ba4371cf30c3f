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
  const hasAll = values.every((value) => value !== undefined);
  const hasEnds = values.some((value) => value?.low !== undefined && value.high !== undefined);
  return {
    kind: 'number',
    column,
    values: base64Floats(values.map((value) => value?.value)),
    ...(!hasAll && { has: base64Bits(values.map((value) => value !== undefined)) }),
    ...(hasEnds && {
      low: base64Floats(values.map((value) => value?.low)),
      high: base64Floats(values.map((value) => value?.high)),
    }),
  };
}

/** @param values by row; undefined where a run has none */
export function encodeTexts(column: ColumnId, values: readonly (string | undefined)[]): TextCells {
  const places = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === undefined) return -1;
    const text = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return { kind: 'text', column, texts: [...places.keys()], codes: base64(codes) };
}

/** Little-endian 64-bit floats; NaN for what is undefined. */
export function base64Floats(values: readonly (number | undefined)[]): string {
  return base64(Float64Array.from(values, (value) => value ?? Number.NaN));
}

/** Base64 of bits, the lowest first. */
export function base64Bits(flags: readonly boolean[]): string {
  const packed = new Uint8Array(Math.ceil(flags.length / 8));
  for (const [index, flag] of flags.entries()) if (flag) packed[index >> 3]! |= 1 << (index & 7);
  return base64(packed);
}

function base64({ buffer, byteOffset, byteLength }: Float64Array | Int32Array | Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
