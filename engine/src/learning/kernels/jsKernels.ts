import { sorted } from '../../math/sorting.ts';
import type { Kernels } from './kernels.ts';

const COLUMN = 512;
const NOISE = 1e-11;
const MAGIC = 6755399441055744;

/** The kernels in plain JavaScript over the same memory, bit-equal to `gbdt.as.ts`: their oracle, and for hosts without SIMD. */
export function jsKernels(memory: WebAssembly.Memory): Kernels {
  const { buffer } = memory;
  const u8 = new Uint8Array(buffer);
  const u32 = new Uint32Array(buffer);
  const i32 = new Int32Array(buffer);
  const f32 = new Float32Array(buffer);
  const f64 = new Float64Array(buffer);

  function addRow(columns: number, bins: number, g: number, h: number, at: number): void {
    for (let k = 0; k < columns; k++) {
      const place = at + k * COLUMN + 2 * u8[bins + k]!;
      f64[place]! += g;
      f64[place + 1]! += h;
    }
  }

  function sumPairs(gh: number, n: number, total: number): void {
    const at = gh >>> 2;
    let g = 0;
    let h = 0;
    for (let i = 0; i < n; i++) {
      g += f32[at + 2 * i]!;
      h += f32[at + 2 * i + 1]!;
    }
    f64[total >>> 3] = g;
    f64[(total >>> 3) + 1] = h;
  }

  function writeSplit(out: number, gain: number, g: number, h: number, bin: number, left: number): void {
    f64[out >>> 3] = gain;
    f64[(out >>> 3) + 1] = g;
    f64[(out >>> 3) + 2] = h;
    i32[(out >>> 2) + 6] = bin;
    i32[(out >>> 2) + 7] = left;
  }

  return {
    histogram(columns, bins, stride, rows, gh, n, hist) {
      const q = gh >>> 2;
      for (let i = 0; i < n; i++) {
        const row = rows === 0 ? i : u32[(rows >>> 2) + i]!;
        addRow(columns, bins + stride * row, f32[q + 2 * i]!, f32[q + 2 * i + 1]!, hist >>> 3);
      }
    },
    zero: (at, bytes) => void u8.fill(0, at, at + bytes),
    copy: (to, from, bytes) => void u8.copyWithin(to, from, from + bytes),
    sum(to, from, bytes) {
      for (let i = 0; i < bytes >>> 3; i++) f64[(to >>> 3) + i]! += f64[(from >>> 3) + i]!;
    },
    subtract(to, from, bytes) {
      for (let i = 0; i < bytes >>> 3; i++) f64[(to >>> 3) + i]! -= f64[(from >>> 3) + i]!;
    },
    splitNumeric(hist, nb, g, h, rowsPerHessian, l2, minRows, minHessian, out) {
      const at = hist >>> 3;
      const parent = (g * g) / (h + l2);
      const missingG = f64[at + 2 * nb]!;
      const missingH = f64[at + 2 * nb + 1]!;
      const someMissing = missingH > h * NOISE;
      let [best, bestG, bestH, bestBin, bestLeft] = [0, 0, 0, -1, 0];
      for (let left = 0; left <= (someMissing ? 1 : 0); left++) {
        let gl = left ? missingG : 0;
        let hl = left ? missingH : 0;
        const end = someMissing && !left ? nb : nb - 1;
        for (let b = 0; b < end; b++) {
          gl += f64[at + 2 * b]!;
          hl += f64[at + 2 * b + 1]!;
          if (hl * rowsPerHessian < minRows || hl < minHessian) continue;
          const hr = h - hl;
          if (hr * rowsPerHessian < minRows || hr < minHessian) break;
          const gr = g - gl;
          const gain = (gl * gl) / (hl + l2) + (gr * gr) / (hr + l2) - parent;
          if (gain > best) [best, bestG, bestH, bestBin, bestLeft] = [gain, gl, hl, b, left];
        }
      }
      if (!someMissing) bestLeft = bestH > h - bestH ? 1 : 0;
      writeSplit(out, best, bestG, bestH, bestBin, bestLeft);
    },
    splitCategories(hist, nb, g, h, rowsPerHessian, l2, minRows, minHessian, smooth, setL2, maxSet, _scratch, out) {
      const at = hist >>> 3;
      const keys: CategoryKey[] = [];
      const single = nb <= 4;
      const parent = (g * g) / (h + l2);
      const extra = single ? l2 : l2 + setL2;
      for (let b = 0; b < nb; b++) {
        const hb = f64[at + 2 * b + 1]!;
        if (hb <= h * NOISE || (!single && hb * rowsPerHessian < smooth)) continue;
        keys.push(categoryKey(f64[at + 2 * b]! / (hb + smooth), b));
      }
      const order = keys.sort((x, y) => x.high - y.high || x.low - y.low).map(({ low }) => low & 255);
      const used = order.length;
      let [best, bestG, bestH, bestStart, bestSize] = [0, 0, 0, 0, 0];
      const limit = single ? used : Math.min(maxSet, (used + 1) >>> 1);
      for (let backward = 0; backward < (single ? 1 : 2); backward++) {
        let gl = 0;
        let hl = 0;
        for (let k = 0; k < limit; k++) {
          const b = order[backward ? used - 1 - k : k]!;
          gl = single ? f64[at + 2 * b]! : gl + f64[at + 2 * b]!;
          hl = single ? f64[at + 2 * b + 1]! : hl + f64[at + 2 * b + 1]!;
          if (hl * rowsPerHessian < minRows || hl < minHessian) continue;
          const hr = h - hl;
          if (hr * rowsPerHessian < minRows || hr < minHessian) {
            if (single) continue;
            break;
          }
          const gr = g - gl;
          const gain = (gl * gl) / (hl + extra) + (gr * gr) / (hr + extra) - parent;
          if (gain > best) {
            [best, bestG, bestH] = [gain, gl, hl];
            bestStart = single ? k : backward ? used - 1 - k : 0;
            bestSize = single ? 1 : k + 1;
          }
        }
      }
      writeSplit(out, best, bestG, bestH, bestSize, 0);
      u8.fill(0, out + 32, out + 288);
      for (let k = 0; k < bestSize; k++) u8[out + 32 + order[bestStart + k]!] = 1;
    },
    partition(column, rows, from, n, sides, left, right) {
      let l = left >>> 2;
      let r = right >>> 2;
      for (let i = 0; i < n; i++) {
        const row = rows === 0 ? from + i : u32[(rows >>> 2) + i]!;
        if (u8[sides + u8[column + row]!]) u32[l++] = row;
        else u32[r++] = row;
      }
      return l - (left >>> 2);
    },
    partitionPairs(column, rows, from, n, sides, left, right, pairs, leftPairs, rightPairs) {
      let [l, r, lp, rp] = [left >>> 2, right >>> 2, leftPairs >>> 2, rightPairs >>> 2];
      for (let i = 0; i < n; i++) {
        const row = rows === 0 ? from + i : u32[(rows >>> 2) + i]!;
        const g = u32[(pairs >>> 2) + 2 * i]!;
        const h = u32[(pairs >>> 2) + 2 * i + 1]!;
        if (u8[sides + u8[column + row]!]) {
          u32[l++] = row;
          u32[lp++] = g;
          u32[lp++] = h;
        } else {
          u32[r++] = row;
          u32[rp++] = g;
          u32[rp++] = h;
        }
      }
      return l - (left >>> 2);
    },
    countRows(counts, rows, n) {
      let total = 0;
      for (let i = 0; i < n; i++) total += u32[(counts >>> 2) + u32[(rows >>> 2) + i]!]!;
      return total;
    },
    addLeaf(raw, rows, n, value) {
      for (let i = 0; i < n; i++) f64[(raw >>> 3) + (rows === 0 ? i : u32[(rows >>> 2) + i]!)]! += value;
    },
    gradientLogistic(raw, wy, n, gh, loss, totals) {
      const sums = [0, 0, 0, 0, 0, 0];
      const factors = [1, 1];
      const exponents = [0, 0];
      for (let i = 0; i < n + (n % 2); i++) {
        const at = (gh >>> 2) + 2 * i;
        const z = f64[(raw >>> 3) + i]!;
        const w = f32[(wy >>> 2) + 2 * i]!;
        const y = f32[(wy >>> 2) + 2 * i + 1]!;
        const e = exp(-Math.abs(z));
        const q = 1 / (1 + e);
        const lane = i & 1;
        f32[at] = w * (z < 0 ? e * q : q) - y;
        f32[at + 1] = Math.max(w * e * (q * q), 1e-16);
        sums[lane]! += f32[at]!;
        sums[2 + lane]! += f32[at + 1]!;
        if (loss === 1) sums[4 + lane]! += lossOf(z, e, w, y);
        if (loss !== 2) continue;
        sums[4 + lane]! += w * Math.max(z, 0) - y * z;
        factors[lane]! *= 1 + w * e;
        if ((i & 1022) !== 1022) continue;
        const { exponent, mantissa } = partsOf(factors[lane]!);
        exponents[lane]! += exponent;
        factors[lane] = mantissa;
      }
      if (loss === 2)
        for (const lane of [0, 1]) {
          const { exponent, mantissa } = partsOf(factors[lane]!);
          sums[4 + lane]! += (exponents[lane]! + exponent) * Math.LN2 + log1p(mantissa - 1);
        }
      for (let k = 0; k < (loss ? 3 : 2); k++) f64[(totals >>> 3) + k] = sums[2 * k]! + sums[2 * k + 1]!;
    },
    gradientSquared(raw, wy, n, gh, total) {
      for (let i = 0; i < n; i++) {
        const at = (gh >>> 2) + 2 * i;
        const w = f32[(wy >>> 2) + 2 * i]!;
        f32[at] = w * f64[(raw >>> 3) + i]! - f32[(wy >>> 2) + 2 * i + 1]!;
        f32[at + 1] = w;
      }
      sumPairs(gh, n, total);
    },
    gradientSoftmax(probabilities, wy, cls, factor, n, gh, total) {
      for (let i = 0; i < n; i++) {
        const at = (gh >>> 2) + 2 * i;
        const p = f32[(probabilities >>> 2) + i]!;
        const w = f32[(wy >>> 2) + 2 * i]!;
        const y = f32[(wy >>> 2) + 2 * i + 1] === cls ? 1 : 0;
        f32[at] = w * (p - y);
        f32[at + 1] = Math.max(factor * w * p * (1 - p), 1e-16);
      }
      sumPairs(gh, n, total);
    },
    softmax(raw, classes, stride, from, n, out) {
      for (let i = from; i < from + n; i++) {
        const at = (raw >>> 3) + i;
        let top = f64[at]!;
        for (let k = 1; k < classes; k++) top = Math.max(top, f64[at + k * stride]!);
        let total = 0;
        for (let k = 0; k < classes; k++) total += exp(f64[at + k * stride]! - top);
        for (let k = 0; k < classes; k++) f32[(out >>> 2) + k * stride + i] = exp(f64[at + k * stride]! - top) / total;
      }
    },
    lossLogistic(raw, wy, n) {
      const sums = [0, 0];
      for (let i = 0; i < n; i++) {
        const z = f64[(raw >>> 3) + i]!;
        const w = f32[(wy >>> 2) + 2 * i]!;
        const y = f32[(wy >>> 2) + 2 * i + 1]!;
        sums[i & 1]! += lossOf(z, exp(-Math.abs(z)), w, y);
      }
      return sums[0]! + sums[1]!;
    },
    binNumbers(values, n, bounds, missing, out, stride) {
      const at = bounds >>> 2;
      for (let i = 0; i < n; i++) {
        const v = f32[(values >>> 2) + i]!;
        let b = 0;
        if (Number.isNaN(v)) b = missing;
        else for (let step = 128; step > 0; step >>= 1) if (v > f32[at + b + step - 1]!) b += step;
        u8[out + stride * i] = b;
      }
    },
    binCodes(codes, n, missing, out, stride) {
      for (let i = 0; i < n; i++) u8[out + stride * i] = Math.min(u32[(codes >>> 2) + i]!, missing);
    },
    takeColumn(bins, stride, n, out) {
      for (let i = 0; i < n; i++) u8[out + i] = u8[bins + stride * i]!;
    },
    sortSample(values, sample, n, work, starts) {
      const picked = Float32Array.from({ length: n }, (_, i) => f32[(values >>> 2) + u32[(sample >>> 2) + i]!]!);
      const ascending = sorted(picked.filter((value) => !Number.isNaN(value)));
      f32.set(ascending, work >>> 2);
      const begins = [...ascending.keys()].filter((i) => i === 0 || ascending[i] !== ascending[i - 1]);
      u32.set([...begins, ascending.length], starts >>> 2);
      return begins.length;
    },
  };
}

