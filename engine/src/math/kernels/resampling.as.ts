// Poisson counts of a bootstrap resample in AssemblyScript, over one imported memory; `resampleCounts.ts` holds the same in plain
// JavaScript.

const BLOCK: u32 = 1024;
const WARM_UP: u32 = 16;

/**
 * Two counts for each word of generator sfc32, as `random(seed, stream, substream)` gives them: how many of the 8 `thresholds` (16 bits
 * each, ascending) are at or below half a word. `words` is a multiple of 8 and `scratch` has room for BLOCK of them; returns the sum.
 */
export function poisson(
  seed: i32,
  stream: i32,
  substream: i32,
  thresholds: usize,
  scratch: usize,
  out: usize,
  words: u32,
): u32 {
  let a = seed;
  let b = stream;
  let c = substream;
  let counter: i32 = 1;
  for (let i: u32 = 0; i < WARM_UP; i++) {
    const mixed = a + b + counter;
    counter++;
    a = b ^ (<i32>(<u32>b >>> 9));
    b = c + (c << 3);
    c = rotl<i32>(c, 21) + mixed;
  }
  const all = v128.load(thresholds);
  const t0 = i16x8.splat(<i16>i16x8.extract_lane_u(all, 0));
  const t1 = i16x8.splat(<i16>i16x8.extract_lane_u(all, 1));
  const t2 = i16x8.splat(<i16>i16x8.extract_lane_u(all, 2));
  const t3 = i16x8.splat(<i16>i16x8.extract_lane_u(all, 3));
  const t4 = i16x8.splat(<i16>i16x8.extract_lane_u(all, 4));
  const t5 = i16x8.splat(<i16>i16x8.extract_lane_u(all, 5));
  const t6 = i16x8.splat(<i16>i16x8.extract_lane_u(all, 6));
  const t7 = i16x8.splat(<i16>i16x8.extract_lane_u(all, 7));
  let total = i32x4.splat(0);
  let written = out;
  for (let start: u32 = 0; start < words; start += BLOCK) {
    const end = min(BLOCK, words - start) << 2;
    for (let at: u32 = 0; at < end; at += 4) {
      const mixed = a + b + counter;
      counter++;
      a = b ^ (<i32>(<u32>b >>> 9));
      b = c + (c << 3);
      c = rotl<i32>(c, 21) + mixed;
      store<i32>(scratch + at, mixed);
    }
    for (let at: u32 = 0; at < end; at += 32) {
      const x = v128.load(scratch + at);
      const y = v128.load(scratch + at + 16);
      let p = i16x8.add(
        i16x8.add(i16x8.ge_u(x, t0), i16x8.ge_u(x, t1)),
        i16x8.add(i16x8.ge_u(x, t2), i16x8.ge_u(x, t3)),
      );
      let q = i16x8.add(
        i16x8.add(i16x8.ge_u(y, t0), i16x8.ge_u(y, t1)),
        i16x8.add(i16x8.ge_u(y, t2), i16x8.ge_u(y, t3)),
      );
      if (v128.any_true(v128.or(i16x8.ge_u(x, t4), i16x8.ge_u(y, t4)))) {
        p = i16x8.add(
          p,
          i16x8.add(
            i16x8.add(i16x8.ge_u(x, t4), i16x8.ge_u(x, t5)),
            i16x8.add(i16x8.ge_u(x, t6), i16x8.ge_u(x, t7)),
          ),
        );
        q = i16x8.add(
          q,
          i16x8.add(
            i16x8.add(i16x8.ge_u(y, t4), i16x8.ge_u(y, t5)),
            i16x8.add(i16x8.ge_u(y, t6), i16x8.ge_u(y, t7)),
          ),
        );
      }
      // Lanes are negated counts.
      total = i32x4.sub(total, i32x4.extadd_pairwise_i16x8_s(i16x8.add(p, q)));
      v128.store(written, i8x16.neg(i8x16.narrow_i16x8_s(p, q)));
      written += 16;
    }
  }
  return <u32>(
    (i32x4.extract_lane(total, 0) +
      i32x4.extract_lane(total, 1) +
      i32x4.extract_lane(total, 2) +
      i32x4.extract_lane(total, 3))
  );
}

/** Writes byte i of `bytes` to place `places[i]` of `out`. */
export function scatter(bytes: usize, places: usize, rows: u32, out: usize): void {
  for (let row: u32 = 0; row < rows; row++) store<u8>(out + load<u32>(places + (row << 2)), load<u8>(bytes + row));
}
