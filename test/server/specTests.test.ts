import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specTests } from '../../server/src/features/specTests.ts';
import { editor } from '../kit/editor.ts';

const PROJECT = `
#- modelyard.yaml
project: harbour
language: 1
#- ships.dataset.yaml
dataset: ships
source: ships.csv
columns:
  length: {type: float, min: 1}
checks:
  - name: some
    expect: count(*) > 0
#- plain.dataset.yaml
dataset: plain
source: plain.csv
#- ships.pipeline.yaml
pipeline: ships
steps:
  evaluate: {uses: model/evaluate}
  register:
    uses: model/register
    if: \${{ steps.evaluate.metrics.roc_auc > 0.65 }}
#- copy.pipeline.yaml
pipeline: ships
`;

test('datasets and pipelines have tests where their specs ask for something, at its line', () => {
  const found = specTests([editor(PROJECT).snapshot]);
  assert.deepEqual(
    found.map(({ root, name }) => ({ root, name })),
    [{ root: 'file:///project', name: 'harbour' }],
  );
  const [{ datasets }] = found as [(typeof found)[0]];
  assert.deepEqual(
    datasets.map(({ name, uri, checks }) => [
      name,
      uri,
      checks.map(({ name, kind, range }) => `${range.start.line} ${kind} ${name}`),
    ]),
    [
      [
        'ships',
        'file:///project/ships.dataset.yaml',
        ['3 column length is there', '3 type length type', '3 min length min', '5 expect some'],
      ],
    ],
  );
});

test('of two pipelines with one name only the one that would run has tests', () => {
  const [project] = specTests([editor(PROJECT.replace('copy.pipeline', 'a.pipeline')).snapshot]);
  assert.deepEqual(project?.pipelines, []);
  const [other] = specTests([editor(PROJECT.replace('copy.pipeline', 'z.pipeline')).snapshot]);
  assert.deepEqual(
    other?.pipelines.flatMap(({ thresholds }) => thresholds.map((one) => ({ ...one, range: one.range.start.line }))),
    [{ step: 'evaluate', metric: 'roc_auc', operator: '>', limit: 0.65, guards: 'register', range: 5 }],
  );
});

test('gates are tests of the newest version that is not withdrawn, at their lines in the policy that holds', () => {
  const policy = (name: string) => `
#- ${name}.policy.yaml
policy: ${name}
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: good enough, threshold: roc_auc, min: 0.65}
      - {name: described, card: complete}
  free: {gates: []}
#- registry/berths/v1.version.yaml
model_version: berths
version: 1
#- registry/berths/v2.version.yaml
model_version: berths
version: 2
#- registry/berths/v2.notes.yaml
model_notes: berths
version: 2
withdrawn: {at: 2026-11-20T10:00:00Z, by: ada, reason: leaks}
`;
  const [project] = specTests([editor(PROJECT + policy('default')).snapshot]);
  assert.deepEqual(
    project?.moves.map(({ name, version, alias, uri, range, gates }) => [
      `${name}:${version} to ${alias}`,
      uri,
      range.start.line,
      gates.map((gate) => `${gate.range.start.line} ${gate.name}`),
    ]),
    [['berths:1 to production', 'file:///project/default.policy.yaml', 3, ['5 good enough', '6 described']]],
  );
  const twin = policy('twin').split('#- registry')[0];
  const [ambiguous] = specTests([editor(PROJECT + policy('default') + twin).snapshot]);
  assert.deepEqual(ambiguous?.moves, []);
});
