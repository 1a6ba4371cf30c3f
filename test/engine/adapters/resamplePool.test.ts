import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { resamplePool } from '../../../engine/src/adapters/evaluator/resamplePool.ts';
import { evaluate } from '../../../engine/src/evaluation/evaluate.ts';
import { Cancelled } from '../../../engine/src/failure.ts';
import { metricsNamed, needsOf } from '../../../engine/src/math/metrics/measureRows.ts';
import { sampleOf } from '../../../engine/src/math/metrics/sample.ts';
import { computeResamples } from '../../../engine/src/math/resamples.ts';
import { binaryRows } from '../evaluation/scored.ts';

describe('threads that resample', () => {
  const pool = resamplePool(2);
  after(() => pool.close());
  const scored = binaryRows(12_000);
  const options = { resamples: 2000, metrics: ['roc_auc', 'brier'] };

  it('give the numbers of one thread', async () => {
    const shares: number[] = [];
    const inThreads = await evaluate(scored, { ...options, parallel: pool, progress: (share) => shares.push(share) });
    assert.deepEqual(inThreads, await evaluate(scored, options));
    assert.deepEqual([shares.length > 3, shares.at(-1)], [true, 1]);
  });

  it('stop when asked to, and work on for the next', async () => {
    const stop = new AbortController();
    const progress = () => stop.abort();
    await assert.rejects(evaluate(scored, { ...options, parallel: pool, signal: stop.signal, progress }), Cancelled);
    await assert.rejects(evaluate(scored, { ...options, parallel: pool, signal: AbortSignal.abort() }), Cancelled);
    const { metrics } = await evaluate(scored, { ...options, parallel: pool });
    assert.ok(metrics['roc_auc']?.low);
  });

  it('work on several tasks at once', async () => {
    const metrics = ['brier'];
    const samples = [sampleOf({ ...scored, task: 'binary', classes: 2 }, needsOf(metricsNamed(metrics, 2)))];
    const tasks = [1, 2, 3].map((seed) => ({ samples, streams: [0], metrics, classes: 2, seed }));
    const ranges = [
      { from: 0, to: 2 },
      { from: 2, to: 3 },
      { from: 3, to: 5 },
    ];
    const results = await Promise.all(tasks.map((task) => pool.map(task, ranges)));
    const expected = tasks.map((task) => ranges.map(({ from, to }) => computeResamples(task, from, to)));
    assert.deepEqual(results, expected);
  });

  it('report what goes wrong in them, and are replaced', async () => {
    const task = { samples: [], streams: [], metrics: ['nonsense'], classes: 2, seed: 1 };
    await assert.rejects(pool.map(task, [{ from: 0, to: 1 }]), /no metric nonsense/);
    assert.deepEqual(await pool.map({ ...task, metrics: [] }, [{ from: 0, to: 1 }]), [new Float64Array()]);
  });
});
