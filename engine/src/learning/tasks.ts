import { binBounds } from './bins.ts';
import type { Kernels } from './kernels/kernels.ts';
import { CONTROL, padded, type Views, viewsOf } from './memory.ts';

/** Rows of a part of a pass over all rows; even, so that no pair of rows is torn. */
export const CHUNK = 16_384;
/** Rows of a part of a partition: leaves are often small. */
export const SORT_CHUNK = 4096;
/** Bytes of one column's histogram. */
export const COLUMN_BYTES = 4096;
/** Bytes that a split search writes: see the kernels. */
export const SPLIT_BYTES = 320;
/** Bytes of work space of one column's split search. */
export const SCRATCH_BYTES = 2048;
/** Bytes of work space of one part of a histogram: a block of lines and a word. */
export const BLOCKS_BYTES = 65_664;
/** Bytes of what a part of the gradients sums up: gradient, hessian, loss. */
export const TOTALS_BYTES = 24;
/** Parts of the search for bounds; each has work space of its own. */
export const BOUNDS_LANES = 16;
const DIGIT_BYTES = 24_576;
const WORD = 8;
const NUMERIC = 1;
const CATEGORIES = 2;
/** Kind of a column as the tasks read it; 0 is not looked at. */
export const COLUMN_KIND = { numbers: NUMERIC, categories: CATEGORIES } as const;

/** Every piece of work that threads share. Integer arguments stand in the order of the destructuring below. */
export const TASKS = [
  'bounds',
  'bin',
  'takeColumns',
  'gradient',
  'softmax',
  'histogram',
  'split',
  'partition',
  'collect',
  'addLeaf',
  'loss',
] as const;

export type TaskName = (typeof TASKS)[number];
export const OBJECTIVES = { binary: 0, regression: 1, multiclass: 2 } as const;

/** Bytes of work space of one part of the search for bounds: a sample twice, counts of digits, starts of distinct values. */
export function sortBytes(sample: number): number {
  return padded(sample * 8 + DIGIT_BYTES + (sample + 1) * 4);
}

/** Writes the arguments of the next task. */
export function setArguments({ u32, f64 }: Views, integers: readonly number[], numbers: readonly number[] = []): void {
  for (let i = 0; i < integers.length; i++) u32[CONTROL.integers + i] = integers[i]!;
  for (let i = 0; i < numbers.length; i++) f64[CONTROL.numbers + i] = numbers[i]!;
}

