import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { globMatches, specificityOf } from '../../../engine/src/project/policies.ts';
import { problems } from '../../kit/problems.ts';
import { aliasFile, versionFile } from '../../kit/registryFiles.ts';

const pipeline = (model: string, metrics: string) => `
#- ${model}.pipeline.yaml
pipeline: ${model}
steps:
  examples:
    uses: data/examples
    with: {from: flights, label: {late: delay > 15}, columns: {origin: origin, distance: distance}}
  train:
    uses: model/train
    with: {data: "\${{ steps.examples.data }}", target: late, learner: gradient-boosting, params: {seed: 7}}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.examples.data }}"${metrics}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: ${model}}
#- flights.dataset.yaml
dataset: flights
source: flights.parquet`;

const policy = (gates: string, rest = '') => `
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
${gates}
${rest}`;

test('the policy of the documentation has no problem', () => {
  const found = problems(`
#- modelyard.yaml
project: flights
aliases: [staging, production]
${pipeline('flight-delay', ', metrics: [roc_auc, log_loss]')}
${policy(
  `      - {name: good enough, threshold: roc_auc, min: 0.65, slice: {origin: ORD}, bound: low}
      - {name: not too sure, threshold: log_loss, max: 0.5}
      - {name: not worse, better_than: production, metric: roc_auc, margin: 0.002, confidence: 95%}
      - {name: described, card: complete}
      - {name: data held, checks: passed}
      - {name: quick and small, latency_p95: 5ms, size: 50MB}
      - {name: small, size: 50MB}
      - {name: fresh, age: 90d}
      - {name: ours, run: python check.py, inputs: [check.py]}`,
  `    approvals: {count: 1, role: approver}
    rollback: {gates: none}
  staging: {approvals: {code_owners: true}}
roles: {approver: [5d41402abc4b2a76, ada@example.org]}`,
)}`);
  assert.deepEqual(found, []);
});

test('what a gate may say', () => {
  const found = problems(
    policy(`      - {name: nothing} #~ missing-key
      - {name: slip, treshold: roc_auc, min: 0.6} #~ unknown-key
      - {name: mixed, card: complete, min: 0.6} #~ unknown-key
      - {threshold: roc_auc, min: 0.6} #~ missing-key
      - {name: big, size: fifty} #~ bad-format
      - {name: slow, latency_p95: 5 ms} #~ bad-format
      - {name: card, card: there} #~ not-one-of
      - {name: certain, better_than: production, metric: roc_auc, confidence: 95} #~ bad-format`),
  );
  const of = (line: number) => found.find(({ range }) => range.start.line === line)?.message;
  assert.match(
    of(5) ?? '',
    /One of `threshold`, `better_than`, `card`, `checks`, `latency_p95`, `size`, `age`, `drift`, \.\.\. is missing/,
  );
  assert.match(of(6) ?? '', /did you mean `threshold`/);
  assert.match(of(7) ?? '', /`min` goes with `threshold`, not with `card`/);
});

test('aliases are those that the project lists', () => {
  const found = problems(`
#- modelyard.yaml
project: test
aliases: [staging, production]
${versionFile('fare', 1)}
${aliasFile('fare', 'shadow', 1)}
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  prodution: #~ unknown-alias
    gates:
      - {name: a, better_than: productio, metric: roc_auc} #~ unknown-alias
      - {name: b, better_than: shadow, metric: roc_auc}
`);
  assert.deepEqual(
    found.filter(({ severity }) => severity !== 'hint').map(({ severity, data }) => [severity, data?.replacement]),
    [
      ['warning', 'production'],
      ['warning', 'production'],
    ],
  );
});

test('where the project lists no aliases, any may be', () => {
  problems(policy('      - {name: a, better_than: champion, metric: roc_auc}'));
});

test('roles are those of the policy', () => {
  const found = problems(
    policy(
      '      - {name: described, card: complete}',
      `    approvals: {count: 1, role: aprover} #~ unknown-role
  staging:
    approvals: {count: 2, role: owner} #~ unknown-role
roles: {approver: [5d41402abc4b2a76]}`,
    ),
  );
  assert.equal(found[0]?.data?.replacement, 'approver');
});

