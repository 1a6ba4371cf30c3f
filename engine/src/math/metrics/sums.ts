/** Sums over rows that are counted several times (a resample) or once each. */

const BLOCK = 1024;

/** Sum of counts[i] * values[i], added up in blocks so that its error stays near one rounding. */
export function countedSum(values: Float64Array, counts: Uint8Array): number {
  let total = 0;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    let sum = 0;
    for (let i = start; i < end; i++) sum += counts[i]! * values[i]!;
    total += sum;
  }
  return total;
}

/** Sum of counts[i] * (values[i] - from)^2, which no large mean makes inexact. */
export function countedSquares(values: Float64Array, from: number, counts: Uint8Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += counts[i]! * (values[i]! - from) ** 2;
  return total;
}

/** Two of these sums in one pass, which takes little longer than one. */
export function countedSums(
  first: Float64Array,
  second: Float64Array,
  counts: Uint8Array,
): readonly [first: number, second: number] {
  let totalFirst = 0;
  let totalSecond = 0;
  for (let start = 0; start < first.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, first.length);
    let sumFirst = 0;
    let sumSecond = 0;
    for (let i = start; i < end; i++) {
      const count = counts[i]!;
      sumFirst += count * first[i]!;
      sumSecond += count * second[i]!;
    }
    totalFirst += sumFirst;
    totalSecond += sumSecond;
  }
  return [totalFirst, totalSecond];
}

/** Sums of counts[i] * values[i] by the code of the row, `codes` below `length`. */
export function countedSumsByCode(
  codes: Uint32Array,
  values: Float64Array | undefined,
  counts: Uint8Array,
  length: number,
): Float64Array {
  // Neighbours often have the same code: four sums each, so that an addition need not wait for the one before.
  const lanes = new Float64Array(4 * length);
  if (values === undefined) for (let i = 0; i < codes.length; i++) lanes[4 * codes[i]! + (i & 3)]! += counts[i]!;
  else for (let i = 0; i < codes.length; i++) lanes[4 * codes[i]! + (i & 3)]! += counts[i]! * values[i]!;
  const sums = new Float64Array(length);
  for (let code = 0; code < length; code++) {
    const lane = 4 * code;
    sums[code] = lanes[lane]! + lanes[lane + 1]! + (lanes[lane + 2]! + lanes[lane + 3]!);
  }
  return sums;
}

/** Median of ascending values that are counted `counts[i]` times, the mean of the two middle ones for an even total. */
export function countedMedian(ascending: Float64Array, counts: Uint8Array, total: number): number {
  const lower = Math.floor((total - 1) / 2);
  const upper = Math.floor(total / 2);
  let i = 0;
  let upTo = counts[0]!;
  while (upTo <= lower) upTo += counts[++i]!;
  const low = ascending[i]!;
  while (upTo <= upper) upTo += counts[++i]!;
  return (low + ascending[i]!) / 2;
}
