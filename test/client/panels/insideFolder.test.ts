import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileName, insideFolder } from '../../../client/src/panels/insideFolder.ts';

test('a place in the project is a path within it', () => {
  assert.deepEqual(insideFolder('specs/a.pipeline.yaml'), ['specs', 'a.pipeline.yaml']);
  assert.deepEqual(insideFolder('./specs//ö b.yaml'), ['specs', 'ö b.yaml']);
  for (const path of ['../a', 'specs/../../a', '/etc/passwd', '\\\\host\\a', 'C:\\a', '', '.', 'a\0b', 7, undefined])
    assert.equal(insideFolder(path), undefined, String(path));
});

test('a file that a page offers lies where the user says', () => {
  assert.equal(fileName('roc_auc of 9b1f.svg'), 'roc_auc of 9b1f.svg');
  assert.equal(fileName('../../.bashrc'), '_.._.bashrc');
  assert.equal(fileName('a/b:c?.csv'), 'a_b_c_.csv');
  assert.equal(fileName('...'), 'export');
  assert.equal(fileName('x'.repeat(500)).length, 120);
});
