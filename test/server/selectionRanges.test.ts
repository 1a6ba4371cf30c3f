import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SelectionRange } from 'vscode-languageserver';
import { selectionRanges } from '../../server/src/features/selectionRanges.ts';
import { editor } from '../kit/editor.ts';

/** What is selected around the mark, the smallest first. */
function selections(fixture: string): readonly string[] {
  const spot = editor(fixture).spot();
  const [first] = selectionRanges(spot, [spot.offset]);
  const texts: string[] = [];
  for (let range: SelectionRange | undefined = first; range !== undefined; range = range.parent) {
    const { start, end } = range.range;
    texts.push(spot.file.text.slice(spot.file.tree.lines.offset(start), spot.file.tree.lines.offset(end)));
  }
  return texts;
}

test('from the word to the value, the entry, the map and the file', () =>
  assert.deepEqual(
    selections('#- a.dataset.yaml\ndataset: a\ncolumns:\n  b: {type: "in<|>teger", unit: m}\ntags: []\n'),
    [
      'integer',
      '"integer"',
      'type: "integer"',
      '{type: "integer", unit: m}',
      'b: {type: "integer", unit: m}',
      'columns:\n  b: {type: "integer", unit: m}',
      'dataset: a\ncolumns:\n  b: {type: "integer", unit: m}\ntags: []',
      'dataset: a\ncolumns:\n  b: {type: "integer", unit: m}\ntags: []\n',
    ],
  ));

test('inside SQL by brackets and calls', () =>
  assert.deepEqual(
    selections('#- a.dataset.yaml\ndataset: a\nsource: a.csv\nchecks:\n  - rows: abs(round(x<|>y, 2) - 1) > 3\n').slice(
      0,
      7,
    ),
    ['xy', 'xy, 2', '(xy, 2)', 'round(xy, 2)', 'round(xy, 2) - 1', '(round(xy, 2) - 1)', 'abs(round(xy, 2) - 1)'],
  ));

test('inside expressions by members, operators and calls', () =>
  assert.deepEqual(
    selections('#- a.pipeline.yaml\npipeline: a\nsteps:\n  b:\n    if: "${{ min(steps.c.m<|>.auc, 1) > 2 }}"\n').slice(
      0,
      7,
    ),
    [
      'm',
      'steps.c.m',
      'steps.c.m.auc',
      'steps.c.m.auc, 1',
      'min(steps.c.m.auc, 1)',
      'min(steps.c.m.auc, 1) > 2',
      '${{ min(steps.c.m.auc, 1) > 2 }}',
    ],
  ));

test('an item goes with its dash', () =>
  assert.deepEqual(selections('#- a.dataset.yaml\ndataset: a\nkey:\n  - b<|>c\n  - d\n').slice(0, 3), [
    'bc',
    '- bc',
    '- bc\n  - d',
  ]));

test('any text has a selection', () => {
  for (const text of ['<|>', ': <|>[', 'a: "<|>', '{{{<|>', '<<<<<<< x<|>\n'])
    assert.ok(selections(`#- a.dataset.yaml\n${text}`).length > 0);
});
