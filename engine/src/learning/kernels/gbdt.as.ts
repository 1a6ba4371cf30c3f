// Kernels of gradient boosting in AssemblyScript, over one imported shared memory. No allocation: every pointer comes from the
// host. `jsKernels.ts` holds the same functions in plain JavaScript, bit-equal; a change here needs its twin there.
//
// bins:  one byte a column and row, twice: by row in words of 8 columns (`stride` bytes a row) for histograms,
//        and by column for partitions
// gh:    f32 pairs (gradient, hessian), one a row
// hist:  f64 pairs (gradient, hessian), 256 a column, 4,096 bytes a column; the bin after the last value bin is "missing"

const COLUMN: usize = 4096;
// Rows that are brought together before they are added; they stay in the cache meanwhile.
const BLOCK: u32 = 1024;
// Words of a row that are brought together in one go: a cache line.
const LINE: u32 = 8;
// What subtraction leaves in a bin without rows is below this share of the leaf's hessian.
const NOISE: f64 = 1e-11;

// @ts-ignore: decorator
@inline
function placeOf(hist: usize, bin: u8): usize {
  return hist + ((<usize>bin) << 4);
}

// Adds the row at `p` to `width` columns. One load a byte, and places of columns as constants of the instructions: a column
// takes six of them.
// @ts-ignore: decorator
@inline
function addRow(hist: usize, p: usize, v: v128, width: u32): void {
  let at = placeOf(hist, load<u8>(p));
  v128.store(at, f64x2.add(v128.load(at), v));
  if (width > 1) {
    at = placeOf(hist, load<u8>(p, 1));
    v128.store(at, f64x2.add(v128.load(at, 1 * COLUMN), v), 1 * COLUMN);
  }
  if (width > 2) {
    at = placeOf(hist, load<u8>(p, 2));
    v128.store(at, f64x2.add(v128.load(at, 2 * COLUMN), v), 2 * COLUMN);
  }
  if (width > 3) {
    at = placeOf(hist, load<u8>(p, 3));
    v128.store(at, f64x2.add(v128.load(at, 3 * COLUMN), v), 3 * COLUMN);
  }
  if (width > 4) {
    at = placeOf(hist, load<u8>(p, 4));
    v128.store(at, f64x2.add(v128.load(at, 4 * COLUMN), v), 4 * COLUMN);
  }
  if (width > 5) {
    at = placeOf(hist, load<u8>(p, 5));
    v128.store(at, f64x2.add(v128.load(at, 5 * COLUMN), v), 5 * COLUMN);
  }
  if (width > 6) {
    at = placeOf(hist, load<u8>(p, 6));
    v128.store(at, f64x2.add(v128.load(at, 6 * COLUMN), v), 6 * COLUMN);
  }
  if (width > 7) {
    at = placeOf(hist, load<u8>(p, 7));
    v128.store(at, f64x2.add(v128.load(at, 7 * COLUMN), v), 7 * COLUMN);
  }
}

// @ts-ignore: decorator
@inline
function addRows(width: u32, bins: usize, step: usize, gh: usize, n: u32, hist: usize): void {
  const end = gh + ((<usize>n) << 3);
  let p = bins;
  for (let q = gh; q < end; q += 8) {
    addRow(hist, p, f64x2.promote_low_f32x4(v128.load64_zero(q)), width);
    p += step;
  }
}

// The word of each of n rows, `step` bytes apart.
function addBlock(width: u32, words: usize, step: usize, gh: usize, n: u32, hist: usize): void {
  switch (width) {
    case 1: addRows(1, words, step, gh, n, hist); break;
    case 2: addRows(2, words, step, gh, n, hist); break;
    case 3: addRows(3, words, step, gh, n, hist); break;
    case 4: addRows(4, words, step, gh, n, hist); break;
    case 5: addRows(5, words, step, gh, n, hist); break;
    case 6: addRows(6, words, step, gh, n, hist); break;
    case 7: addRows(7, words, step, gh, n, hist); break;
    default: addRows(8, words, step, gh, n, hist);
  }
}

