import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ColumnBaseline, describeCategories, describeNumbers } from '../../../../engine/src/math/baseline.ts';
import { random } from '../../../../engine/src/math/random.ts';
import { mergeColumns } from '../../../../engine/src/monitoring/baseline/mergeBaselines.ts';

const { uniform } = random(5);

function merged(parts: readonly ColumnBaseline[]): ColumnBaseline {
  const columns = parts.map((part): Readonly<Record<string, ColumnBaseline>> => ({ column: part }));
  return columns.reduce(mergeColumns)['column']!;
}

/** Three parts of different sizes. */
function parts<T extends Float64Array | Uint32Array>(whole: T): readonly T[] {
  const cut = (from: number, to?: number) => whole.slice(from, to) as T;
  return [cut(0, 1000), cut(1000, 4000), cut(4000)];
}

test('numbers of few values add up exactly', () => {
  const whole = Float64Array.from({ length: 10_000 }, (_, i) =>
    i % 97 === 0 ? Number.NaN : Math.floor(uniform() * 50),
  );
  const one = merged(parts(whole).map(describeNumbers));
  const expected = describeNumbers(whole);
  assert.ok(one.kind === 'numbers');
  assert.deepEqual({ ...one, mean: 0, sd: 0 }, { ...expected, mean: 0, sd: 0 });
  assert.ok(Math.abs(one.mean! - expected.mean!) < 1e-12 && Math.abs(one.sd! - expected.sd!) < 1e-12);
});

test('quantiles of parts give those of the whole, to a thousandth of the rows', () => {
  const whole = Float64Array.from({ length: 60_000 }, (_, i) => Math.exp(3 * uniform()) + (i > 4000 ? 2 : 0));
  const one = merged(parts(whole).map(describeNumbers));
  assert.ok(one.kind === 'numbers' && one.distribution.kind === 'quantiles');
  const { edges, counts } = one.distribution;
  assert.ok(edges.length <= 1005);
  let [sum, worst] = [0, 0];
  for (const [k, edge] of edges.entries()) {
    sum += counts[k]!;
    worst = Math.max(worst, Math.abs(sum - whole.filter((value) => value <= edge).length) / whole.length);
  }
  assert.ok(worst <= 0.001, `${worst}`);
  assert.equal(
    counts.reduce((all, count) => all + count, 0),
    whole.length,
  );
});

test('categories add up, the most frequent first', () => {
  const names = ['a', 'b', 'c', 'd'];
  const whole = Uint32Array.from({ length: 9000 }, (_, i) => (i % 50 === 0 ? 9 : Math.floor(uniform() ** 2 * 4)));
  assert.deepEqual(
    merged(parts(whole).map((codes) => describeCategories(codes, names))),
    describeCategories(whole, names),
  );
});

test('an empty part changes nothing but the rows', () => {
  const values = describeNumbers(Float64Array.of(1, 2, 3));
  assert.deepEqual(merged([values, describeNumbers(Float64Array.of(Number.NaN))]), { ...values, rows: 4, missing: 1 });
});

test('a column that only one of them has is not told', () => {
  const column = describeNumbers(Float64Array.of(1));
  assert.deepEqual(mergeColumns({ a: column }, { b: column, a: describeCategories(Uint32Array.of(0), ['x']) }), {});
});
