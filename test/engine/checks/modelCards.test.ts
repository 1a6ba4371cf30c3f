import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';
import { aliasFile, versionFile } from '../../kit/registryFiles.ts';

const PIPELINE = `
#- flight-delay.pipeline.yaml
pipeline: flight-delay
steps:
  train:
    run: python train.py --out \${{ outputs.model }}
    outputs: {model: model.onnx}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.train.model }} #~ expression-type
      metrics: [roc_auc, {name: cost, sql: sum(score)}]
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: flight-delay}
`;

const COMPLETE = `
modelcard: flight-delay
model: flight-delay:2
owners: [{name: Ada, email: ada@example.org}]
license: Apache-2.0
intended_use: {primary: Warnings., users: Airlines., out_of_scope: Pay.}
training_data: flights
metrics: {roc_auc: 0.71}
limitations: Few airports.
ethical_considerations: None is refused anything.
risk: {level: limited, regulations: []}`;

const DATASET = `
#- flights.dataset.yaml
dataset: flights
source: flights.parquet`;

const POLICY = `
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases: {production: {gates: [{name: described, card: complete}]}}`;

test('a complete card of what was measured has no problem', () => {
  const found = problems(`${DATASET}${POLICY}
${versionFile('flight-delay', 2)}
#- a.modelcard.yaml${COMPLETE}`);
  assert.deepEqual(found, []);
});

test('a figure is compared at the precision written', () => {
  const card = (metrics: string) => `
${versionFile('flight-delay', 2, { metrics: '{roc_auc: {value: 0.7134}, log_loss: {value: 0.065}, rmse: {value: 12345.6}}' })}
#- a.modelcard.yaml
modelcard: a #~ card-incomplete
model: flight-delay:2
metrics:
${metrics}`;
  for (const right of [
    'roc_auc: 0.71',
    'roc_auc: 0.7',
    'roc_auc: 7.1e-1',
    'roc_auc: 0.7134',
    'rmse: 12346',
    'rmse: 1.23e4',
  ])
    problems(card(`  ${right}`));
  const found = problems(
    card('  roc_auc: 0.72 #~ card-metric-differs\n  log_loss: 0.07 #~ card-metric-differs\n  rmse: 12345.60').replace(
      '0.065',
      '0.0849',
    ),
  );
  const [auc] = found.filter(({ code }) => code === 'card-metric-differs');
  assert.equal(auc?.message, '`roc_auc` of flight-delay:2 was measured as 0.71, not 0.72');
  assert.equal(auc.data?.replacement, '0.71');
  assert.equal(auc.related?.[0]?.file, 'registry/flight-delay/v2.version.yaml');
});

test('a card of an alias is held against what the alias points at', () => {
  problems(`
${versionFile('flight-delay', 1)}
${versionFile('flight-delay', 2, { metrics: '{roc_auc: {value: 0.8}}' })}
${aliasFile('flight-delay', 'production', 1)}
#- a.modelcard.yaml
modelcard: a
model: flight-delay@production
metrics: {roc_auc: 0.71}
#- b.modelcard.yaml
modelcard: b
model: flight-delay
metrics:
  roc_auc: 0.71 #~ card-metric-differs
`);
});

test('metrics that there are not, and those that nobody measured', () => {
  const found = problems(`${PIPELINE}
${versionFile('flight-delay', 2)}
#- a.modelcard.yaml
modelcard: a
model: flight-delay:2
metrics:
  roc_auk: 0.7 #~ unknown-metric
  cost: 12 #~ card-metric-differs
  f1: 0.5 #~ card-metric-differs
`);
  assert.equal(found.find(({ code }) => code === 'unknown-metric')?.data?.replacement, 'roc_auc');
  assert.ok(found.filter(({ code }) => code === 'card-metric-differs').every(({ severity }) => severity === 'hint'));
});

test('what is missing in a card is a hint, and a warning where a policy asks for it', () => {
  const card = `
#- a.modelcard.yaml
modelcard: a #~ card-incomplete
model: flight-delay:2
owners: [{name: ...}] #~ card-incomplete
license: ... #~ card-incomplete
intended_use: {primary: Warnings.}
training_data: flights
metrics: {roc_auc: 0.71}
limitations: Few airports.
risk: {level: limited}`;
  const alone = problems(`${DATASET}\n${versionFile('flight-delay', 2)}${card}`);
  assert.ok(alone.every(({ severity }) => severity === 'hint'));
  const judged = problems(`${DATASET}${POLICY}\n${versionFile('flight-delay', 2)}${card}`);
  assert.deepEqual(
    judged.map(({ severity, message }) => [severity, message]),
    [
      [
        'warning',
        'The card says nothing of `ethical_considerations`; policy `default` (production) asks for a complete card',
      ],
      ['warning', '`owners.name` is still to be filled in; policy `default` (production) asks for a complete card'],
      ['warning', '`license` is still to be filled in; policy `default` (production) asks for a complete card'],
    ],
  );
});