interface CategoryKey {
  readonly high: number;
  readonly low: number;
}

/** The bits of a number as an integer of the same order, in two words, with the bin in the lowest byte. */
function categoryKey(value: number, bin: number): CategoryKey {
  word.setFloat64(0, value);
  const flip = word.getInt32(0) >> 31;
  return { high: word.getInt32(0) ^ (flip & 0x7fffffff), low: (((word.getInt32(4) ^ flip) & ~255) | bin) >>> 0 };
}

const EXP_SERIES = [
  2.48015873015873e-5, 1.984126984126984e-4, 1.388888888888889e-3, 8.333333333333333e-3, 4.1666666666666664e-2,
  1.6666666666666666e-1, 0.5, 1, 1,
];
const word = new DataView(new ArrayBuffer(8));

function exp(value: number): number {
  const x = Math.max(Math.min(value, 700), -700);
  const k = x * Math.LOG2E + MAGIC - MAGIC;
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let p = EXP_SERIES[0]!;
  for (let i = 1; i < EXP_SERIES.length; i++) p = p * r + EXP_SERIES[i]!;
  word.setInt32(0, (k + 1023) << 20);
  word.setInt32(4, 0);
  return p * word.getFloat64(0);
}

const LOG_SERIES = [11, 9, 7, 5, 3, 1].map((odd) => 2 / odd);

/** W softplus(z) - Y z, from e = exp(-|z|). */
function lossOf(z: number, e: number, w: number, y: number): number {
  return w * (Math.max(z, 0) + log1p(e)) - y * z;
}

function log1p(e: number): number {
  const t = (e - 0.41421356237309515) / (e + 2.414213562373095);
  const u = t * t;
  let p = LOG_SERIES[0]!;
  for (let i = 1; i < LOG_SERIES.length; i++) p = p * u + LOG_SERIES[i]!;
  return p * t + 0.34657359027997264;
}

/** The power of two in a positive number, and what is left. */
function partsOf(value: number): { exponent: number; mantissa: number } {
  word.setFloat64(0, value);
  const high = word.getUint32(0);
  word.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  return { exponent: (high >>> 20) - 1023, mantissa: word.getFloat64(0) };
}
