import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Profile } from '../../../engine/src/data/profile/profile.ts';
import { type Knowledge, NO_KNOWLEDGE } from '../../../server/src/data/knowledge.ts';
import { completionOptions, resolveCompletion } from '../../../server/src/features/completion.ts';
import { completions, completionsAt } from '../../kit/completions.ts';
import { editor } from '../../kit/editor.ts';

const FILES = `
#- flights.dataset.yaml
dataset: flights
description: US flights
source: data/flights.csv
timestamp: date
#- data/flights.csv
date,delay,origin
2001-01-01,3,ORD
#- train.py
print()
#- airport.features.yaml
features: airport
dataset: flights
entity: {airport: origin}
timestamp: date
fields:
  departures_24h: {sql: count(*), window: 24h, type: integer}
#- registry/flight-delay/v1.version.yaml
model_version: flight-delay
version: 1
metrics: {roc_auc: {value: 0.7123}}
#- registry/flight-delay/v2.version.yaml
model_version: flight-delay
version: 2
metrics: {roc_auc: {value: 0.75}, own_cost: {value: 3}}
#- registry/flight-delay/production.alias.yaml
model_alias: flight-delay
alias: production
version: 2
`;

function step(lines: string): string {
  return `#- p.pipeline.yaml
pipeline: p
params: {seed: 7}
steps:
  check: {uses: data/validate, with: {data: flights}}
  examples:
    uses: data/examples
    with: {from: flights, label: {late: "delay > 15"}, columns: {origin: origin}}
  here:
${lines}${FILES}`;
}

test('names of every kind across files', async () => {
  assert.deepEqual(await completions(step('    uses: data/validate\n    with: {data: <|>}')), ['flights']);
  assert.deepEqual(
    await completions(step('    uses: data/examples\n    with:\n      features:\n        - view: <|>')),
    ['airport'],
  );
  assert.deepEqual(
    await completions(
      step('    uses: data/examples\n    with:\n      features:\n        - {view: airport, fields: [<|>]}'),
    ),
    ['departures_24h'],
  );
  assert.ok((await completions(step('    uses: <|>'))).includes('model/train'));
  assert.deepEqual(await completions(step('    uses: model/train\n    with:\n      learner: <|>')), [
    'gradient-boosting',
  ]);
});

test('`needs` offers the steps that may come before, each once', async () => {
  assert.deepEqual(await completions(step('    needs: [check, <|>]\n    run: x')), ['examples']);
  const other = step('    needs: [check]\n    run: x').replace('data: flights}}', 'data: flights}, needs: [<|>]}');
  assert.deepEqual(await completions(other), ['examples']);
});

test('model versions and aliases with their metrics', async () => {
  const found = await completionsAt(`#- a.monitor.yaml\nmonitor: a\nmodel: <|>\n${FILES}`);
  assert.deepEqual(found.labels, ['flight-delay@production', 'flight-delay', 'flight-delay:2', 'flight-delay:1']);
  assert.equal(found.detail('flight-delay@production'), 'v2 · roc_auc 0.75 · own_cost 3');
  assert.equal(found.detail('flight-delay:1'), 'roc_auc 0.7123');
  const typed = await completionsAt(`#- a.monitor.yaml\nmonitor: a\nmodel: flight-delay@<|>\n${FILES}`);
  assert.ok(typed.apply('flight-delay@production').includes('model: flight-delay@production\n'));
});

test('metrics, those of the task where it is known', async () => {
  const evaluate = (task: string) =>
    step(`    uses: model/evaluate\n    with: {model: "\${{ steps.train.model }}", metrics: [<|>]}
  train:
    uses: model/train
    with: {data: "\${{ steps.examples.data }}", target: late, learner: gradient-boosting, task: ${task}}`);
  const numbers = await completions(evaluate('regression'));
  assert.ok(numbers.includes('rmse') && !numbers.includes('roc_auc'));
  const classes = await completions(evaluate('binary'));
  assert.ok(classes.includes('roc_auc') && !classes.includes('rmse'));
});

test('enums, booleans, defaults and examples', async () => {
  const split = (text: string) => step(`    uses: data/split\n    with:\n      ${text}`);
  assert.deepEqual(await completions(split('by: <|>')), ['time', 'random', 'stratified', 'group']);
  assert.deepEqual(await completions(split('seed: <|>')), ['${{ params.seed }}', '0', '7']);
  assert.deepEqual((await completions(step('    cache: <|>'))).slice(0, 2), ['true', 'false']);
  const zones = await completions('#- a.dataset.yaml\ndataset: a\ntimezone: <|>\n');
  assert.equal(zones[0], 'UTC');
  assert.ok(zones.includes('Europe/Berlin'));
});

test('durations, shares and schedules are written by example', async () => {
  const gap = await completionsAt(step('    uses: data/split\n    with:\n      gap: <|>'));
  assert.deepEqual(gap.labels, ['30s', '15m', '24h', '7d']);
  assert.ok(gap.apply('24h').includes('gap: ${1:24}h\n'));
  assert.deepEqual((await completions(step('    uses: data/split\n    with: {test: <|>}'))).slice(0, 3).sort(), [
    '0',
    '0.1%',
    '15%',
  ]);
  const cron = await completionsAt('#- a.monitor.yaml\nmonitor: a\nschedule: <|>\n');
  assert.ok(cron.apply('@daily').includes('schedule: "@daily"\n'));
  assert.ok(cron.apply('0 3 * * 1').includes('schedule: 0 3 * * 1\n'));
});