// Adds n rows to the histograms of `columns` columns, the first of which lies at `bins`: the rows that the list `rows` names,
// or (0) the first n; gh is in their order. scratch: a block of lines and 8 bytes (65,544 bytes).
export function histogram(columns: u32, bins: usize, stride: usize, rows: usize, gh: usize, n: u32, hist: usize, scratch: usize): void {
  const words = (columns + 7) >> 3;
  for (let i: u32 = 0; i < n; i += BLOCK) {
    const m = min<u32>(BLOCK, n - i);
    const q = gh + ((<usize>i) << 3);
    for (let w: u32 = 0; w < words; w += LINE) {
      const count = min<u32>(LINE, words - w);
      let from = bins + <usize>i * stride + ((<usize>w) << 3);
      let step = stride;
      if (rows != 0) {
        gather(bins + ((<usize>w) << 3), stride, rows + ((<usize>i) << 2), m, count, scratch);
        from = scratch;
        step = (<usize>count) << 3;
      }
      for (let k: u32 = 0; k < count; k++) {
        const width = min<u32>(8, columns - ((w + k) << 3));
        addBlock(width, from + ((<usize>k) << 3), step, q, m, hist + <usize>(w + k) * 8 * COLUMN);
      }
    }
  }
}

// Copies `count` words of each listed row, one row after the other. An odd count is copied with the word after it, which the
// next row then overwrites.
function gather(from: usize, stride: usize, list: usize, n: u32, count: u32, to: usize): void {
  const end = list + ((<usize>n) << 2);
  const bytes = (<usize>count) << 3;
  let o = to;
  if (count == 1) {
    for (let p = list; p < end; p += 4, o += 8) store<u64>(o, load<u64>(from + <usize>load<u32>(p) * stride));
    return;
  }
  for (let p = list; p < end; p += 4, o += bytes) {
    const at = from + <usize>load<u32>(p) * stride;
    for (let k: usize = 0; k < bytes; k += 16) v128.store(o + k, v128.load(at + k));
  }
}

export function zero(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

export function copy(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

// to += from, f64 pairs
export function sum(to: usize, from: usize, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 16) v128.store(to + o, f64x2.add(v128.load(to + o), v128.load(from + o)));
}

// to -= from, f64 pairs
export function subtract(to: usize, from: usize, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 16) v128.store(to + o, f64x2.sub(v128.load(to + o), v128.load(from + o)));
}

// @ts-ignore: decorator
@inline
function sumOfLanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

// Best threshold of one numeric column. hist: nb value bins, then the missing bin.
// out: f64 gain, gradient left, hessian left; i32 last bin of the left side, 1 where missing values go left.
// A gain of 0 means no split.
export function splitNumeric(hist: usize, nb: u32, g: f64, h: f64, rowsPerHessian: f64, l2: f64, minRows: f64, minHessian: f64, out: usize): void {
  let best = 0.0;
  let bestSide = f64x2.splat(0.0);
  let bestBin: i32 = -1, bestLeft: i32 = 0;
  const parent = g * g / (h + l2);
  const all = f64x2(g, h);
  const missing = v128.load(hist + ((<usize>nb) << 4));
  const someMissing: u32 = f64x2.extract_lane(missing, 1) > h * NOISE ? 1 : 0;
  for (let left: u32 = 0; left <= someMissing; left++) {
    let side = left ? missing : f64x2.splat(0.0);
    const end = someMissing && !left ? nb : nb - 1;
    for (let b: u32 = 0; b < end; b++) {
      side = f64x2.add(side, v128.load(hist + ((<usize>b) << 4)));
      const other = f64x2.sub(all, side);
      // Both sides beside each other: gradients, hessians.
      const gs = v128.shuffle<f64>(side, other, 0, 2);
      const hs = v128.shuffle<f64>(side, other, 1, 3);
      const rows = f64x2.mul(hs, f64x2.splat(rowsPerHessian));
      const small = i64x2.bitmask(v128.or(f64x2.lt(rows, f64x2.splat(minRows)), f64x2.lt(hs, f64x2.splat(minHessian))));
      if (small & 1) continue;
      if (small) break;
      const gain = sumOfLanes(f64x2.div(f64x2.mul(gs, gs), f64x2.add(hs, f64x2.splat(l2)))) - parent;
      if (gain > best) {
        best = gain;
        bestSide = side;
        bestBin = <i32>b;
        bestLeft = <i32>left;
      }
    }
  }
  const bestH = f64x2.extract_lane(bestSide, 1);
  if (!someMissing) bestLeft = bestH > h - bestH ? 1 : 0;
  store<f64>(out, best);
  v128.store(out, bestSide, 8);
  store<i32>(out, bestBin, 24);
  store<i32>(out, bestLeft, 28);
}

