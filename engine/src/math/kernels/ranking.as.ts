// Wins of a ranking in AssemblyScript, over one imported memory; `metrics/ranking.ts` holds the same in plain JavaScript.
//
// positive: one byte a row, 1 where the row is positive, in the order of the ranking
// counts:   one byte a row, how often it counts
// Both are padded with zeros to 16 rows.

// Rows whose products a lane of 32 bits can hold: 16 rows add at most 4 * 15 * 240 to a lane.
const FLUSH: u32 = 16 * 65536;

/**
 * Sum over negative rows of the positive ones up to them; positives and negatives are written to `out`, 8 bytes each.
 * All sums are of whole numbers and exact.
 */
export function wins(positive: usize, counts: usize, rows: u32, out: usize): f64 {
  let sum: f64 = 0;
  let before: f64 = 0;
  let negatives: f64 = 0;
  const large = i8x16.splat(<i8>0xf0);
  const zero = i8x16.splat(0);
  for (let start: u32 = 0; start < rows; start += FLUSH) {
    const end = min(start + FLUSH, rows);
    let inside = i32x4.splat(0);
    for (let row = start; row < end; row += 16) {
      const c = v128.load(counts + row);
      const p = v128.and(c, i8x16.neg(v128.load(positive + row)));
      const q = i8x16.sub(c, p);
      if (v128.any_true(v128.and(c, large))) {
        // A row that counts more than 15 times: sums of 16 rows may need more than a byte.
        for (let k: u32 = 0; k < 16; k++) {
          const count = <f64>load<u8>(counts + row + k);
          const isPositive = load<u8>(positive + row + k) != 0;
          if (isPositive) before += count;
          else {
            sum += count * before;
            negatives += count;
          }
        }
        continue;
      }
      let s = i8x16.add(p, v128.shuffle<i8>(zero, p, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30));
      s = i8x16.add(s, v128.shuffle<i8>(zero, s, 0, 1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
      s = i8x16.add(s, v128.shuffle<i8>(zero, s, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
      s = i8x16.add(s, v128.shuffle<i8>(zero, s, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
      inside = i32x4.add(inside, i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_low_i8x16_u(q, s)));
      inside = i32x4.add(inside, i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_high_i8x16_u(q, s)));
      const four = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(q));
      const n = <f64>(
        (i32x4.extract_lane(four, 0) +
          i32x4.extract_lane(four, 1) +
          i32x4.extract_lane(four, 2) +
          i32x4.extract_lane(four, 3))
      );
      sum += n * before;
      negatives += n;
      before += <f64>i8x16.extract_lane_u(s, 15);
    }
    sum +=
      <f64>(<u32>i32x4.extract_lane(inside, 0)) +
      <f64>(<u32>i32x4.extract_lane(inside, 1)) +
      <f64>(<u32>i32x4.extract_lane(inside, 2)) +
      <f64>(<u32>i32x4.extract_lane(inside, 3));
  }
  store<f64>(out, before);
  store<f64>(out + 8, negatives);
  return sum;
}
