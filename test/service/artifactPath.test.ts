import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { artifactPath, placeOf, proxiedPath } from '../../service/src/mlflow/artifactPath.ts';
import { MlflowError } from '../../service/src/mlflow/errors.ts';

const EVIL = [
  '..',
  '../x',
  'a/../b',
  'a/..',
  './a',
  'a/./b',
  'a//b',
  'a/',
  '/etc/passwd',
  '//host/x',
  'C:/x',
  'c:x',
  'a\\..\\b',
  '..\\x',
  '%2e%2e/x',
  '%2E%2E%2Fx',
  '%252e%252e%252fx',
  '%25252e%25252e/x',
  'a%2f..%2fb',
  'a/%5c../b',
  '%00',
  'a\0b',
  'a\nb',
  'a/\u0085b',
  '. .',
  '.. ',
  '...',
  ' ',
  'con',
  'a/NUL.txt',
  'aux/b',
  'COM1',
  'lpt9.log',
  '\ud800',
  'x'.repeat(256),
  `${'a/'.repeat(2100)}b`,
  `%${'25'.repeat(12)}2e`,
];

test('what could lead elsewhere is refused', () => {
  for (const path of EVIL)
    assert.throws(
      () => artifactPath(path),
      (error) => error instanceof MlflowError && error.status === 400,
      path,
    );
});

test('names that people use are taken as they are', () => {
  for (const path of [
    '',
    'a',
    'model/MLmodel',
    's p/é x.txt',
    '100%.txt',
    '%zz',
    '.hidden',
    'a..b',
    '..a',
    'plot:1.png',
    '日本/😀',
  ])
    assert.equal(artifactPath(path), path);
});

test('no path that is taken leaves the place it is of, however often it is decoded', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      '%25',
      '%',
      'a',
      ' ',
      '\0',
      'C:',
      'con',
      '~',
      '%00',
      'é',
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      let path = pieces.join('');
      try {
        artifactPath(path);
      } catch (error) {
        assert.ok(error instanceof MlflowError);
        return;
      }
      for (let times = 0; times < 4; times++) {
        assert.ok(!path.startsWith('/') && !path.includes('\\') && !path.includes('\0'));
        if (path !== '') for (const name of path.split('/')) assert.ok(name !== '' && name !== '.' && name !== '..');
        try {
          path = decodeURIComponent(path);
        } catch {
          return;
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test('an address names a run, a logged model or a registered version', () => {
  const run = '1e43e5dff2904f6d8f12eec32d29fda3';
  assert.deepEqual(placeOf(`3/${run}/artifacts`), { kind: 'run', id: run, location: '3', path: '' });
  assert.deepEqual(placeOf(`a/b/${run}/artifacts/x/y`), { kind: 'run', id: run, location: 'a/b', path: 'x/y' });
  assert.deepEqual(placeOf(`3/models/m-${run}/artifacts/MLmodel`), {
    kind: 'model',
    id: `m-${run}`,
    location: '3',
    path: 'MLmodel',
  });
  assert.deepEqual(placeOf('registry/iris/12/model.pkl'), {
    kind: 'version',
    model: 'iris',
    version: 12,
    path: 'model.pkl',
  });
  for (const path of ['', '3', `3/${run}`, `3/${run}/x`, 'registry/iris', 'registry/iris/0', '3/models/m-1/artifacts'])
    assert.equal(placeOf(path), undefined, path);
  assert.equal(proxiedPath('mlflow-artifacts:/3/a'), '3/a');
  assert.equal(proxiedPath('mlflow-artifacts://host:5000/3/a/'), '3/a');
  assert.equal(proxiedPath('s3://b/x'), undefined);
});
