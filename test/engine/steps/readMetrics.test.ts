import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMetricsJson, readParamsJson } from '../../../engine/src/steps/script/readMetrics.ts';
import { readMetricsCsv } from '../../../engine/src/steps/script/readMetricsCsv.ts';

const point = (name: string, value: number, step = 0) => ({ name, value, step });

test('metrics.json holds numbers, points with their steps, and maps of them', () => {
  const text = `{
  "auc": 0.71, "none": null, "loss": {"value": 0.3, "step": 9},
  "val": {"loss": [1, 0.5], "mae": [{"value": 2, "step": 4}]}
}`;
  assert.deepEqual(readMetricsJson(text), {
    kind: 'read',
    read: [
      point('auc', 0.71),
      point('loss', 0.3, 9),
      point('val/loss', 1, 0),
      point('val/loss', 0.5, 1),
      point('val/mae', 2, 4),
    ],
  });
});

test('NaN and infinities stay what they are, as Python writes them; texts that look like them stay texts', () => {
  assert.deepEqual(readMetricsJson('{"a": NaN, "b": -Infinity, "c": Infinity}'), {
    kind: 'read',
    read: [point('a', Number.NaN), point('b', Number.NEGATIVE_INFINITY), point('c', Number.POSITIVE_INFINITY)],
  });
  assert.deepEqual(readParamsJson('{"NaN \\" Infinity": "-Infinity"}'), {
    kind: 'read',
    read: { 'NaN " Infinity': '-Infinity' },
  });
});

const BAD_JSON: readonly (readonly [what: string, text: string, line: number, column: number, says: RegExp])[] = [
  ['is empty', '', 1, 1, /ends in the middle/],
  ['ends early', '{\n  "a": 1,', 2, 10, /ends in the middle/],
  ['has half a text', '{"a\n": 1}', 1, 2, /never closed/],
  ['has more behind it', '{"a": 1} x', 1, 10, /`x` does not belong/],
  ['lies too deep', '['.repeat(1000), 1, 202, /too deep/],
  ['has a stray sign', '{\n  "a": NaN,\n  "b": ?\n}', 3, 8, /`\?` does not belong here/],
  ['is a list', '[1, 2]', 1, 1, /no map/],
  ['holds a text', '{"a": 1,\n "b": {\n   "a": "high"}}', 3, 4, /`b\/a` is a text, not a number/],
  ['holds a boolean', '{"ok": true}', 1, 2, /`ok` is `true`/],
  ['has half a step', '{"a": {"value": 1, "step": 0.5}}', 1, 2, /step of `a`/],
];

for (const [what, text, line, column, says] of BAD_JSON)
  test(`metrics.json that ${what} is refused with its place`, () => {
    const found = readMetricsJson(text);
    assert.ok(found.kind === 'problem');
    assert.deepEqual([found.line, found.column], [line, column]);
    assert.match(found.message, says);
  });

test('metrics.csv is a column a metric and a line a step', () => {
  const text = '\uFEFFstep,loss,"val, loss"\r\n0, 1.0,2\r\n\r\n5,nan,\r\n6,-inf,1e-3\r\n';
  assert.deepEqual(readMetricsCsv(text), {
    kind: 'read',
    read: [
      point('loss', 1, 0),
      point('val, loss', 2, 0),
      point('loss', Number.NaN, 5),
      point('loss', Number.NEGATIVE_INFINITY, 6),
      point('val, loss', 0.001, 6),
    ],
  });
});

test('without a column `step` the lines of metrics.csv are counted', () => {
  assert.deepEqual(readMetricsCsv('loss\n3\n2\n'), { kind: 'read', read: [point('loss', 3), point('loss', 2, 1)] });
});

const BAD_CSV: readonly (readonly [what: string, text: string, line: number, column: number, says: RegExp])[] = [
  ['is empty', '', 1, 1, /no name/],
  ['names a column twice', 'a,b,a\n1,2,3', 1, 5, /`a` stands here twice/],
  ['has too few cells', 'step,a\n0,1\n1', 3, 1, /1 cells.* 2 columns/],
  ['holds a text', 'step,a\n0,1\n1,high', 3, 3, /`high` of `a`/],
  ['has no step', 'step,a\n,1', 2, 1, /step is not a whole number/],
];

for (const [what, text, line, column, says] of BAD_CSV)
  test(`metrics.csv that ${what} is refused with its place`, () => {
    const found = readMetricsCsv(text);
    assert.ok(found.kind === 'problem');
    assert.deepEqual([found.line, found.column], [line, column]);
    assert.match(found.message, says);
  });

test('params.json gives texts by name', () => {
  assert.deepEqual(readParamsJson('{"lr": 0.1, "on": true, "none": null, "opt": {"name": "adam"}, "layers": [1, 2]}'), {
    kind: 'read',
    read: { lr: '0.1', on: 'true', none: 'null', 'opt/name': 'adam', layers: '[1,2]' },
  });
  assert.equal(readParamsJson('[]').kind, 'problem');
});
