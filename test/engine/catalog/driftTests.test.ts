import assert from 'node:assert/strict';
import { test } from 'node:test';
import { driftTest, driftTests } from '../../../engine/src/catalog/driftTests.ts';

test('drift tests have names of their own and say what they compute', () => {
  const names = driftTests.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
  for (const { name, columns, formula, description, source } of driftTests) {
    assert.match(name, /^[a-z]+(-[a-z]+)*$/);
    assert.ok(columns.length > 0 && formula.length > 0 && source.length > 0, name);
    assert.match(description, /^[A-Z].*\.$/, name);
  }
  assert.equal(driftTest('kolmogorov'), undefined);
});

test('a drift test is found by its name and by its short name, which no other has', () => {
  const codes = driftTests.map(({ code }) => code);
  assert.deepEqual(codes, [...new Set(codes)]);
  for (const entry of driftTests) {
    assert.match(entry.code, /^[a-z]+(_[a-z]+)*$/);
    assert.equal(driftTest(entry.name), entry);
    assert.equal(driftTest(entry.code), entry);
  }
});

test('what chooses by itself fits every column, what compares the order of numbers only those', () => {
  assert.deepEqual(driftTest('auto')?.columns, ['number', 'category']);
  for (const name of ['ks', 'wasserstein', 'anderson-darling']) assert.deepEqual(driftTest(name)?.columns, ['number']);
});

// sqrt(ln 2) is what scipy.spatial.distance.jensenshannon([1, 0], [0, 1]) gives.
test('the Jensen-Shannon distance ends at 0.8325546111576977', () => {
  assert.ok(Math.abs((driftTest('jensen-shannon')?.range?.[1] ?? 0) - 0.8325546111576977) < 1e-15);
});
