import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InlayHint } from 'vscode-languageserver';
import { type Knowledge, NO_KNOWLEDGE, type PipelineRun } from '../../server/src/data/knowledge.ts';
import { inlayHints } from '../../server/src/features/inlayHints.ts';
import { editor } from '../kit/editor.ts';

const REGISTRY = `
#- registry/ships/v1.version.yaml
model_version: ships
version: 1
metrics: {roc_auc: {value: 0.61, low: 0.6, high: 0.62}}
#- registry/ships/v2.version.yaml
model_version: ships
version: 2
metrics: {roc_auc: {value: 0.66, low: 0.64, high: 0.68}}
#- registry/ships/v3.version.yaml
model_version: ships
version: 3
metrics: {roc_auc: {value: 0.7131, low: 0.71, high: 0.716}}
#- registry/ships/v4.version.yaml
model_version: ships
version: 4
metrics: {log_loss: {value: 0.42}}
#- registry/ships/production.alias.yaml
model_alias: ships
alias: production
version: 3
`;

const PIPELINE = `
#- ships.pipeline.yaml
pipeline: ships
params: {rounds: 300, name: boat}
steps:
  examples:
    uses: data/examples
    with: {from: ships, where: fare > 0, columns: {class: class}}
  split: {uses: data/split, with: {data: "\${{ steps.examples.data }}", by: time, validation: 15%, test: 15%}}
  evaluate: {uses: model/evaluate, with: {seed: "\${{ params.rounds + 1 }}"}}
  register:
    uses: model/register
    if: \${{ steps.evaluate.metrics.roc_auc > 0.65 }}
    with: {name: "s-\${{ params.name }}"}
`;

const RUN: PipelineRun = {
  id: '9b1f0000000000000000000000000000',
  name: 'ships',
  started: '2026-11-20T10:00:00.000Z',
  status: 'finished',
  steps: {
    split: { metrics: {}, rows: { train: 913, validation: 196, test: 200 } },
    evaluate: { metrics: { roc_auc: 0.713 }, rows: {} },
  },
};

test('a gate shows what the alias has and how many versions would pass', async () => {
  const policy = (gate: string) => `${REGISTRY}
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - ${gate}
`;
  assert.deepEqual(await shown(policy('{name: good, threshold: roc_auc, min: 0.65}'), 'default.policy.yaml'), [
    'threshold: roc_auc v3: 0.7131',
    'min: 0.65 2 of 4 versions pass',
  ]);
  assert.deepEqual(
    await shown(policy('{name: sure, threshold: roc_auc, min: 0.65, bound: low}'), 'default.policy.yaml'),
    ['threshold: roc_auc v3: 0.7131', 'min: 0.65 1 of 4 versions pass'],
  );
  assert.deepEqual(
    await shown(policy('{name: same, better_than: production, metric: roc_auc}'), 'default.policy.yaml'),
    ['metric: roc_auc v3: 0.7131'],
  );
});

test('only the policy that judges a model tells of it', async () => {
  const hints = await shown(
    `${REGISTRY}
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases: {production: {gates: [{name: good, threshold: roc_auc, min: 0.65}]}}
#- ships.policy.yaml
policy: ships
applies_to: [ships]
aliases: {production: {gates: [{name: good, threshold: roc_auc, min: 0.7}]}}
`,
    'default.policy.yaml',
  );
  assert.deepEqual(hints, []);
});

test('a card shows the version and its values, as precise as they are written', async () => {
  const card = `${REGISTRY}
#- ships.modelcard.yaml
modelcard: ships
model: ships@production
metrics: {roc_auc: 0.72, log_loss: 0.4}
`;
  assert.deepEqual(await shown(card, 'ships.modelcard.yaml'), [
    'model: ships@production → v3',
    'roc_auc: 0.72 v3: 0.71',
  ]);
});

test('a reference with its number needs no hint', async () => {
  assert.deepEqual(
    await shown(`${REGISTRY}\n#- ships.modelcard.yaml\nmodelcard: ships\nmodel: ships:3\n`, 'ships.modelcard.yaml'),
    [],
  );
});

test('expressions show their values, with the outputs of the last run where they read them', async () => {
  assert.deepEqual(await shown(PIPELINE, 'ships.pipeline.yaml'), [
    '${{ params.rounds + 1 }} = 301',
    '${{ params.name }} = boat',
  ]);
  const hints = await shown(PIPELINE, 'ships.pipeline.yaml', { runs: async () => [RUN] });
  assert.ok(hints.includes('${{ steps.evaluate.metrics.roc_auc > 0.65 }} = true'), hints.join('\n'));
});

test('the parts of a split show their rows', async () => {
  const hints = await shown(PIPELINE, 'ships.pipeline.yaml', { runs: async () => [RUN] });
  assert.ok(hints.includes('validation: 15% 196 rows'), hints.join('\n'));
  assert.ok(hints.includes('test: 15% 200 rows'), hints.join('\n'));
});

test('rows that are known already are shown; nobody is asked for them', async () => {
  const asked: boolean[] = [];
  const preview: Knowledge['preview'] = async (_, signal) => {
    asked.push(!signal.aborted);
    return { rows: 1309, kept: 1291, columns: [], sample: [] };
  };
  const hints = await shown(PIPELINE, 'ships.pipeline.yaml', { preview });
  assert.ok(hints.includes('where: fare > 0 98.6%'), hints.join('\n'));
  assert.deepEqual(asked, [false]);
  const dataset = `
#- ships.dataset.yaml
dataset: ships
source: ships.csv
#- ships.dataset.lock.yaml
dataset_lock: ships
version: ${'0'.repeat(64)}
rows: 1309
columns: {}
`;
  assert.deepEqual(await shown(dataset, 'ships.dataset.yaml'), ['source: ships.csv 1,309 rows']);
  const profile: Knowledge['profile'] = async () => ({ rows: 1310, columns: [] });
  assert.deepEqual(await shown(dataset, 'ships.dataset.yaml', { profile }), ['source: ships.csv 1,310 rows']);
});

test('only the asked range is answered', async () => {
  const { document } = editor(PIPELINE);
  const range = { start: { line: 7, character: 0 }, end: { line: 8, character: 0 } };
  const hints = await inlayHints(document('ships.pipeline.yaml'), range, new AbortController().signal);
  assert.deepEqual(hints.map(labelOf), ['= 301']);
});

test('a broken file and one of another tool have none', async () => {
  assert.deepEqual(
    await shown(
      '\n#- a.policy.yaml\npolicy: a\naliases: {production: {gates: [{threshold: roc_auc, min: ',
      'a.policy.yaml',
    ),
    [],
  );
  assert.deepEqual(await shown('\n#- a.policy.yaml\npolicies: a\n', 'a.policy.yaml'), []);
});

/** Each hint behind what it stands behind on its line: from the key or the `${{`. */
async function shown(fixture: string, path: string, known: Partial<Knowledge> = {}): Promise<readonly string[]> {
  const document = editor(fixture, { knowledge: { ...NO_KNOWLEDGE, ...known } }).document(path);
  const { lines } = document.file.tree;
  const range = { start: { line: 0, character: 0 }, end: { line: lines.lineCount, character: 0 } };
  const hints = await inlayHints(document, range, new AbortController().signal);
  return hints.map((hint) => {
    const before = lines.line(hint.position.line).slice(0, hint.position.character);
    const start = Math.max(before.lastIndexOf('${{'), /\w+: [^:{,]*$/.exec(before)?.index ?? 0);
    return `${before.slice(start)} ${labelOf(hint)}`;
  });
}

function labelOf({ label }: InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}