// The bits of a number as an integer of the same order.
// @ts-ignore: decorator
@inline
function orderOf(value: f64): i64 {
  const bits = reinterpret<i64>(value);
  return bits ^ ((bits >> 63) & 0x7fffffffffffffff);
}

// Shell sort of n integers, ascending; all differ.
function sortKeys(at: usize, n: u32): void {
  for (let gap: u32 = n > 60 ? 57 : n > 24 ? 23 : n > 11 ? 10 : 4; gap > 0; gap = gap > 23 ? 23 : gap > 10 ? 10 : gap > 4 ? 4 : gap > 1 ? 1 : 0) {
    for (let i = gap; i < n; i++) {
      const key = load<i64>(at + ((<usize>i) << 3));
      let j = i;
      while (j >= gap) {
        const other = load<i64>(at + ((<usize>(j - gap)) << 3));
        if (other < key) break;
        store<i64>(at + ((<usize>j) << 3), other);
        j -= gap;
      }
      store<i64>(at + ((<usize>j) << 3), key);
    }
  }
}

// Best set of categories to go left; missing and unseen go right. Categories are ordered by gradient over smoothed hessian, and
// prefixes from both ends are tried (Fisher 1958, as in LightGBM); at most `maxSet` of them. At most 4: each alone.
// out as in splitNumeric, with the size of the set at 24; from byte 32 a u8 a bin: 1 where it goes left (256 bytes).
// scratch: 256 words, each an order key with the bin in its low byte.
export function splitCategories(hist: usize, nb: u32, g: f64, h: f64, rowsPerHessian: f64, l2: f64, minRows: f64, minHessian: f64,
  smooth: f64, setL2: f64, maxSet: u32, scratch: usize, out: usize): void {
  const single = nb <= 4;
  const parent = g * g / (h + l2);
  const extra = single ? l2 : l2 + setL2;
  let used: u32 = 0;
  for (let b: u32 = 0; b < nb; b++) {
    const at = hist + ((<usize>b) << 4);
    const hb = load<f64>(at, 8);
    if (hb <= h * NOISE || (!single && hb * rowsPerHessian < smooth)) continue;
    store<i64>(scratch + ((<usize>used) << 3), (orderOf(load<f64>(at) / (hb + smooth)) & ~255) | <i64>b);
    used++;
  }
  sortKeys(scratch, used);
  let best = 0.0, bestG = 0.0, bestH = 0.0;
  let bestStart: u32 = 0, bestSize: u32 = 0;
  const limit: u32 = single ? used : min<u32>(maxSet, (used + 1) >> 1);
  const directions: u32 = single ? 1 : 2;
  for (let backward: u32 = 0; backward < directions; backward++) {
    let gl = 0.0, hl = 0.0;
    for (let k: u32 = 0; k < limit; k++) {
      const b = <u32>load<u8>(scratch + ((<usize>(backward ? used - 1 - k : k)) << 3));
      const at = hist + ((<usize>b) << 4);
      if (single) {
        gl = load<f64>(at);
        hl = load<f64>(at, 8);
      } else {
        gl += load<f64>(at);
        hl += load<f64>(at, 8);
      }
      if (hl * rowsPerHessian < minRows || hl < minHessian) continue;
      const hr = h - hl;
      if (hr * rowsPerHessian < minRows || hr < minHessian) {
        if (single) continue;
        break;
      }
      const gr = g - gl;
      const gain = gl * gl / (hl + extra) + gr * gr / (hr + extra) - parent;
      if (gain > best) {
        best = gain;
        bestG = gl;
        bestH = hl;
        bestStart = single ? k : backward ? used - 1 - k : 0;
        bestSize = single ? 1 : k + 1;
      }
    }
  }
  store<f64>(out, best);
  store<f64>(out, bestG, 8);
  store<f64>(out, bestH, 16);
  store<i32>(out, <i32>bestSize, 24);
  store<i32>(out, 0, 28);
  memory.fill(out + 32, 0, 256);
  for (let k: u32 = 0; k < bestSize; k++) store<u8>(out + 32 + <usize>load<u8>(scratch + ((<usize>(bestStart + k)) << 3)), 1);
}