test('a gate asks for what is measured', () => {
  const gates = `      - {name: a, threshold: roc_auk, min: 0.6} #~ unknown-metric
      - {name: b, threshold: f1, min: 0.6} #~ gate-on-unmeasured-metric
      - {name: c, threshold: roc_auc, min: 0.6}
      - {name: d, better_than: production, metric: accuracy} #~ gate-on-unmeasured-metric
      - {name: e, threshold: cost, max: 12}`;
  const found = problems(`${pipeline('fare', ', metrics: [roc_auc, {name: cost, sql: sum(score)}]')}${policy(gates)}`);
  assert.equal(found.find(({ code }) => code === 'unknown-metric')?.data?.replacement, 'roc_auc');
  assert.match(
    found.find(({ code }) => code === 'gate-on-unmeasured-metric')?.message ?? '',
    /not measured for `fare`/,
  );
});

test('what the default metrics hold, what a version holds and what an expression gives is measured', () => {
  const gate = policy('      - {name: b, threshold: f1, min: 0.6}');
  assert.deepEqual(problems(`${pipeline('fare', '')}${gate}`), []);
  problems(
    `${pipeline('fare', ', metrics: [roc_auc]')}${gate}\n${versionFile('fare', 1, { metrics: '{f1: {value: 0.7}}' })}`,
  );
  problems(`${pipeline('fare', ', metrics: ["${{ params.m }}"]').replace('steps:', 'params: {m: f1}\nsteps:')}${gate}`);
  problems(gate);
});

test('a metric that some models lack is a hint', () => {
  const found = problems(`${pipeline('fare', ', metrics: [roc_auc]')}
${pipeline('delay', ', metrics: [f1]').replace(/\n#- flights.*/s, '')}
${policy('      - {name: b, threshold: f1, min: 0.6} #~ gate-on-unmeasured-metric')}`);
  assert.deepEqual(
    found.map(({ severity }) => severity),
    ['hint'],
  );
});

const monitor = (model: string, more: string) => `
#- ${model}.monitor.yaml
monitor: ${model}
model: ${model}@production
current: {dataset: flights}
${more}`;

test('a gate on drift needs a monitor that looks for it', () => {
  const gate = (mark = '') => policy(`      - {name: still, drift: {max_share: 30%}}${mark}`);
  const found = problems(`${pipeline('fare', '')}${gate(' #~ drift-gate-without-monitor')}`);
  assert.match(found[0]?.message ?? '', /`fare`.*cannot pass; write `fare\.monitor\.yaml`/);
  problems(`${pipeline('fare', '')}${gate()}${monitor('fare', 'drift: {share: 30%}')}`);
  const without = monitor('fare', 'prediction_drift: {}');
  problems(`${pipeline('fare', '')}${gate(' #~ drift-gate-without-monitor')}${without}`);
  problems(policy('      - {name: still, drift: {max_share: 130%}} #~ bad-format'));
});

test('a gate on drift that some models lack a monitor for is a hint', () => {
  const found = problems(`${pipeline('fare', '')}
${pipeline('delay', '').replace(/\n#- flights.*/s, '')}
${monitor('fare', 'drift: {}')}
${policy('      - {name: still, drift: {max_share: 0.3}} #~ drift-gate-without-monitor')}`);
  assert.deepEqual(
    found.filter(({ code }) => code === 'drift-gate-without-monitor').map(({ severity }) => severity),
    ['hint'],
  );
});

test('limits that nothing meets, or that are on the wrong side', () => {
  const found = problems(
    policy(`      - {name: a, threshold: roc_auc, min: 1.5} #~ limit-never-met
      - {name: b, threshold: log_loss, max: -1} #~ limit-never-met
      - {name: c, threshold: accuracy, min: 0.9, max: 0.8} #~ limit-never-met
      - {name: d, threshold: log_loss, min: 0.5} #~ limit-on-wrong-side
      - {name: e, threshold: roc_auc, max: 0.9} #~ limit-on-wrong-side
      - {name: f, threshold: roc_auc, min: 0.6, max: 0.99}
      - {name: g, threshold: rmse, bound: high} #~ gate-without-limit
      - {name: g, threshold: r2, min: -3} #~ duplicate-gate`),
  );
  assert.equal(found.find(({ range }) => range.start.line === 8)?.data?.replacement, 'max');
  assert.equal(found.find(({ code }) => code === 'gate-without-limit')?.data?.missing, 'max');
});