/** Runs part `i` of task number `task`, whose arguments stand in the memory. */
export function taskRunner(memory: WebAssembly.Memory, kernels: Kernels): (task: number, i: number) => void {
  const views = viewsOf(memory);
  const { u8, i32, u32, f32, f64 } = views;
  const arg = (place: number): number => u32[CONTROL.integers + place]!;
  const num = (place: number): number => f64[CONTROL.numbers + place]!;
  const rowsOfPart = (i: number, n: number) => Math.min(CHUNK, n - i * CHUNK);

  const bodies: Readonly<Record<TaskName, (i: number) => void>> = {
    bounds(lane) {
      const [slots, rows, sample, size, bounds, counts, kinds, maxBins] = [
        arg(0),
        arg(1),
        arg(2),
        arg(3),
        arg(4),
        arg(5),
        arg(6),
        arg(7),
      ];
      const [columns, work] = [arg(8), arg(9) + lane * sortBytes(size)];
      const starts = work + size * 8 + DIGIT_BYTES;
      for (let i = lane; i < columns; i += BOUNDS_LANES) {
        if (u8[kinds + i] !== NUMERIC) continue;
        const distinct = kernels.sortSample(slots + i * rows * 4, sample, size, work, starts);
        const found = binBounds(
          f32.subarray(work >>> 2, (work >>> 2) + size),
          u32.subarray(starts >>> 2, (starts >>> 2) + distinct + 1),
          maxBins,
        );
        f32.set(found, (bounds >>> 2) + i * 256);
        i32[(counts >>> 2) + i] = found.length + 1;
      }
    },
    bin(i) {
      const [slots, bins, bounds, counts, kinds, rows, columns, stride] = [
        arg(0),
        arg(1),
        arg(2),
        arg(3),
        arg(4),
        arg(5),
        arg(6),
        arg(7),
      ];
      const from = i * CHUNK;
      const n = rowsOfPart(i, rows);
      for (let column = 0; column < columns; column++) {
        const values = slots + (column * rows + from) * 4;
        const out = bins + from * stride + column;
        const missing = i32[(counts >>> 2) + column]!;
        if (u8[kinds + column] === CATEGORIES) kernels.binCodes(values, n, missing, out, stride);
        else kernels.binNumbers(values, n, bounds + column * 1024, missing, out, stride);
      }
    },
    takeColumns(i) {
      const [bins, rows, columns, stride, out] = [arg(0), arg(1), arg(2), arg(3), arg(4)];
      const from = i * CHUNK;
      for (let column = 0; column < columns; column++)
        kernels.takeColumn(bins + from * stride + column, stride, rowsOfPart(i, rows), out + column * rows + from);
    },
    gradient(i) {
      const [objective, rows, raw, wy, gh, totals, cls, probabilities] = [
        arg(0),
        arg(1),
        arg(2),
        arg(3),
        arg(4),
        arg(5),
        arg(6),
        arg(7),
      ];
      const from = i * CHUNK;
      const n = rowsOfPart(i, rows);
      const total = totals + i * TOTALS_BYTES;
      if (objective === OBJECTIVES.binary)
        kernels.gradientLogistic(raw + from * 8, wy + from * 8, n, gh + from * 8, arg(8), total);
      else if (objective === OBJECTIVES.regression)
        kernels.gradientSquared(raw + from * 8, wy + from * 8, n, gh + from * 8, total);
      else kernels.gradientSoftmax(probabilities + from * 4, wy + from * 8, cls, num(0), n, gh + from * 8, total);
    },
    softmax(i) {
      const [rows, raw, classes, stride, out] = [arg(0), arg(1), arg(2), arg(3), arg(4)];
      kernels.softmax(raw, classes, stride, i * CHUNK, rowsOfPart(i, rows), out);
    },
    histogram(i) {
      const [rows, n, bins, stride, columns, gh, parts, groups, hist, partial, scratch, counts] = [
        arg(0),
        arg(1),
        arg(2),
        arg(3),
        arg(4),
        arg(5),
        arg(6),
        arg(7),
        arg(8),
        arg(9),
        arg(10),
        arg(11),
      ];
      const part = i % parts;
      const group = Math.floor(i / parts);
      const words = Math.ceil(columns / WORD);
      const first = Math.floor((words * group) / groups) * WORD;
      const end = Math.min(columns, Math.floor((words * (group + 1)) / groups) * WORD);
      const from = Math.floor((n * part) / parts);
      const size = Math.floor((n * (part + 1)) / parts) - from;
      const into = (part === 0 ? hist : partial + (part - 1) * columns * COLUMN_BYTES) + first * COLUMN_BYTES;
      for (let k = first; k < end; k++)
        kernels.zero(into + (k - first) * COLUMN_BYTES, 16 * (i32[(counts >>> 2) + k]! + 1));
      const work = scratch + i * BLOCKS_BYTES;
      if (rows === 0)
        kernels.histogram(end - first, bins + from * stride + first, stride, 0, gh + from * 8, size, into, work);
      else kernels.histogram(end - first, bins + first, stride, rows + from * 4, gh + from * 8, size, into, work);
    },
    split(i) {
      const [hist, partial, parts, parent, columns, counts, kinds, out, scratch, maxSet] = [
        arg(0),
        arg(1),
        arg(2),
        arg(3),
        arg(4),
        arg(5),
        arg(6),
        arg(7),
        arg(8),
        arg(9),
      ];
      const at = hist + i * COLUMN_BYTES;
      const bins = i32[(counts >>> 2) + i]!;
      const bytes = 16 * (bins + 1);
      for (let part = 1; part < parts; part++)
        kernels.sum(at, partial + ((part - 1) * columns + i) * COLUMN_BYTES, bytes);
      if (parent !== 0) kernels.subtract(parent + i * COLUMN_BYTES, at, bytes);
      const work = scratch + i * SCRATCH_BYTES;
      for (let side = 0; side < (parent === 0 ? 1 : 2); side++) {
        const of = side === 0 ? at : parent + i * COLUMN_BYTES;
        const to = out + (side * columns + i) * SPLIT_BYTES;
        const [g, h, perHessian] = [num(6 + 3 * side), num(7 + 3 * side), num(8 + 3 * side)];
        const kind = u8[kinds + i]!;
        if (kind === NUMERIC) kernels.splitNumeric(of, bins, g, h, perHessian, num(0), num(1), num(2), to);
        else if (kind === CATEGORIES)
          kernels.splitCategories(of, bins, g, h, perHessian, num(0), num(1), num(2), num(3), num(4), maxSet, work, to);
        else f64[to >>> 3] = 0;
      }
    },
    partition(i) {
      const [rows, from, n, column, sides, left, right, counts] = [
        arg(0),
        arg(1),
        arg(2),
        arg(3),
        arg(4),
        arg(5),
        arg(6),
        arg(7),
      ];
      const [pairs, leftPairs, rightPairs] = [arg(8), arg(9), arg(10)];
      const start = i * SORT_CHUNK;
      const list = rows === 0 ? 0 : rows + start * 4;
      const [l, r, size] = [left + start * 4, right + start * 4, Math.min(SORT_CHUNK, n - start)];
      u32[(counts >>> 2) + i] =
        pairs === 0
          ? kernels.partition(column, list, from + start, size, sides, l, r)
          : kernels.partitionPairs(
              column,
              list,
              from + start,
              size,
              sides,
              l,
              r,
              pairs + start * 8,
              leftPairs + start * 8,
              rightPairs + start * 8,
            );
    },
    collect(i) {
      const [rows, n, left, right, counts, lefts, pairs, leftPairs, rightPairs] = [
        arg(0),
        arg(1),
        arg(2),
        arg(3),
        arg(4),
        arg(5),
        arg(6),
        arg(7),
        arg(8),
      ];
      const start = i * SORT_CHUNK;
      const before = u32[(counts >>> 2) + i]!;
      const own = u32[(counts >>> 2) + i + 1]! - before;
      const others = Math.min(SORT_CHUNK, n - start) - own;
      const after = lefts + start - before;
      kernels.copy(rows + before * 4, left + start * 4, own * 4);
      kernels.copy(rows + after * 4, right + start * 4, others * 4);
      if (pairs === 0) return;
      kernels.copy(pairs + before * 8, leftPairs + start * 8, own * 8);
      kernels.copy(pairs + after * 8, rightPairs + start * 8, others * 8);
    },
    addLeaf(i) {
      const [leaves, count, raw, validationRaw] = [arg(0), arg(1), arg(2), arg(3)];
      const leaf = (leaves >>> 3) + 3 * i;
      kernels.addLeaf(i < count ? raw : validationRaw, f64[leaf]!, f64[leaf + 1]!, f64[leaf + 2]!);
    },
    loss(i) {
      const [objective, rows, raw, wy, classes, stride, out] = [arg(0), arg(1), arg(2), arg(3), arg(4), arg(5), arg(6)];
      const from = i * CHUNK;
      const n = rowsOfPart(i, rows);
      let loss = 0;
      if (objective === OBJECTIVES.binary) loss = kernels.lossLogistic(raw + from * 8, wy + from * 8, n);
      else if (objective === OBJECTIVES.regression) loss = squaredLoss(views, raw + from * 8, wy + from * 8, n);
      else loss = softmaxLoss(views, raw + from * 8, wy + from * 8, n, classes, stride);
      f64[(out >>> 3) + i] = loss;
    },
  };
  const byNumber = TASKS.map((name) => bodies[name]);
  return (task, i) => byNumber[task]!(i);
}

/** Sum of W (raw - Y / W)^2: the squared error of the rows less their spread within merged rows. */
function squaredLoss({ f32, f64 }: Views, raw: number, wy: number, n: number): number {
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const w = f32[(wy >>> 2) + 2 * i]!;
    if (w > 0) loss += w * (f64[(raw >>> 3) + i]! - f32[(wy >>> 2) + 2 * i + 1]! / w) ** 2;
  }
  return loss;
}

/** Sum of W (log sum exp raw - raw of the row's class). */
function softmaxLoss({ f32, f64 }: Views, raw: number, wy: number, n: number, classes: number, stride: number): number {
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const at = (raw >>> 3) + i;
    let top = f64[at]!;
    for (let k = 1; k < classes; k++) top = Math.max(top, f64[at + k * stride]!);
    let total = 0;
    for (let k = 0; k < classes; k++) total += Math.exp(f64[at + k * stride]! - top);
    const cls = f32[(wy >>> 2) + 2 * i + 1]!;
    loss += f32[(wy >>> 2) + 2 * i]! * (Math.log(total) + top - f64[at + cls * stride]!);
  }
  return loss;
}