// Stable partition of n rows by the side of their bin (u8 a bin: 1 is left): left ones to `left`, the others to `right`, which
// may each be written up to n places. column: u8 a row. `rows` 0: the rows from, from + 1, ... `left` may be `rows` itself.
// Gives the count of left rows.
export function partition(column: usize, rows: usize, from: u32, n: u32, sides: usize, left: usize, right: usize): u32 {
  let l = left, r = right;
  if (rows == 0) {
    for (let row = from, end = from + n; row < end; row++) {
      const go = <usize>load<u8>(sides + <usize>load<u8>(column + <usize>row));
      store<u32>(l, row);
      store<u32>(r, row);
      l += go << 2;
      r += (1 - go) << 2;
    }
  } else {
    for (let p = rows, end = rows + ((<usize>n) << 2); p < end; p += 4) {
      const row = load<u32>(p);
      const go = <usize>load<u8>(sides + <usize>load<u8>(column + <usize>row));
      store<u32>(l, row);
      store<u32>(r, row);
      l += go << 2;
      r += (1 - go) << 2;
    }
  }
  return <u32>((l - left) >> 2);
}

// The same, leading the rows' gh along: `pairs` in the order of `rows` to leftPairs and rightPairs; leftPairs may be `pairs`.
export function partitionPairs(column: usize, rows: usize, from: u32, n: u32, sides: usize, left: usize, right: usize,
  pairs: usize, leftPairs: usize, rightPairs: usize): u32 {
  let l = left, r = right, lp = leftPairs, rp = rightPairs;
  for (let i: u32 = 0; i < n; i++) {
    const row = rows == 0 ? from + i : load<u32>(rows + ((<usize>i) << 2));
    const pair = load<u64>(pairs + ((<usize>i) << 3));
    const go = <usize>load<u8>(sides + <usize>load<u8>(column + <usize>row));
    store<u32>(l, row);
    store<u32>(r, row);
    store<u64>(lp, pair);
    store<u64>(rp, pair);
    l += go << 2;
    lp += go << 3;
    r += (1 - go) << 2;
    rp += (1 - go) << 3;
  }
  return <u32>((l - left) >> 2);
}

// Sum of u32 counts over the named rows.
export function countRows(counts: usize, rows: usize, n: u32): u32 {
  let total: u32 = 0;
  for (let p = rows, end = rows + ((<usize>n) << 2); p < end; p += 4) total += load<u32>(counts + ((<usize>load<u32>(p)) << 2));
  return total;
}

// raw[row] += value for the named rows; `rows` 0: all of 0..n-1
export function addLeaf(raw: usize, rows: usize, n: u32, value: f64): void {
  if (rows == 0) {
    for (let a = raw, end = raw + ((<usize>n) << 3); a < end; a += 8) store<f64>(a, load<f64>(a) + value);
    return;
  }
  for (let p = rows, end = rows + ((<usize>n) << 2); p < end; p += 4) {
    const a = raw + ((<usize>load<u32>(p)) << 3);
    store<f64>(a, load<f64>(a) + value);
  }
}

// exp by range reduction (Cody and Waite) and a Taylor polynomial of degree 8 on [-ln2/2, ln2/2]; relative error below 3e-10,
// where what is made of it is kept as f32.
// @ts-ignore: decorator
@inline
function exp2(value: v128): v128 {
  const x = f64x2.max(f64x2.min(value, f64x2.splat(700.0)), f64x2.splat(-700.0));
  const k = f64x2.nearest(f64x2.mul(x, f64x2.splat(1.4426950408889634)));
  let r = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.693147180369123816490)));
  r = f64x2.sub(r, f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)));
  let p = f64x2.splat(2.48015873015873e-5);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.984126984126984e-4));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.388888888888889e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(8.333333333333333e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(4.1666666666666664e-2));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.6666666666666666e-1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0));
  const shifted = f64x2.add(k, f64x2.splat(6755399441055744.0));
  return f64x2.mul(p, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52));
}

// Logistic loss: gradient W p - Y, hessian W p (1 - p), p = 1 / (1 + exp(-raw)). wy: f32 pairs (sum of weights W, of the positive
// class Y). Arrays are padded to an even length, with W = Y = 0. `totals`: f64 gradient, hessian (even and odd rows added up
// apart) and, with `loss` 1 or 2, the sum of W softplus(raw) - Y raw, which is the log loss times the weight. 2: every W is 1.
export function gradientLogistic(raw: usize, wy: usize, n: u32, gh: usize, loss: u32, totals: usize): void {
  if (loss == 0) gradients(raw, wy, n, gh, 0, totals);
  else if (loss == 1) gradients(raw, wy, n, gh, 1, totals);
  else gradients(raw, wy, n, gh, 2, totals);
}

