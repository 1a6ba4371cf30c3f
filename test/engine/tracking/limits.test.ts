import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkBatch,
  checkDataset,
  checkExperimentName,
  checkExperimentTag,
  checkKey,
  checkMetric,
  checkRegistryTag,
  paramsOf,
  tagsOf,
} from '../../../engine/src/tracking/limits.ts';

test('keys are letters, digits and single slashes between them', () => {
  for (const key of [
    'a',
    'system/cpu',
    'mlflow.note.content',
    'val loss',
    'a-b:c_d',
    'größe',
    '.hidden',
    'x'.repeat(250),
  ])
    checkKey('param', key);
  for (const key of ['', '..', '../x', 'a//b', '/a', 'a/', 'a/../b', './a', '.', 'a$', 'a\nb', 'a"', 'a\\b'])
    assert.throws(() => checkKey('metric', key), { reason: 'key' }, key);
  assert.throws(() => checkKey('tag', 'x'.repeat(251)), { reason: 'limit', message: /251 characters, at most 250/ });
});

test('a param is given once in a call, and long values are cut', () => {
  assert.deepEqual(paramsOf([{ key: 'a', value: 'x'.repeat(6001) }]), { a: 'x'.repeat(6000) });
  assert.deepEqual(paramsOf([{ key: 'a', value: `${'x'.repeat(5999)}😀` }]), { a: 'x'.repeat(5999) });
  const twice = [
    { key: 'a', value: '1' },
    { key: 'a', value: '1' },
  ];
  assert.throws(() => paramsOf(twice), { reason: 'param-twice' });
  assert.deepEqual(tagsOf([...twice, { key: 'a', value: 'y'.repeat(9000) }]), { a: 'y'.repeat(8000) });
  assert.deepEqual(Object.keys(paramsOf([{ key: '__proto__', value: '1' }])), ['__proto__']);
});

test('a call holds so much', () => {
  checkBatch({ metrics: 800, params: 100, tags: 100 });
  for (const counts of [
    { metrics: 1001, params: 0, tags: 0 },
    { metrics: 0, params: 101, tags: 0 },
    { metrics: 0, params: 0, tags: 101 },
    { metrics: 801, params: 100, tags: 100 },
  ])
    assert.throws(() => checkBatch(counts), { reason: 'limit' });
});

test('times and steps are whole numbers', () => {
  const metric = { key: 'auc', value: Number.NaN, step: -1, timestamp: 0 };
  checkMetric(metric);
  for (const wrong of [
    { timestamp: -1 },
    { timestamp: 0.5 },
    { timestamp: 1e300 },
    { step: 0.5 },
    { step: Number.NaN },
  ])
    assert.throws(() => checkMetric({ ...metric, ...wrong }), { reason: 'number' });
});

test('names, tags and datasets have their lengths', () => {
  checkExperimentName('x'.repeat(500));
  assert.throws(() => checkExperimentName('x'.repeat(501)), { reason: 'limit' });
  assert.throws(() => checkExperimentName('  '), { reason: 'key' });
  assert.throws(() => checkExperimentTag({ key: 'a', value: 'x'.repeat(5001) }), { reason: 'limit' });
  assert.throws(() => checkRegistryTag({ key: 'a', value: 'x'.repeat(100_001) }), { reason: 'limit' });
  const dataset = { name: 'flights', version: 'd1' };
  checkDataset(dataset);
  const origin = { sourceType: 'local', source: '{}' };
  for (const wrong of [
    { name: 'x'.repeat(501) },
    { version: 'x'.repeat(37) },
    { origin: { ...origin, source: 'x'.repeat(65_536) } },
    { origin: { ...origin, schema: 'x'.repeat(1_048_576) } },
    { origin: { ...origin, profile: 'x'.repeat(16_777_216) } },
  ])
    assert.throws(() => checkDataset({ ...dataset, ...wrong }), { reason: 'limit' });
});
