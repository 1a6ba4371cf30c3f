import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson } from '../../../engine/src/language/canonicalJson.ts';

test('equal values give equal text, in whatever order their keys were written; the order of a list counts', () => {
  const first = { rules: [{ min: 0.7, metric: 'roc_auc' }], by: null };
  const second = { by: null, rules: [{ metric: 'roc_auc', min: 0.7 }] };
  assert.equal(canonicalJson(first), '{"by":null,"rules":[{"metric":"roc_auc","min":0.7}]}');
  assert.equal(canonicalJson(second), canonicalJson(first));
  assert.notEqual(canonicalJson(['a', 'b']), canonicalJson(['b', 'a']));
});