test('files of the project: data for a source, programs for `run`', async () => {
  const source = await completionsAt(`#- a.dataset.yaml\ndataset: a\nsource: <|>\n${FILES}`);
  assert.deepEqual(source.labels.slice(0, 1), ['data/flights.csv']);
  assert.ok(!source.labels.includes('train.py'));
  const below = await completionsAt(`#- a.dataset.yaml\ndataset: a\nsource: data/fl<|>\n${FILES}`);
  assert.ok(below.apply('flights.csv').includes('source: data/flights.csv\n'));
  const program = await completionsAt(step('    run: python tr<|> --fast'));
  assert.ok(program.apply('train.py').includes('run: python train.py --fast\n'));
});

test('stored baselines for the reference of a monitor', async () => {
  const reference = await completionsAt(`#- a.monitor.yaml
monitor: a
reference: {baseline: <|>}
#- reference/year.baseline.json
{}
#- reference/notes.json
{}
`);
  assert.ok(reference.labels.includes('reference/year.baseline.json'));
  assert.ok(!reference.labels.includes('reference/notes.json'));
});

const PROFILE = {
  rows: 1000,
  columns: [
    { name: 'date', missing: 0 },
    {
      name: 'delay',
      missing: 125,
      distinct: 60,
      min: -5,
      max: 900,
      mean: 8.25,
      top: [],
      estimated: [],
      sensitive: false,
    },
    { name: 'origin', missing: 1 },
  ],
} as unknown as Profile;

function knowing(profile: Knowledge['profile']): Knowledge {
  return { ...NO_KNOWLEDGE, profile };
}

test('columns with type and null share', async () => {
  const fixture = `#- a.features.yaml\nfeatures: a\ndataset: flights\ntimestamp: <|>\n${FILES}`;
  const bare = await completionsAt(fixture);
  assert.deepEqual([bare.list.isIncomplete, bare.detail('delay')], [false, 'integer']);
  const known = await completionsAt(fixture, { knowledge: knowing(async () => PROFILE) });
  assert.deepEqual(['date', 'delay', 'origin'].map(known.detail), [
    'date · 0% null',
    'integer · 13% null',
    'string · 0.1% null',
  ]);
});

test('a profile that takes longer is not waited for', async () => {
  const fixture = `#- a.features.yaml\nfeatures: a\ndataset: flights\ntimestamp: <|>\n${FILES}`;
  const never = knowing((_, signal) => (signal.aborted ? Promise.resolve(undefined) : new Promise(() => {})));
  const found = await completionsAt(fixture, { knowledge: never });
  assert.deepEqual([found.list.isIncomplete, found.detail('delay')], [true, 'integer']);
});

test('a lock tells null shares where the data is not there', async () => {
  const fixture = `#- a.features.yaml
features: a
dataset: gone
timestamp: <|>
#- gone.dataset.yaml
dataset: gone
source: gone.csv
#- gone.dataset.lock.yaml
dataset_lock: gone
columns:
  at: {type: timestamp, sql_type: TIMESTAMP, missing: 0.25}
`;
  assert.equal((await completionsAt(fixture)).detail('at'), 'timestamp · 25% null');
});

test('texts that YAML would read otherwise are quoted', async () => {
  const fixture = `#- a.features.yaml\nfeatures: a\ndataset: odd\ntimestamp: <|>\n#- odd.dataset.yaml\ndataset: odd\nsource: odd.csv
#- odd.csv\ntrue,a: b,#c,plain\n1,2,3,4\n`;
  const found = await completionsAt(fixture);
  assert.ok(found.apply('true').includes('timestamp: "true"\n'));
  assert.ok(found.apply('a: b').includes('timestamp: "a: b"\n'));
  assert.ok(found.apply('#c').includes('timestamp: "#c"\n'));
  assert.ok(found.apply('plain').includes('timestamp: plain\n'));
});

test('in quotes the text alone is replaced', async () => {
  const found = await completionsAt(step('    uses: data/validate\n    with: {data: "fl<|>"}'));
  assert.ok(found.apply('flights').includes('{data: "flights"}'));
});

test('a list of names begins in brackets beside its key, with a dash below it', async () => {
  const beside = await completionsAt(step('    needs: <|>\n    run: x'));
  assert.ok(beside.apply('check').includes('    needs: [check]\n'));
  const below = await completionsAt(step('    needs:\n      <|>\n    run: x'));
  assert.ok(below.apply('check').includes('    needs:\n      - check\n'));
});

