import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnTitle } from '../../../webviews/compare/model/columnTitle.ts';
import { coloursAfter, runLook, shortRun } from '../../../webviews/compare/model/runLooks.ts';
import { madeTable } from './madeTable.ts';

test('a run keeps its colour until it is deselected, and the next takes the lowest free one', () => {
  const first = coloursAfter(new Map(), ['a', 'b', 'c']);
  assert.deepEqual(
    [...first],
    [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ],
  );
  const second = coloursAfter(first, ['c', 'a']);
  assert.deepEqual(Object.fromEntries(second), { a: 1, c: 3 });
  assert.deepEqual(Object.fromEntries(coloursAfter(second, ['c', 'a', 'd', 'e'])), { a: 1, c: 3, d: 2, e: 4 });
});

test('the ninth selected run has no colour until one is free', () => {
  const nine = Array.from('abcdefghi');
  const full = coloursAfter(new Map(), nine);
  assert.equal(full.size, 8);
  assert.equal(full.has('i'), false);
  assert.equal(coloursAfter(full, nine.slice(1)).get('i'), 1);
});

test('a run is told by four characters, its name and status, the baseline by colour 0', () => {
  const table = madeTable({
    'attributes.run_name': ['calm heron', undefined],
    'attributes.status': ['finished', 'running'],
  });
  const colours = new Map([['r0', 3]]);
  assert.deepEqual(runLook(table, 0, { colours, baseline: 'r1' }), {
    id: 'r0',
    short: 'r0',
    name: 'calm heron',
    status: 'finished',
    n: 3,
  });
  assert.deepEqual(runLook(table, 1, { colours, baseline: 'r1' }), {
    id: 'r1',
    short: 'r1',
    name: '',
    status: 'running',
    n: 0,
  });
});

test('a run is told by as many characters as tell it from the others of its table', () => {
  const ids = ['9b1f00', '9b1f07', '9b1f7a', 'a81c', 'a81c99', 'ffff@old', 'ffff@new'];
  assert.deepEqual(
    [...ids, 'a81d00', '9b1f'].map((id) => shortRun({ runs: ids }, id)),
    ['9b1f00', '9b1f07', '9b1f7', 'a81c', 'a81c9', 'ffff@o', 'ffff@n', 'a81d', '9b1f'],
  );
  assert.equal(shortRun(undefined, '9b1f00'), '9b1f');
});

test('columns are called by words, not by names that tools made', () => {
  assert.equal(
    columnTitle({ id: 'tags.mlflow.source.git.branch', name: 'mlflow.source.git.branch', kind: 'tag' }),
    'branch',
  );
  assert.equal(columnTitle({ id: 'metrics.roc_auc:best', name: 'roc_auc:best', kind: 'metric' }), 'roc_auc best');
  assert.equal(columnTitle({ id: 'params.a:best', name: 'a:best', kind: 'param' }), 'a:best');
});
