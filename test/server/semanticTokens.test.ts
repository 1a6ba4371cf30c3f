import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Range } from 'vscode-languageserver';
import { LEGEND, semanticTokens } from '../../server/src/features/semanticTokens.ts';
import { editor } from '../kit/editor.ts';

/** Tokens of the first file as `text type modifier ...`, those of a line in a row. */
function tokens(fixture: string, range?: Range): readonly (readonly string[])[] {
  const open = editor(fixture);
  const [path] = open.fixture.files.keys();
  const document = open.document(path!);
  const { data } = semanticTokens(document, range);
  const lines: string[][] = document.file.text.split('\n').map(() => []);
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, across = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    character = down === 0 ? character + across : across;
    line += down;
    const text = document.file.tree.lines.line(line).slice(character, character + length);
    const modifiers = LEGEND.tokenModifiers.filter((_, index) => bits & (1 << index));
    lines[line]!.push([text, LEGEND.tokenTypes[type], ...modifiers].join(' '));
  }
  return lines;
}

test('keys are told by their role, and names by what they name', () => {
  const [first, , params, seed, , step, uses, , from] = tokens(`
#- a.pipeline.yaml
pipeline: a
description: b
params:
  "seed": 7
steps:
  ex:
    uses: data/examples
    with:
      from: 'flights'
`);
  assert.deepEqual(first, ['pipeline keyword', 'a namespace declaration']);
  assert.deepEqual(params, ['params property']);
  assert.deepEqual(seed, ['seed parameter declaration']);
  assert.deepEqual(step, ['ex method declaration']);
  assert.deepEqual(uses, ['uses property', 'data/examples type defaultLibrary']);
  assert.deepEqual(from, ['from property', 'flights class']);
});

test('expressions are told apart into contexts, members, functions and values', () => {
  const lines = tokens(`
#- a.pipeline.yaml
pipeline: a
steps:
  t:
    if: "\${{ steps.e.metrics.auc > min(0.5, params.least) && true }}"
    run: python x.py --n \${{ params.n }}
`);
  assert.deepEqual(lines[3]?.slice(1), [
    '${{ macro',
    'steps namespace readonly',
    'e method readonly',
    'metrics property readonly',
    'auc property readonly',
    '> operator',
    'min function defaultLibrary',
    '0.5 number',
    'params namespace readonly',
    'least parameter readonly',
    '&& operator',
    'true keyword',
    '}} macro',
  ]);
  assert.deepEqual(lines[4]?.slice(1), ['${{ macro', 'params namespace readonly', 'n parameter readonly', '}} macro']);
});

test('SQL is told apart over several lines', () => {
  const lines = tokens(`
#- a.dataset.yaml
dataset: a
source: a.csv
checks:
  - rows: |
      "odd name" > 1.5 and upper(plan) = 'a
        b' -- why
`);
  assert.deepEqual(lines[4], [
    '"odd name" variable',
    '> operator',
    '1.5 number',
    'and keyword',
    'upper function defaultLibrary',
    'plan variable',
    '= operator',
    "'a string",
  ]);
  assert.deepEqual(lines[5], ["b' string", '-- why comment']);
});

test('a type before a text is a word of SQL, alone it is a column', () => {
  const lines = tokens("#- a.dataset.yaml\ndataset: a\nsource: a.csv\nchecks:\n  - rows: date >= date '2001-01-01'\n");
  assert.deepEqual(lines[3]?.slice(1), ['date variable', '>= operator', 'date keyword', "'2001-01-01' string"]);
});

test('a range gives the tokens in it', () => {
  const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
  const [first, second, third] = tokens('#- a.dataset.yaml\ndataset: a\nsource: a.csv\ntags: [b]\n', range);
  assert.deepEqual([first, second, third], [[], ['source property'], []]);
});
