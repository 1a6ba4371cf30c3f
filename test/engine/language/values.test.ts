import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultPath, kindOfPath, specFileOf } from '../../../engine/src/language/kinds.ts';
import { parseTree } from '../../../engine/src/language/tree.ts';
import {
  formatDuration,
  isKebabCase,
  isPortableFileName,
  isSnakeCase,
  parseDuration,
  parseShare,
} from '../../../engine/src/language/values.ts';

test('durations are whole numbers of a unit', () => {
  assert.deepEqual(
    ['0s', '30s', '15m', '6h', '2d', '5ms'].map(parseDuration),
    [0, 30_000, 900_000, 21_600_000, 172_800_000, 5],
  );
  for (const bad of ['', '5', '1.5h', '-1s', '01s', '3 h', '3x', '1h30m', 5, null, '9999999999d'])
    assert.equal(parseDuration(bad), undefined);
});

test('property: a duration is written so that it is read again', () => {
  fc.assert(fc.property(fc.nat({ max: 999_999_999 }), (ms) => assert.equal(parseDuration(formatDuration(ms)), ms)));
  assert.deepEqual([0, 5, 90_000, 7_200_000, 172_800_000].map(formatDuration), ['0s', '5ms', '90s', '2h', '2d']);
});

test('shares are per cent or a number up to one', () => {
  assert.deepEqual(['15%', '0.1%', '100%', '0%', 0.15, 1, 0].map(parseShare), [0.15, 0.001, 1, 0, 0.15, 1, 0]);
  for (const bad of ['101%', '15', '-1%', '1e1%', 1.1, -0.1, Number.NaN, null, '%'])
    assert.equal(parseShare(bad), undefined);
});

test('names and file names', () => {
  assert.ok(
    isSnakeCase('late_share_24h') &&
      !isSnakeCase('Late') &&
      !isSnakeCase('24h') &&
      !isSnakeCase('a-b') &&
      !isSnakeCase(''),
  );
  assert.ok(
    isKebabCase('flight-delay') &&
      isKebabCase('flight_delay') &&
      !isKebabCase('-a') &&
      !isKebabCase('a--b') &&
      !isKebabCase('A'),
  );
  for (const good of ['model.onnx', 'ü.csv', '.gitignore', 'con-text']) assert.ok(isPortableFileName(good), good);
  for (const bad of [
    '',
    '.',
    '..',
    'a/b',
    'a\\b',
    'a:b',
    'a?',
    'CON',
    'nul.txt',
    'com1',
    'a.',
    'a ',
    'a\0',
    'x'.repeat(256),
  ])
    assert.ok(!isPortableFileName(bad), bad);
});

test('the kind of a file is its ending, and its first key confirms it', () => {
  assert.equal(kindOfPath('a/modelyard.yaml'), 'project');
  assert.equal(kindOfPath('a/b.c.dataset.yaml'), 'dataset');
  assert.equal(kindOfPath('a/b.dataset.lock.yaml'), 'dataset_lock');
  assert.equal(kindOfPath('registry/m/v3.version.yaml'), 'model_version');
  for (const other of [
    'dataset.yaml',
    'a.dataset.yml',
    'a.project.yaml',
    'a.modelyard.yaml',
    'a.yaml',
    'a.Dataset.yaml',
  ])
    assert.equal(kindOfPath(other), undefined);
  const file = (path: string, text: string) => specFileOf(path, parseTree(text));
  assert.deepEqual(file('a.dataset.yaml', 'dataset: flights\n'), { kind: 'dataset', name: 'flights' });
  assert.deepEqual(file('a.dataset.yaml', '# soon\n'), { kind: 'dataset', name: undefined });
  assert.deepEqual(file('a.dataset.yaml', 'dataset: [x]\n'), { kind: 'dataset', name: undefined });
  assert.deepEqual(file('a.dataset.yaml', 'name: x\ndataset: y\n'), {
    kind: 'foreign',
    ending: 'dataset',
    firstKey: 'name',
  });
  assert.deepEqual(file('a.pipeline.yaml', '- a\n'), { kind: 'foreign', ending: 'pipeline', firstKey: undefined });
  assert.equal(file('a.yaml', 'dataset: x\n'), undefined);
  assert.equal(defaultPath('features', 'airport'), 'airport.features.yaml');
  assert.equal(defaultPath('dataset_lock', 'flights'), 'flights.dataset.lock.yaml');
});
