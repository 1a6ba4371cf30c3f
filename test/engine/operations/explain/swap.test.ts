import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../../engine/src/failure.ts';
import { seedNoise } from '../../../../engine/src/operations/models/explain/noise.ts';
import { swapOrders } from '../../../../engine/src/operations/models/explain/orders.ts';
import { averagePaths, type Path, swapInOrder } from '../../../../engine/src/operations/models/explain/swap.ts';

/** A metric that is 10, 1 more with `a`, 2 more with `b`, and 4 more with both; what is refused is a list of sets. */
function metric(...refused: readonly string[]) {
  return async (swapped: ReadonlySet<string>): Promise<number> => {
    const set = [...swapped].sort().join('');
    if (refused.includes(set)) throw new Failure('gone', `${set} is gone`);
    return (
      10 + (swapped.has('a') ? 1 : 0) + (swapped.has('b') ? 2 : 0) + (swapped.has('a') && swapped.has('b') ? 4 : 0)
    );
  };
}

function shown({ order, contributions, refused, rest }: Path) {
  return { order, contributions: Object.fromEntries(contributions), refused: [...refused.keys()], rest };
}

test('each factor is swapped beside those before it, so that contributions add up', async () => {
  assert.deepEqual(shown(await swapInOrder(['a', 'b'], metric())), {
    order: ['a', 'b'],
    contributions: { a: 1, b: 6 },
    refused: [],
    rest: 0,
  });
  assert.deepEqual(shown(await swapInOrder(['b', 'a'], metric())).contributions, { b: 2, a: 5 });
  assert.deepEqual(shown(await swapInOrder([], metric())), { order: [], contributions: {}, refused: [], rest: 0 });
});

test('a factor that cannot be swapped at its place is swapped after the others', async () => {
  assert.deepEqual(shown(await swapInOrder(['a', 'b'], metric('a'))), {
    order: ['b', 'a'],
    contributions: { b: 2, a: 5 },
    refused: [],
    rest: 0,
  });
});

test('factors that can be swapped together only are not explained', async () => {
  assert.deepEqual(shown(await swapInOrder(['a', 'c', 'b'], metric('a', 'b', 'ac', 'bc'))), {
    order: ['c'],
    contributions: { c: 0 },
    refused: ['a', 'b'],
    rest: 7,
  });
});

test('a bug is no refusal', async () => {
  const broken = async (swapped: ReadonlySet<string>) => {
    if (swapped.size === 1) throw new TypeError('bug');
    return 0;
  };
  await assert.rejects(swapInOrder(['a', 'b'], broken), TypeError);
});

test('means over all orders are fair, with the least and the most', async () => {
  const orders = swapOrders(['a', 'b'], 5);
  assert.deepEqual(orders, [
    ['a', 'b'],
    ['b', 'a'],
  ]);
  const { contributions, rest } = averagePaths(await Promise.all(orders.map((order) => swapInOrder(order, metric()))));
  assert.deepEqual(Object.fromEntries(contributions), {
    a: { mean: 3, low: 1, high: 5 },
    b: { mean: 4, low: 2, high: 6 },
  });
  assert.equal(rest, 0);
});

test('orders drawn by chance are the same each time, the stated one first', () => {
  const factors = ['a', 'b', 'c', 'd', 'e'];
  const orders = swapOrders(factors, 7);
  assert.deepEqual(orders, swapOrders(factors, 7));
  assert.deepEqual([orders.length, orders[0]], [7, factors]);
  for (const order of orders) assert.deepEqual([...order].sort(), factors);
  assert.equal(swapOrders(factors, 120).length, 120);
  assert.deepEqual(swapOrders(factors, 1), [factors]);
});

test('the band is two deviations of a difference; one configuration may stand for both', () => {
  // statistics.stdev([1, 2, 3]) of Python is 1, that of [2, 4, 6] is 2: pooled sqrt(2.5).
  const { sd, band, seeds } = seedNoise({ a: [1, 2, 3], b: [2, 4, 6] }, null);
  assert.deepEqual([sd, band, seeds], [Math.sqrt(2.5), 2 * Math.SQRT2 * Math.sqrt(2.5), 2]);
  assert.equal(seedNoise({ a: [1, 2, 3], b: [7] }, 'B is gone.').sd, 1);
  assert.equal(seedNoise({ a: [1], b: [7] }, 'none').sd, null);
});
