import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilter, parseOrder } from '../../../engine/src/tracking/filter.ts';
import { EXPERIMENTS, MODEL_VERSIONS, REGISTERED_MODELS } from '../../../engine/src/tracking/grammars.ts';
import { holds } from '../../../engine/src/tracking/holds.ts';
import { orderOf } from '../../../engine/src/tracking/matches.ts';

test('a comparison holds for a value, and for none only where it asks for none', () => {
  const cases: readonly [filter: string, value: string | undefined, expected: boolean][] = [
    ["name = 'a'", 'a', true],
    ["name != 'a'", undefined, false],
    ["name LIKE '%.onnx'", 'model.onnx', true],
    ["name LIKE 'a%b%c'", 'aXbYbZc', true],
    ["name LIKE 'a_c'", 'a😀c', true],
    ["name LIKE 'a_c'", 'ac', false],
    ["name ILIKE 'MODEL%'", 'model', true],
    ["name LIKE ''", '', true],
    ['tags.t IS NULL', undefined, true],
    ['tags.t IS NOT NULL', '', true],
  ];
  for (const [filter, value, expected] of cases)
    assert.equal(holds(parseFilter(filter, EXPERIMENTS)[0]!, value), expected, filter);
  const [among] = parseFilter("run_id NOT IN ('a')", MODEL_VERSIONS);
  assert.deepEqual([holds(among!, 'b'), holds(among!, 'a')], [true, false]);
});

test('no pattern takes long', () => {
  const [hard] = parseFilter(`name LIKE '${'%a'.repeat(40)}b'`, REGISTERED_MODELS);
  assert.equal(holds(hard!, 'a'.repeat(5000)), false);
});

test('things are ordered by their keys, NaN after numbers and missing last', () => {
  const rows = [{ v: 1 }, { v: Number.NaN }, {}, { v: 3 }];
  const order = (text: string) =>
    rows.toSorted(orderOf([parseOrder(text, MODEL_VERSIONS)], (row) => () => row.v)).map(({ v }) => v);
  assert.deepEqual(order('version_number DESC'), [3, 1, Number.NaN, undefined]);
  assert.deepEqual(order('version_number'), [1, 3, Number.NaN, undefined]);
});

test('every dialect knows its own keys', () => {
  parseFilter("version_number > 3 AND source_path LIKE 's3%' AND tag.team = 'air'", MODEL_VERSIONS);
  parseOrder('timestamp DESC', REGISTERED_MODELS);
  for (const [text, grammar] of [
    ['metrics.auc > 1', EXPERIMENTS],
    ['last_updated_timestamp > 1', REGISTERED_MODELS],
    ["name = 'a' OR name = 'b'", REGISTERED_MODELS],
    ["version = '1'", MODEL_VERSIONS],
  ] as const)
    assert.throws(() => parseFilter(text, grammar), { reason: 'filter-syntax' }, text);
});