// @ts-ignore: decorator
@inline
function gradients(raw: usize, wy: usize, n: u32, gh: usize, withLoss: u32, totals: usize): void {
  const one = f64x2.splat(1.0);
  let totalG = f64x2.splat(0.0), totalH = f64x2.splat(0.0), loss = f64x2.splat(0.0);
  let factors = one, exponents = f64x2.splat(0.0);
  for (let i: u32 = 0; i < n; i += 2) {
    const o = (<usize>i) << 3;
    const z = v128.load(raw + o);
    const e = exp2(f64x2.neg(f64x2.abs(z)));
    // 1 / (1 + e) is the probability of the more likely class.
    const q = f64x2.div(one, f64x2.add(one, e));
    const p = v128.bitselect(f64x2.mul(e, q), q, f64x2.lt(z, f64x2.splat(0.0)));
    const pairs = v128.load(wy + o);
    const w = f64x2.promote_low_f32x4(v128.shuffle<f32>(pairs, pairs, 0, 2, 0, 2));
    const y = f64x2.promote_low_f32x4(v128.shuffle<f32>(pairs, pairs, 1, 3, 1, 3));
    const g = f32x4.demote_f64x2_zero(f64x2.sub(f64x2.mul(w, p), y));
    const h = f32x4.demote_f64x2_zero(f64x2.max(f64x2.mul(f64x2.mul(w, e), f64x2.mul(q, q)), f64x2.splat(1e-16)));
    v128.store(gh + o, v128.shuffle<f32>(g, h, 0, 4, 1, 5));
    totalG = f64x2.add(totalG, f64x2.promote_low_f32x4(g));
    totalH = f64x2.add(totalH, f64x2.promote_low_f32x4(h));
    if (withLoss == 1) loss = f64x2.add(loss, lossOf(z, e, w, y));
    if (withLoss == 2) {
      loss = f64x2.add(loss, f64x2.sub(f64x2.mul(w, f64x2.max(z, f64x2.splat(0.0))), f64x2.mul(y, z)));
      factors = f64x2.mul(factors, f64x2.add(one, f64x2.mul(w, e)));
      // Factors are at most 2: the product keeps far below the largest number.
      if ((i & 1022) == 1022) {
        exponents = f64x2.add(exponents, exponentsOf(factors));
        factors = mantissasOf(factors);
      }
    }
  }
  store<f64>(totals, sumOfLanes(totalG));
  store<f64>(totals, sumOfLanes(totalH), 8);
  if (withLoss == 2) {
    exponents = f64x2.add(exponents, exponentsOf(factors));
    const logs = f64x2.add(f64x2.mul(exponents, f64x2.splat(0.6931471805599453)), log1p(f64x2.sub(mantissasOf(factors), one)));
    loss = f64x2.add(loss, logs);
  }
  if (withLoss != 0) store<f64>(totals, sumOfLanes(loss), 16);
}

// The powers of two in positive numbers, and what is left: from 1 to below 2.
// @ts-ignore: decorator
@inline
function exponentsOf(v: v128): v128 {
  const bits = i64x2.shr_u(v, 52);
  return f64x2(<f64>i64x2.extract_lane(bits, 0) - 1023.0, <f64>i64x2.extract_lane(bits, 1) - 1023.0);
}

