import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsKernels } from '../../../engine/src/learning/kernels/jsKernels.ts';
import { compileKernels, type Kernels, wasmKernels } from '../../../engine/src/learning/kernels/kernels.ts';
import { createMemory, type Views, viewsOf } from '../../../engine/src/learning/memory.ts';
import { random } from '../../../engine/src/math/random.ts';

const ROWS = 1500;
const [BINS, GH, ROW_LIST, HIST, SCRATCH, OUT, RAW, WY] = [
  0x10000, 0x20000, 0x30000, 0x40000, 0x80000, 0xb0000, 0xc0000, 0xd0000,
];
const module = compileKernels();

test('histograms of every width are bit-equal in WebAssembly and JavaScript', () =>
  bothGive(
    ({ u8, f32, u32 }, draw) => {
      for (let i = 0; i < ROWS * 16; i++) u8[BINS + i] = draw.below(256);
      for (let i = 0; i < ROWS * 2; i++) f32[(GH >>> 2) + i] = draw.uniform() - 0.3;
      for (let i = 0; i < ROWS; i++) u32[(ROW_LIST >>> 2) + i] = draw.below(ROWS);
    },
    (kernels, { f64 }) => {
      const sums: number[] = [];
      for (let columns = 1; columns <= 16; columns++) {
        const stride = columns > 8 ? 16 : 8;
        kernels.zero(HIST, 65_536);
        kernels.histogram(columns, BINS, stride, 0, GH, ROWS, HIST, SCRATCH);
        kernels.histogram(columns, BINS, stride, ROW_LIST, GH, ROWS - 7, HIST, SCRATCH);
        sums.push(...f64.subarray(HIST >>> 3, (HIST >>> 3) + 8192));
      }
      return sums;
    },
  ));

test('gradients, losses and softmax are bit-equal in WebAssembly and JavaScript', () =>
  bothGive(
    ({ f32, f64 }, draw) => {
      for (let i = 0; i < ROWS; i++) f64[(RAW >>> 3) + i] = (draw.uniform() - 0.5) * (i % 10 === 0 ? 1500 : 20);
      for (let i = 0; i < ROWS; i++) {
        f32[(WY >>> 2) + 2 * i] = draw.below(4);
        f32[(WY >>> 2) + 2 * i + 1] = draw.below(3);
      }
    },
    (kernels, { f32, f64 }) => {
      const gradients: number[] = [];
      const keep = () =>
        gradients.push(...f32.subarray(GH >>> 2, (GH >>> 2) + ROWS * 2), f64[OUT >>> 3]!, f64[(OUT >>> 3) + 1]!);
      for (const loss of [1, 2]) {
        kernels.gradientLogistic(RAW, WY, ROWS, GH, loss, OUT);
        keep();
        gradients.push(f64[(OUT >>> 3) + 2]!);
      }
      kernels.gradientSquared(RAW, WY, ROWS, GH, OUT);
      keep();
      kernels.softmax(RAW, 3, 500, 0, 500, HIST);
      kernels.gradientSoftmax(HIST, WY, 1, 1.5, 500, GH, OUT);
      keep();
      return [...gradients, kernels.lossLogistic(RAW, WY, ROWS)];
    },
  ));

test('splits and partitions are bit-equal in WebAssembly and JavaScript', () =>
  bothGive(
    ({ u8, f64 }, draw) => {
      for (let i = 0; i < 256; i++) {
        f64[(HIST >>> 3) + 2 * i] = (draw.uniform() - 0.5) * 10;
        f64[(HIST >>> 3) + 2 * i + 1] = draw.below(5) === 0 ? 0 : draw.uniform() * 10;
        u8[SCRATCH + i] = draw.below(2);
      }
      for (let i = 0; i < ROWS * 8; i++) u8[BINS + i] = draw.below(256);
    },
    (kernels, { u8, u32, f64 }) => {
      const found: number[] = [];
      for (const bins of [2, 3, 5, 40, 200, 254]) {
        let [g, h] = [0, 0];
        for (let i = 0; i <= bins; i++) {
          g += f64[(HIST >>> 3) + 2 * i]!;
          h += f64[(HIST >>> 3) + 2 * i + 1]!;
        }
        kernels.splitNumeric(HIST, bins, g, h, 3, 0.5, 4, 1e-3, OUT);
        found.push(...u8.subarray(OUT, OUT + 32));
        kernels.splitCategories(HIST, bins, g, h, 3, 0.5, 4, 1e-3, 6, 2, 32, RAW, OUT);
        found.push(...u8.subarray(OUT, OUT + 288));
      }
      const left = kernels.partition(BINS, 0, 10, ROWS - 10, SCRATCH, ROW_LIST, GH);
      const right = ROWS - 10 - left;
      found.push(
        left,
        ...u32.subarray(ROW_LIST >>> 2, (ROW_LIST >>> 2) + left),
        ...u32.subarray(GH >>> 2, (GH >>> 2) + right),
      );
      const again = kernels.partition(BINS + 5, ROW_LIST, 0, left, SCRATCH, ROW_LIST, GH);
      return [...found, again, ...u32.subarray(ROW_LIST >>> 2, (ROW_LIST >>> 2) + again)];
    },
  ));