test('documentation comes by resolving', async () => {
  const fixture = `#- a.features.yaml\nfeatures: a\ndataset: flights\ntimestamp: <|>\n${FILES}`;
  const knowledge = knowing(async () => PROFILE);
  const resolved = async (text: string, label: string) => {
    const { items } = await completionsAt(text, { knowledge });
    const item = items.find((each) => each.label === label)!;
    assert.equal(item.documentation, undefined);
    const { documentation } = await resolveCompletion(
      item,
      editor(text, { knowledge }).snapshot,
      new AbortController().signal,
    );
    assert.ok(typeof documentation === 'object', label);
    return documentation.value;
  };
  assert.match(
    await resolved(fixture, 'delay'),
    /\*\*delay\*\* of `flights`: integer \(BIGINT\)[\s\S]*13% null · 60 distinct · -5 … 900 · mean 8.25/,
  );
  assert.match(
    await resolved(`#- a.monitor.yaml\nmonitor: a\nmodel: <|>\n${FILES}`, 'flight-delay:2'),
    /\*\*flight-delay:2\*\* @production[\s\S]*- roc_auc: 0.75/,
  );
  assert.match(
    await resolved('#- a.dataset.yaml\ndataset: a\n<|>\n', 'timezone'),
    /\*\*Time zone\*\*[\s\S]*Default: `UTC`[\s\S]*For example/,
  );
  assert.match(
    await resolved(step('    uses: data/split\n    with:\n      <|>'), 'seed'),
    /Range: at least 0, at most 4294967295/,
  );
});

test('a step that is chosen by name brings what it must be given', async () => {
  const found = await completionsAt(step('    uses: <|>'));
  assert.ok(
    found
      .apply('data/split')
      .includes('    uses: data/split\n    with:\n      data: ${1:\\${{ steps.examples.data \\}\\}}\n      by: '),
  );
  const given = await completionsAt(step('    uses: <|>\n    with: {data: x}'));
  assert.ok(given.apply('data/split').includes('    uses: data/split\n    with: {data: x}\n'));
});

test('a check of references names other datasets with their keys', async () => {
  const found = await completionsAt(`#- a.dataset.yaml
dataset: a
checks:
  - columns: [b]
    references: <|>
#- airports.dataset.yaml
dataset: airports
key: [iata]
source: airports.csv
`);
  assert.ok(found.apply('airports').includes('    references: airports(iata)\n'));
});

test('drift tests, and what a monitor watches', async () => {
  const monitor = (lines: string) =>
    `#- a.monitor.yaml\nmonitor: a\nmodel: flight-delay\n${lines}\n${step('    run: x')}`;
  assert.equal((await completions(monitor('drift: {test: <|>}')))[0], 'auto');
  assert.deepEqual(await completions(monitor('drift:\n  columns:\n    <|>')), ['origin']);
  assert.ok((await completions(monitor('reference:\n  dataset: flights\n  where: <|>'))).includes('delay'));
  assert.deepEqual(await completions(monitor('slices: [<|>]')), ['origin']);
  assert.deepEqual(await completions(monitor('on: {data: <|>}')), ['flights']);
  assert.deepEqual(await completions(monitor('alert:\n  - pipeline: <|>')), ['p']);
  assert.ok((await completions(monitor('performance: {metric: <|>}'))).includes('own_cost'));
});

test('a card gets the figures that were measured', async () => {
  const found = await completionsAt(
    `#- a.modelcard.yaml\nmodelcard: a\nmodel: flight-delay:1\nmetrics:\n  <|>\n${FILES}`,
  );
  assert.equal(found.labels[0], 'roc_auc');
  assert.ok(found.apply('roc_auc').includes('metrics:\n  roc_auc: 0.7123\n'));
});

test('inputs of a program are files and outputs of other steps', async () => {
  const found = await completionsAt(step('    run: python train.py\n    inputs:\n      data: <|>'));
  assert.equal(found.labels[0], '${{ steps.examples.data }}');
  assert.ok(found.labels.includes('train.py'));
  const typed = await completions(step('    run: python train.py $<|>\n    inputs: {data: x}'));
  assert.deepEqual(typed.slice(0, 2), ['${{ inputs.data }}', '${{ params.seed }}']);
});

test('what a client cannot do is left out', async () => {
  const { items } = await completionsAt(step('    uses: data/validate\n    with: {data: <|>}'), {
    options: completionOptions({}),
  });
  assert.equal(items[0]?.labelDetails, undefined);
  assert.equal(items[0]?.detail, 'US flights');
});

test('the name of a spec is that of its file, as a rule', async () => {
  assert.deepEqual(await completions('#- sales.dataset.yaml\ndataset: <|>\n'), ['sales']);
});

test('what has to wait is offered how late columns are known', async () => {
  const found = await completionsAt(
    step('    uses: data/split\n    with: {gap: <|>}').replace(
      'timestamp: date\n#- data',
      'columns: {delay: {known_after: 18h}}\n#- data',
    ),
  );
  assert.equal(found.labels[0], '18h');
  assert.equal(found.detail('18h'), 'flights.delay is known after');
});

test('a parameter of a learner is a param of its name, or its default', async () => {
  const found = await completions(
    step('    uses: model/train\n    with:\n      learner: gradient-boosting\n      params: {seed: <|>}'),
  );
  assert.deepEqual(found, ['${{ params.seed }}', '0']);
});
