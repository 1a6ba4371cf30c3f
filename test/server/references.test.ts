import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentHighlights } from '../../server/src/features/documentHighlight.ts';
import { references } from '../../server/src/features/references.ts';
import { editor } from '../kit/editor.ts';

const FILES = `
#- d.dataset.yaml
dataset: d
columns: {a<|>: {type: integer}}
checks: [{rows: a > 1}]
#- v.features.yaml
features: v
dataset: d
entity: {e: a}
`;

test('references are in all files, with or without the declaration', () => {
  const { spot } = editor(FILES);
  const places = (declarations: boolean) =>
    references(spot(), { declarations }).map(({ uri, range }) => `${uri.split('/').at(-1)}:${range.start.line + 1}`);
  assert.deepEqual(places(true), ['d.dataset.yaml:2', 'd.dataset.yaml:3', 'v.features.yaml:3']);
  assert.deepEqual(places(false), ['d.dataset.yaml:3', 'v.features.yaml:3']);
});

test('highlights are in this file, written where the name is declared', () => {
  const { spot } = editor(FILES);
  assert.deepEqual(
    documentHighlights(spot()).map(({ range, kind }) => [range.start.line, kind]),
    [
      [1, 3],
      [2, 2],
    ],
  );
});

test('keys and values that name nothing are not highlighted', () => {
  for (const text of ['colu<|>mns: {}', 'description: a<|>', '# d<|>'])
    assert.deepEqual(documentHighlights(editor(`#- d.dataset.yaml\ndataset: d\n${text}\n`).spot()), []);
});

test('broken YAML and conflict markers hide nothing else', () => {
  const { spot } = editor(
    '#- p.pipeline.yaml\npipeline: p\nparams: {a<|>: 1}\nsteps:\n  x: {run: "${{ params.a }}"}\n<<<<<<< HEAD\n  y: {run: "${{ params.a"}\n=======\n  y: [\n>>>>>>> other\n',
  );
  assert.deepEqual(
    references(spot(), { declarations: true }).map(({ range }) => range.start.line),
    [1, 3],
  );
});
