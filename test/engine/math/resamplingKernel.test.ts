import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resamplingKernel } from '../../../engine/src/math/kernels/resamplingKernel.ts';
import { random } from '../../../engine/src/math/random.ts';
import { drawPoisson, POISSON } from '../../../engine/src/math/resampleCounts.ts';

test('the kernel draws the counts that plain JavaScript draws, for any seed and number of rows', () => {
  const kernel = resamplingKernel(POISSON);
  assert.ok(kernel);
  for (const rows of [1, 15, 16, 17, 2047, 2048, 4095, 4097, 100_003])
    for (const [seed, stream, resample] of [
      [0, 0, 0],
      [7, 3, 1999],
      [-1, 2 ** 31, 2 ** 32 - 1],
    ] as const) {
      const [fast, plain] = [new Uint8Array(rows), new Uint8Array(rows)];
      const sum = kernel.draw(fast, seed, stream, resample);
      assert.equal(sum, drawPoisson(plain, random(seed, stream, resample)));
      assert.deepEqual(fast, plain, `${rows} rows, ${seed} ${stream} ${resample}`);
    }
});

test('counts are moved to their places, also after others of more rows were drawn', () => {
  const kernel = resamplingKernel(POISSON)!;
  const places = Uint32Array.from([2, 0, 3, 1]);
  const out = new Uint8Array(4);
  kernel.move(Uint8Array.from([10, 11, 12, 13]), places, out);
  assert.deepEqual([...out], [11, 13, 10, 12]);
  kernel.draw(new Uint8Array(5000), 1, 2, 3);
  kernel.move(Uint8Array.from([20, 21, 22, 23]), places, out);
  assert.deepEqual([...out], [21, 23, 20, 22]);
});
