import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallHierarchyItem } from 'vscode-languageserver';
import { madeOf, madeOfIt, prepareLineage } from '../../server/src/features/callHierarchy.ts';
import { editor } from '../kit/editor.ts';

const FILES = `
#- raw.dataset.yaml
dataset: raw
source: raw.csv
columns: {delay: {type: integer}, origin: {type: string}}
#- late.dataset.yaml
dataset: late
source: {sql: 'select delay * 2 as twice, origin from raw where delay > 0'}
#- v.features.yaml
features: v
dataset: late
entity: {airport: origin}
fields:
  busy: {sql: avg(twice), window: 1d, type: float}
#- p.pipeline.yaml
pipeline: p
steps:
  examples:
    uses: data/examples
    with:
      from: late
      label: {y: twice > 15}
      columns: {half: twice / 4}
      features: [{view: v, on: {airport: origin}}]
  train:
    uses: model/train
    with: {data: "\${{ steps.examples.data }}", target: y, learner: gradient-boosting}
  register: {uses: model/register, with: {model: "\${{ steps.train.model }}", name: m}}
#- m.monitor.yaml
monitor: watch
model: m@production
drift: {columns: {half: {}}}
`;

/** Lineage at the first place of `mark`, which replaces the same text without `<|>`. */
function lineage(mark: string): { readonly of: readonly string[]; readonly uses: readonly string[] } {
  const { spot, snapshot } = editor(FILES.replace(mark.replace('<|>', ''), mark));
  const [item] = prepareLineage(spot()) ?? [];
  assert.ok(item, `${mark} has no lineage`);
  const said = (other: CallHierarchyItem) => `${other.name} of ${other.detail}`;
  const copy = JSON.parse(JSON.stringify(item)) as CallHierarchyItem;
  return {
    of: madeOf(copy, snapshot).map(({ to }) => said(to)),
    uses: madeOfIt(copy, snapshot).map(({ from }) => said(from)),
  };
}

test('a column of SQL is made of the columns of its item', () => {
  assert.deepEqual(lineage('<|>twice, origin').of, ['delay of raw']);
  assert.deepEqual(lineage('<|>delay: {type').uses, ['twice of late', 'late of late.dataset.yaml']);
});

test('a column of examples is made of columns, and steps are made of it', () => {
  const { of, uses } = lineage('<|>y: twice');
  assert.deepEqual(of, ['twice of late']);
  assert.deepEqual(uses, ['examples of p', 'train of p']);
  assert.deepEqual(lineage('<|>half: twice').uses, ['watch of m.monitor.yaml', 'examples of p']);
});

test('a field is made of columns of its dataset; its view and the joins of it are made of it', () => {
  const { of, uses } = lineage('<|>busy');
  assert.deepEqual(of, ['twice of late']);
  assert.deepEqual(uses, ['v of v.features.yaml', 'examples of p']);
  assert.deepEqual(lineage('twic<|>e > 15').uses, ['y of p/examples', 'half of p/examples', 'busy of v']);
});

test('from a model to the data: its step, what that is given, and on', () => {
  assert.deepEqual(lineage('name: <|>m}').of, ['register of p']);
  assert.deepEqual(lineage('name: <|>m}').uses, ['watch of m.monitor.yaml']);
  assert.deepEqual(lineage('<|>register:').of, ['model of p/train']);
  assert.deepEqual(lineage('steps.train.mod<|>el').of, ['train of p']);
  assert.deepEqual(lineage('<|>train:').of, ['data of p/examples', 'y of p/examples']);
  assert.deepEqual(lineage('steps.examples.da<|>ta').uses, ['train of p']);
});

test('what is no data has no lineage, and an item of another program is nothing', () => {
  const { spot, snapshot } = editor(FILES.replace('pipeline: p', '<|>pipeline: p'));
  assert.equal(prepareLineage(spot()), null);
  const strange = { data: { kind: 'toString', name: 1 } } as unknown as CallHierarchyItem;
  assert.deepEqual([madeOf(strange, snapshot), madeOfIt(strange, snapshot)], [[], []]);
});
