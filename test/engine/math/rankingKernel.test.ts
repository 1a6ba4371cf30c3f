import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankingKernel } from '../../../engine/src/math/kernels/rankingKernel.ts';
import { rankingOf, winsOf } from '../../../engine/src/math/metrics/ranking.ts';
import { random } from '../../../engine/src/math/random.ts';

test('the kernel counts wins as plain JavaScript does, whatever the counts and the number of rows', () => {
  const kernel = rankingKernel();
  assert.ok(kernel);
  const generator = random(7);
  for (const rows of [1, 15, 16, 17, 4096, 100_003])
    for (const most of [1, 4, 16, 256]) {
      const positive = Uint8Array.from({ length: rows }, () => generator.below(2));
      const counts = Uint8Array.from({ length: rows }, () => generator.below(most));
      const ranking = rankingOf(
        positive,
        Float64Array.from(positive, (_, row) => -row),
      );
      assert.deepEqual(kernel(positive, counts), winsOf(ranking, counts), `${rows} rows, counts below ${most}`);
    }
});

test('sums of many rows that count often stay exact', () => {
  const rows = 3_000_000;
  const positive = Uint8Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 1 : 0));
  const counts = new Uint8Array(rows).fill(15);
  const half = (rows / 2) * 15;
  assert.deepEqual(rankingKernel()?.(positive, counts), { wins: half * half, positives: half, negatives: half });
});