test('a card is behind when a newer version is in use and has no card', () => {
  const registry = `
#- modelyard.yaml
project: test
aliases: [staging, production]
${POLICY}
${versionFile('flight-delay', 1)}
${versionFile('flight-delay', 2)}
${versionFile('flight-delay', 3)}
${aliasFile('flight-delay', 'production', 2)}
${aliasFile('flight-delay', 'staging', 3)}
#- one.modelcard.yaml${COMPLETE.replace('modelcard: flight-delay', 'modelcard: one').replace('delay:2', 'delay:1 MARK')}
${DATASET}`;
  const found = problems(registry.replace('MARK', '#~ card-behind'));
  assert.equal(found[0]?.data?.replacement, 'flight-delay:2');
  problems(`${registry.replace(' MARK', '')}\n#- two.modelcard.yaml${COMPLETE}`);
  problems(registry.replace('delay:1 MARK', 'delay:3'));
  problems(registry.replace('delay:1 MARK', 'delay@production'));
});

test('models, versions and aliases are looked for in the registry', () => {
  const found = problems(`${PIPELINE}
#- modelyard.yaml
project: test
aliases: [production]
${versionFile('fare', 1)}
${versionFile('fare', 2)}
${aliasFile('fare', 'staging', 1)}
#- a.modelcard.yaml
modelcard: a
model: far:1 #~ unknown-model
#- b.modelcard.yaml
modelcard: b
model: fare:3 #~ unknown-version
#- c.modelcard.yaml
modelcard: c
model: fare@stagin #~ unknown-version
#- d.modelcard.yaml
modelcard: d
model: fare@production #~ unknown-version
#- e.modelcard.yaml
modelcard: e
model: flight-delay:1 #~ unknown-model
#- f.modelcard.yaml
modelcard: f
model: run:9b1f
`);
  const of = (file: string) => {
    const problem = found.find((one) => one.file === file && one.code.startsWith('unknown'));
    return [problem?.severity, problem?.data?.replacement ?? problem?.data?.command];
  };
  assert.deepEqual(of('a.modelcard.yaml'), ['error', 'fare']);
  assert.deepEqual(of('b.modelcard.yaml'), ['error', '2']);
  assert.deepEqual(of('c.modelcard.yaml'), ['error', 'staging']);
  assert.deepEqual(of('d.modelcard.yaml'), ['hint', 'modelyard models alias fare:2 production']);
  assert.deepEqual(of('e.modelcard.yaml'), ['hint', 'modelyard run flight-delay']);
});

test('without a registry a model may be anywhere; one that nearly has the name of a pipeline is a hint', () => {
  const found = problems(`${PIPELINE}
#- a.modelcard.yaml
modelcard: a
model: somebody-elses:3
#- b.modelcard.yaml
modelcard: b
model: flight-dely:3 #~ unknown-model
`);
  assert.equal(found.find(({ code }) => code === 'unknown-model')?.severity, 'hint');
});

test('the registry is looked at in pipelines too', () => {
  problems(`
${versionFile('fare', 1)}
#- score.pipeline.yaml
pipeline: score
params: {model: {type: string}}
steps:
  measure:
    uses: model/evaluate
    with: {model: "fare:2", data: "\${{ steps.given.data }}"} #~ unknown-version unknown-step
  other:
    uses: model/evaluate
    with: {model: "\${{ params.model }}", data: "\${{ steps.given.data }}"} #~ unknown-step
`);
});

test('training data is a dataset of the project', () => {
  problems(`${DATASET}
#- a.modelcard.yaml
modelcard: a
model: fare:1
training_data: [flights, wether] #~ unknown-dataset
`);
});

test('sensitive columns are those of the training data', () => {
  problems(`
#- people.dataset.yaml
dataset: people
source: people.csv
#- people.csv
age,gender
30,f
#- a.modelcard.yaml
modelcard: a
model: fare:1
training_data: people
fairness: {sensitive: [gender, gnder]} #~ unknown-column
`);
});