// @ts-ignore: decorator
@inline
function mantissasOf(v: v128): v128 {
  return v128.or(v128.and(v, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
}

// W softplus(z) - Y z, from e = exp(-|z|).
// @ts-ignore: decorator
@inline
function lossOf(z: v128, e: v128, w: v128, y: v128): v128 {
  return f64x2.sub(f64x2.mul(w, f64x2.add(f64x2.max(z, f64x2.splat(0.0)), log1p(e))), f64x2.mul(y, z));
}

// log(1 + e) of e in [0, 1]: log(sqrt 2) + 2 atanh(t), t = (1 + e - sqrt 2) / (1 + e + sqrt 2), by its series: |t| <= 0.172;
// error below 1e-10.
// @ts-ignore: decorator
@inline
function log1p(e: v128): v128 {
  const t = f64x2.div(f64x2.sub(e, f64x2.splat(0.41421356237309515)), f64x2.add(e, f64x2.splat(2.414213562373095)));
  const u = f64x2.mul(t, t);
  let p = f64x2.splat(0.18181818181818182);
  p = f64x2.add(f64x2.mul(p, u), f64x2.splat(0.2222222222222222));
  p = f64x2.add(f64x2.mul(p, u), f64x2.splat(0.2857142857142857));
  p = f64x2.add(f64x2.mul(p, u), f64x2.splat(0.4));
  p = f64x2.add(f64x2.mul(p, u), f64x2.splat(0.6666666666666666));
  p = f64x2.add(f64x2.mul(p, u), f64x2.splat(2.0));
  return f64x2.add(f64x2.mul(p, t), f64x2.splat(0.34657359027997264));
}

// Squared error: gradient W raw - Y, hessian W.
export function gradientSquared(raw: usize, wy: usize, n: u32, gh: usize, total: usize): void {
  for (let i: u32 = 0; i < n; i++) {
    const o = (<usize>i) << 3;
    const w = load<f32>(wy + o);
    store<f32>(gh + o, <f32>(<f64>w * load<f64>(raw + o) - <f64>load<f32>(wy + o, 4)));
    store<f32>(gh + o, w, 4);
  }
  sumPairs(gh, n, total);
}

// Softmax loss of one class: gradient W (p - y), hessian `factor` W p (1 - p). probabilities: f32 a row; wy: (W, class as number).
export function gradientSoftmax(probabilities: usize, wy: usize, cls: f32, factor: f64, n: u32, gh: usize, total: usize): void {
  for (let i: u32 = 0; i < n; i++) {
    const o = (<usize>i) << 3;
    const p = <f64>load<f32>(probabilities + ((<usize>i) << 2));
    const w = <f64>load<f32>(wy + o);
    const y = load<f32>(wy + o, 4) == cls ? 1.0 : 0.0;
    store<f32>(gh + o, <f32>(w * (p - y)));
    store<f32>(gh + o, <f32>max(factor * w * p * (1.0 - p), 1e-16), 4);
  }
  sumPairs(gh, n, total);
}

// Softmax over `classes` planes of raw scores (f64, `stride` rows apart) into planes of f32. Two rows at a time.
export function softmax(raw: usize, classes: u32, stride: u32, from: u32, n: u32, out: usize): void {
  for (let i: u32 = from, end = from + n; i < end; i += 2) {
    let top = v128.load(raw + ((<usize>i) << 3));
    for (let k: u32 = 1; k < classes; k++) top = f64x2.max(top, v128.load(raw + ((<usize>(k * stride + i)) << 3)));
    let total = f64x2.splat(0.0);
    for (let k: u32 = 0; k < classes; k++) total = f64x2.add(total, exp2(f64x2.sub(v128.load(raw + ((<usize>(k * stride + i)) << 3)), top)));
    for (let k: u32 = 0; k < classes; k++) {
      const p = f64x2.div(exp2(f64x2.sub(v128.load(raw + ((<usize>(k * stride + i)) << 3)), top)), total);
      v128.store64_lane(out + ((<usize>(k * stride + i)) << 2), f32x4.demote_f64x2_zero(p), 0);
    }
  }
}

function sumPairs(gh: usize, n: u32, total: usize): void {
  let s = f64x2.splat(0.0);
  for (let p = gh, end = gh + ((<usize>n) << 3); p < end; p += 8) s = f64x2.add(s, f64x2.promote_low_f32x4(v128.load64_zero(p)));
  v128.store(total, s);
}

// The log loss times the weight: see gradientLogistic.
export function lossLogistic(raw: usize, wy: usize, n: u32): f64 {
  let s = f64x2.splat(0.0);
  for (let i: u32 = 0; i < n; i += 2) {
    const o = (<usize>i) << 3;
    const z = v128.load(raw + o);
    const pairs = v128.load(wy + o);
    const w = f64x2.promote_low_f32x4(v128.shuffle<f32>(pairs, pairs, 0, 2, 0, 2));
    const y = f64x2.promote_low_f32x4(v128.shuffle<f32>(pairs, pairs, 1, 3, 1, 3));
    s = f64x2.add(s, lossOf(z, exp2(f64x2.neg(f64x2.abs(z))), w, y));
  }
  return sumOfLanes(s);
}

// Bins of f32 values: the first of `bounds` (255 of them, ascending, padded with +inf) that is not below the value; NaN gets `missing`.
// `out` is written every `stride` bytes.
export function binNumbers(values: usize, n: u32, bounds: usize, missing: u32, out: usize, stride: usize): void {
  for (let i: u32 = 0; i < n; i++) {
    const v = load<f32>(values + ((<usize>i) << 2));
    let b: usize = 0;
    if (v != v) b = <usize>missing;
    else {
      b += v > load<f32>(bounds + ((b + 127) << 2)) ? 128 : 0;
      b += v > load<f32>(bounds + ((b + 63) << 2)) ? 64 : 0;
      b += v > load<f32>(bounds + ((b + 31) << 2)) ? 32 : 0;
      b += v > load<f32>(bounds + ((b + 15) << 2)) ? 16 : 0;
      b += v > load<f32>(bounds + ((b + 7) << 2)) ? 8 : 0;
      b += v > load<f32>(bounds + ((b + 3) << 2)) ? 4 : 0;
      b += v > load<f32>(bounds + ((b + 1) << 2)) ? 2 : 0;
      b += v > load<f32>(bounds + (b << 2)) ? 1 : 0;
    }
    store<u8>(out + <usize>i * stride, <u8>b);
  }
}

// Bins of category codes (i32): the code itself; below 0 or from `missing` on gets `missing`.
export function binCodes(codes: usize, n: u32, missing: u32, out: usize, stride: usize): void {
  for (let i: u32 = 0; i < n; i++) {
    const c = load<u32>(codes + ((<usize>i) << 2));
    store<u8>(out + <usize>i * stride, <u8>(c < missing ? c : missing));
  }
}

// Bins of one column, one after the other.
export function takeColumn(bins: usize, stride: usize, n: u32, out: usize): void {
  for (let i: u32 = 0; i < n; i++) store<u8>(out + <usize>i, load<u8>(bins + <usize>i * stride));
}

// Buckets of a pass of the sort by digits of 11 bits.
const DIGITS: u32 = 2048;

// Values of a column at the `n` rows of `sample`, ascending, without NaN and with 0 for -0, as f32 at `work`; at `starts` (u32) where each
// distinct value begins, and behind them how many values there are. Returns the number of distinct values. `work` has room for 8 bytes a
// row and 24,576 more.
export function sortSample(values: usize, sample: usize, n: u32, work: usize, starts: usize): u32 {
  const counts = work + ((<usize>n) << 3);
  memory.fill(counts, 0, <usize>DIGITS * 12);
  let m: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const word = load<u32>(values + ((<usize>load<u32>(sample + ((<usize>i) << 2))) << 2));
    const size = word & 0x7fffffff;
    if (size > 0x7f800000) continue;
    const key = size == 0 ? 0x80000000 : word ^ (<u32>((<i32>word) >> 31) | 0x80000000);
    store<u32>(work + ((<usize>m) << 2), key);
    countDigit(counts, key & 2047);
    countDigit(counts + 8192, (key >> 11) & 2047);
    countDigit(counts + 16384, key >> 22);
    m++;
  }
  let from = work;
  let to = work + ((<usize>n) << 2);
  for (let pass: u32 = 0; pass < 3; pass++) {
    const places = counts + <usize>pass * 8192;
    let place: u32 = 0;
    for (let d: u32 = 0; d < DIGITS; d++) {
      const count = load<u32>(places + ((<usize>d) << 2));
      store<u32>(places + ((<usize>d) << 2), place);
      place += count;
    }
    const shift = pass * 11;
    for (let i: u32 = 0; i < m; i++) {
      const key = load<u32>(from + ((<usize>i) << 2));
      const at = places + ((<usize>((key >> shift) & 2047)) << 2);
      const next = load<u32>(at);
      store<u32>(to + ((<usize>next) << 2), key);
      store<u32>(at, next + 1);
    }
    const swap = from;
    from = to;
    to = swap;
  }
  let distinct: u32 = 0;
  let before: u32 = 0;
  for (let i: u32 = 0; i < m; i++) {
    const key = load<u32>(from + ((<usize>i) << 2));
    if (i == 0 || key != before) {
      store<u32>(starts + ((<usize>distinct) << 2), i);
      distinct++;
    }
    before = key;
    store<u32>(work + ((<usize>i) << 2), key & 0x80000000 ? key ^ 0x80000000 : ~key);
  }
  store<u32>(starts + ((<usize>distinct) << 2), m);
  return distinct;
}

function countDigit(counts: usize, digit: u32): void {
  const at = counts + ((<usize>digit) << 2);
  store<u32>(at, load<u32>(at) + 1);
}
