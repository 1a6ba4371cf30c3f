import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRecord } from '../../../engine/src/language/isRecord.ts';

test('a record holds values by name: no list, no text, not nothing', () => {
  assert.deepEqual([{}, { rows: 3 }, JSON.parse('{"a": null}')].map(isRecord), [true, true, true]);
  assert.deepEqual([[], 'rows', 3, true, null, undefined].map(isRecord), [false, false, false, false, false, false]);
});
