import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldingRanges } from '../../server/src/features/foldingRanges.ts';
import { editor } from '../kit/editor.ts';

function folds(text: string): readonly string[] {
  const open = editor(`#- a.dataset.yaml\n${text}`);
  return foldingRanges(open.document('a.dataset.yaml')).map(
    ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind === undefined ? '' : ` ${kind}`}`,
  );
}

test('maps, lists and texts of several lines fold, up to their last line', () =>
  assert.deepEqual(
    folds(`dataset: a
columns:
  b:
    type: integer

  c: {type: float}

checks:
  - name: x
    rows: |
      a > 1

  - name: y
    expect: "count(*)
      > 1"
`),
    ['1-5', '2-3', '7-14', '8-10', '9-10', '12-14', '13-14'],
  ));

test('a closing bracket stays in sight', () =>
  assert.deepEqual(folds('dataset: a\ncolumns: {\n  b: {},\n  c: {}\n  }\ntags: [a,\n  b]\n'), ['1-3', '5-6']));

test('runs of comments and regions fold', () =>
  assert.deepEqual(folds('# one\n# two\n# three\ndataset: a\n# region keys\nkey: [a]\n\n# alone\n\n#endregion\n'), [
    '0-2 comment',
    '4-9 region',
  ]));

test('the sides of a merge conflict fold', () =>
  assert.deepEqual(folds('dataset: a\n<<<<<<< HEAD\nsource: a\n=======\nsource: b\n>>>>>>> x\n'), ['1-2', '3-5']));
