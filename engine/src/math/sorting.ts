/** Numbers of one column. */
export type Numbers = Float32Array | Float64Array;

const BITS = 11;
const BUCKETS = 1 << BITS;
const PASSES = [0, BITS, 2 * BITS] as const;
const SIGN = 0x80000000;

/** A sorted copy, ascending, by radix sort; NaN comes last, -0 becomes 0. */
export function sorted(values: Numbers): Numbers {
  if (values instanceof Float32Array) return fromKeys32(byKey(keys32(values)).keys);
  const { low, high } = keys64(values);
  const byLow = byKey(low, high);
  const byHigh = byKey(byLow.carried, byLow.keys);
  return fromKeys64(byHigh.carried, byHigh.keys);
}

/** Row numbers in ascending order of the values, NaN last; equal values keep the order of `rows` (default 0, 1, 2 ...). */
export function orderOf(values: Numbers, rows: Uint32Array = firstIntegers(values.length)): Uint32Array {
  if (values instanceof Float32Array) return byKey(gather(keys32(values), rows), rows.slice()).carried;
  const { low, high } = keys64(values);
  const order = byKey(gather(low, rows), rows.slice()).carried;
  return byKey(gather(high, order), order).carried;
}

/** `values[rows[0]], values[rows[1]] ...` */
export function gather<T extends Numbers | Int32Array | Uint32Array | Uint8Array>(values: T, rows: Uint32Array): T {
  const out = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

/** 0, 1, 2 ... */
export function firstIntegers(length: number): Uint32Array {
  const out = new Uint32Array(length);
  for (let i = 0; i < length; i++) out[i] = i;
  return out;
}

interface Keyed {
  readonly keys: Uint32Array;
  readonly carried: Uint32Array;
}

/** Sorts 32-bit keys, stable, and what each of them carries; both arrays are used as work space. */
function byKey(keys: Uint32Array, carried?: Uint32Array): Keyed {
  const length = keys.length;
  let from: Keyed = { keys, carried: carried ?? keys };
  let spare: Keyed | undefined;
  const counts = histograms(keys);
  for (const [pass, shift] of PASSES.entries()) {
    const starts = counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS);
    if (starts.includes(length)) continue;
    toStarts(starts);
    spare ??= spaceFor(length, carried !== undefined);
    if (carried === undefined) scatter(from.keys, shift, starts, spare.keys);
    else scatterBoth(from, shift, starts, spare);
    [from, spare] = [spare, from];
  }
  return from;
}

function spaceFor(length: number, carries: boolean): Keyed {
  const keys = new Uint32Array(length);
  return { keys, carried: carries ? new Uint32Array(length) : keys };
}

function histograms(keys: Uint32Array): Uint32Array {
  const counts = new Uint32Array(PASSES.length * BUCKETS);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    counts[key & (BUCKETS - 1)]!++;
    counts[BUCKETS + ((key >>> BITS) & (BUCKETS - 1))]!++;
    counts[2 * BUCKETS + (key >>> (2 * BITS))]!++;
  }
  return counts;
}

function toStarts(counts: Uint32Array): void {
  let start = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    counts[i] = start;
    start += count;
  }
}

function scatter(keys: Uint32Array, shift: number, starts: Uint32Array, out: Uint32Array): void {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    out[starts[(key >>> shift) & (BUCKETS - 1)]!++] = key;
  }
}

function scatterBoth({ keys, carried }: Keyed, shift: number, starts: Uint32Array, out: Keyed): void {
  const outKeys = out.keys;
  const outCarried = out.carried;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const place = starts[(key >>> shift) & (BUCKETS - 1)]!++;
    outKeys[place] = key;
    outCarried[place] = carried[i]!;
  }
}

/** Unsigned integers in the order of the floats: the sign bit flipped, and for negative numbers all other bits too. */
function keys32(values: Float32Array): Uint32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const keys = new Uint32Array(values.length);
  for (let i = 0; i < keys.length; i++) {
    const word = bits[i]!;
    const size = word & 0x7fffffff;
    if (size > 0x7f800000) keys[i] = 0xffffffff;
    else if (size === 0) keys[i] = SIGN;
    else keys[i] = word ^ ((word >> 31) | SIGN);
  }
  return keys;
}

function fromKeys32(keys: Uint32Array): Float32Array {
  const out = new Float32Array(keys.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    bits[i] = key === 0xffffffff ? 0x7fc00000 : key & SIGN ? key ^ SIGN : ~key;
  }
  return out;
}

function keys64(values: Float64Array): { low: Uint32Array; high: Uint32Array } {
  const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      low[i] = 0xffffffff;
      high[i] = 0xffffffff;
    } else if (value === 0) {
      high[i] = SIGN;
    } else {
      const word = bits[2 * i + 1]!;
      const flip = word >> 31;
      low[i] = bits[2 * i]! ^ flip;
      high[i] = word ^ (flip | SIGN);
    }
  }
  return { low, high };
}

function fromKeys64(low: Uint32Array, high: Uint32Array): Float64Array {
  const out = new Float64Array(low.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < low.length; i++) {
    const word = high[i]!;
    const flip = word & SIGN ? 0 : -1;
    bits[2 * i] = low[i]! ^ flip;
    bits[2 * i + 1] = word ^ (flip | SIGN);
    if (word === 0xffffffff) out[i] = Number.NaN;
  }
  return out;
}