test('bins are bit-equal in WebAssembly and JavaScript', () =>
  bothGive(
    ({ f32, i32 }, draw) => {
      f32.fill(Infinity, HIST >>> 2, (HIST >>> 2) + 256);
      for (let i = 0; i < 200; i++) f32[(HIST >>> 2) + i] = i;
      const special = [Number.NaN, Infinity, -Infinity, 0, -0, 199, 199.5, 1e30];
      for (let i = 0; i < 1000; i++) f32[(RAW >>> 2) + i] = special[i] ?? draw.below(400) / 2;
      for (let i = 0; i < 1000; i++) i32[(WY >>> 2) + i] = draw.below(12) - 2;
    },
    (kernels, { u8 }) => {
      kernels.binNumbers(RAW, 1000, HIST, 201, BINS, 8);
      kernels.binCodes(WY, 1000, 7, BINS + 1, 8);
      kernels.takeColumn(BINS + 1, 8, 1000, BINS + 8000);
      return [...u8.subarray(BINS, BINS + 9000)];
    },
  ));

test('samples are sorted and told apart alike in WebAssembly and JavaScript', () =>
  bothGive(
    ({ f32, u32 }, draw) => {
      const odd = [Number.NaN, 0, -0, Infinity, -Infinity, 1e-45, -1e-45, 3.4e38];
      for (let i = 0; i < ROWS; i++)
        f32[(RAW >>> 2) + i] = odd[draw.below(40)] ?? Math.round((draw.uniform() - 0.5) * 600);
      for (let i = 0; i < ROWS; i++) u32[(ROW_LIST >>> 2) + i] = draw.below(ROWS);
    },
    (kernels, { f32, u32 }) => {
      const distinct = kernels.sortSample(RAW, ROW_LIST, ROWS, HIST, OUT);
      const starts = [...u32.subarray(OUT >>> 2, (OUT >>> 2) + distinct + 1)];
      return [...starts, ...f32.subarray(HIST >>> 2, (HIST >>> 2) + starts.at(-1)!)];
    },
  ));

test('the log loss agrees with Math.exp and Math.log1p to 1e-9: the kernels aim at f32 gradients', async () => {
  const { kernels, views } = await machine('wasm');
  for (const z of [-700, -40, -17.3, -1, -1e-9, 0, 1e-3, 0.5, 3, 25, 600]) {
    views.f64[RAW >>> 3] = z;
    views.f32.set([1, 1, 0, 0], WY >>> 2);
    const expected = Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - z;
    const loss = kernels.lossLogistic(RAW, WY, 1);
    assert.ok(Math.abs(loss - expected) <= 1e-9 * Math.max(1, expected), `${z}: ${loss} for ${expected}`);
  }
});

test('the loss beside the gradients of rows without weights is the log loss', async () => {
  const { kernels, views } = await machine('wasm');
  const draw = random(3);
  const rows = ROWS - 1;
  let expected = 0;
  views.f64[(RAW >>> 3) + rows] = 5;
  views.f32.set([0, 0], (WY >>> 2) + 2 * rows);
  for (let row = 0; row < rows; row++) {
    const [z, y] = [(draw.uniform() - 0.5) * 60, draw.below(2)];
    views.f64[(RAW >>> 3) + row] = z;
    views.f32.set([1, y], (WY >>> 2) + 2 * row);
    expected += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - y * z;
  }
  kernels.gradientLogistic(RAW, WY, rows, GH, 2, OUT);
  assert.ok(Math.abs(views.f64[(OUT >>> 3) + 2]! / expected - 1) <= 1e-9);
});

async function machine(kind: 'wasm' | 'js'): Promise<{ kernels: Kernels; views: Views }> {
  const memory = createMemory(0xe0000);
  return {
    kernels: kind === 'js' ? jsKernels(memory) : await wasmKernels(await module, memory),
    views: viewsOf(memory),
  };
}

async function bothGive(
  fill: (views: Views, draw: ReturnType<typeof random>) => void,
  use: (kernels: Kernels, views: Views) => readonly number[],
): Promise<void> {
  const [wasm, js] = await Promise.all(
    (['wasm', 'js'] as const).map(async (kind) => {
      const { kernels, views } = await machine(kind);
      fill(views, random(7));
      return Float64Array.from(use(kernels, views));
    }),
  );
  assert.ok(wasm!.length > 0);
  assert.deepEqual(new BigInt64Array(js!.buffer), new BigInt64Array(wasm!.buffer));
}