test('a step whose condition no metric can meet never runs', () => {
  const guarded = (condition: string) =>
    problems(
      `${pipeline('fare', ', metrics: [roc_auc, log_loss, r2]').replace('    uses: model/register', `    if: ${condition}\n    uses: model/register`)}`,
    );
  const metric = 'steps.evaluate.metrics';
  for (const never of [
    `\${{ ${metric}.roc_auc > 1 }}`,
    `${metric}.roc_auc >= 65`,
    `\${{ ${metric}.log_loss < 0.4 && ${metric}.roc_auc >= 1.2 }}`,
    `\${{ -0.1 >= ${metric}.log_loss }}`,
    `\${{ ${metric}['r2'] == 2 }}`,
  ])
    guarded(`${never} #~ limit-never-met`);
  for (const possible of [
    `\${{ ${metric}.roc_auc >= 1 || ${metric}.roc_auc > 2 }}`,
    `\${{ ${metric}.roc_auc >= 1.0 }}`,
    `\${{ ${metric}.r2 > -3 }}`,
    `\${{ 0 <= ${metric}.log_loss }}`,
    `\${{ ${metric}.roc_auc != 2 }}`,
  ])
    guarded(possible);
});

test('a slice is of the columns that models are tested on', () => {
  problems(`${pipeline('fare', ', metrics: [roc_auc]')}
${policy(`      - {name: a, threshold: roc_auc, min: 0.6, slice: {orign: ORD}} #~ unknown-column
      - {name: b, threshold: roc_auc, min: 0.6, slice: {late: true}}`)}`);
});

test('programs of gates are files of the project', () => {
  problems(
    `
#- check.py
#- rules/cost.json
${policy(`      - {name: a, run: python check.py --strict, inputs: [check.py, ./rules/cost.json, rules/*.csv]}
      - {name: b, run: python chek.py, inputs: [rules/none.json]} #~ script-not-found input-not-found
      - {name: c, run: "python 'check.py"} #~ command-syntax`)}`,
    { complete: true },
  );
});

test('two policies that are equally specific are ambiguous', () => {
  const two = (a: string, b: string, models = ['fare-de', 'fare-us']) =>
    problems(`
${models.map((model) => versionFile(model, 1)).join('\n')}
#- a.policy.yaml
policy: a
applies_to: [${a}]
aliases: {production: {}}
#- b.policy.yaml
policy: b
applies_to: [${b}]
aliases: {production: {}}
`);
  const found = two('fare-* #~ policy-ambiguous\n  ', 'fare-?? #~ policy-ambiguous\n  ');
  assert.match(found[0]?.message ?? '', /Policy `b` applies to `fare-de` as closely by `fare-\?\?`/);
  assert.equal(found[0]?.related?.[0]?.file, 'b.policy.yaml');
  two('"*" #~ policy-ambiguous\n  ', '"*" #~ policy-ambiguous\n  ', []);
  two('fare-de, fare-us', '"*"');
  two('"fare-*"', '"*"');
  two('"*-de"', '"*-us"');
  two('"fare-*", "*"', 'fare-de');
});

test('a policy that is for no model is a hint', () => {
  const found = problems(`${versionFile('fare', 1)}
#- a.policy.yaml
policy: a
applies_to:
  - fares #~ policy-without-model
  - far*
aliases: {production: {}}
`);
  assert.equal(found.find(({ code }) => code === 'policy-without-model')?.data?.replacement, 'fare');
  assert.deepEqual(
    problems(`#- a.policy.yaml\npolicy: a\napplies_to: [fares]\naliases: {production: {}}\n`).map(({ code }) => code),
    [],
  );
});

test('property: globs are what the same regular expression is', () => {
  const pattern = fc.stringMatching(/^[ab*?]{0,8}$/);
  const text = fc.stringMatching(/^[ab]{0,8}$/);
  fc.assert(
    fc.property(pattern, text, (glob, name) => {
      const regex = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      assert.equal(globMatches(glob, name), regex.test(name));
      assert.equal(specificityOf(glob, name) >= 0, glob === name || regex.test(name));
    }),
  );
  assert.equal(globMatches('*a'.repeat(200), `${'a'.repeat(2000)}b`), false);
});
