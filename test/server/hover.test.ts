import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import type { ColumnProfile } from '../../engine/src/data/profile/columnProfile.ts';
import { KINDS } from '../../engine/src/language/kinds.ts';
import { type Knowledge, NO_KNOWLEDGE, type PipelineRun, type Preview } from '../../server/src/data/knowledge.ts';
import { referencePage } from '../../server/src/features/hover/schemaDocs.ts';
import { hover } from '../../server/src/features/hover.ts';
import { editor } from '../kit/editor.ts';

const SHIPS = `
#- ships.csv
fare,class,survived
80.5,first,true
#- ships.dataset.yaml
dataset: ships
description: Passengers, one row each.
source: ships.csv
columns:
  fare: {type: float, unit: pound, min: 0}
`;

const PIPELINE = `${SHIPS}
#- ships.pipeline.yaml
pipeline: ships
params:
  rounds: {type: integer, default: 300, min: 1, description: Trees at most.}
steps:
  examples:
    uses: data/examples
    with:
      from: ships
      where: fare > 0
      label: {survived: survived}
      columns: {class: class}
`;

test('a key tells what it is for, its type, default and an example', async () => {
  const text = await said(`
#- ships.pipeline.yaml
pipeline: ships
steps:
  check:
    uses: data/validate
    re<|>tries: 2
    with: {data: ships}
`);
  assert.match(text, /\*\*`retries`\*\*: integer/);
  assert.match(text, /tried again after it failed/);
  assert.match(text, /default `0` · ≥ 0 · ≤ 100/);
});

test('every kind has a page in the reference', () => {
  for (const kind of KINDS) {
    const page = new URL(`../../${referencePage(kind, ['description'])}`, import.meta.url);
    assert.ok(existsSync(page), page.pathname);
  }
});

test('a learner parameter tells its range', async () => {
  const text = await said(`
#- ships.pipeline.yaml
pipeline: ships
steps:
  train:
    uses: model/train
    with:
      learner: gradient-boosting
      params: {max_<|>leaves: 31}
`);
  assert.match(text, /`max_leaves`\*\* of `gradient-boosting`: integer/);
  assert.match(text, /default `31` · 2 to 4096/);
});

test('a bound that only keeps figures finite is left out', async () => {
  const text = await said(`
#- ships.pipeline.yaml
pipeline: ships
steps:
  train:
    uses: model/train
    with:
      learner: gradient-boosting
      params: {l<|>2: 1}
`);
  assert.match(text, /default `0` · at least 0/);
});

test('durations and shares are spelled out', async () => {
  const split = (gap: string, share: string) => `
#- ships.pipeline.yaml
pipeline: ships
steps:
  split: {uses: data/split, with: {by: time, test: ${share}, gap: ${gap}}}
`;
  assert.equal(await said(split('9<|>0m', '15%')), '`90m` is 1 h 30 min, 5,400 s');
  assert.equal(await said(split('90m', '1<|>5%')), '`15%` is 0.15');
  assert.equal(await said(split('90m', '0.<|>15')), '`0.15` is 15%');
});

test('a schedule is told in words', async () => {
  const text = await said(`
#- ships.monitor.yaml
monitor: ships
model: ships@production
schedule: "0 3 <|>* * 1"
`);
  assert.match(text, /Every Monday at 03:00/);
  assert.match(text, /Next, in UTC: \d{4}-\d\d-\d\d 03:00, /);
});

test('a column shows its profile, with a histogram', async () => {
  const text = await said(marked(PIPELINE, 'fare > 0', 1), { profile: async () => ({ rows: 1000, columns: [FARE] }) });
  assert.match(text, /\*\*column\*\* `fare` of `ships`: float \(`DOUBLE`\)/);
  assert.match(text, /unit pound · at least `0`/);
  assert.match(text, /`▇▃·▁`/);
  assert.match(text, /0 … 512\.3 · mean 32\.2 · median 14\.45/);
  assert.match(text, /0\.1% missing · about 248 distinct · 1,000 rows/);
});

test('of a sensitive column only type and missing values are told', async () => {
  const hidden = { ...FARE, sensitive: true, min: null, max: null, mean: null, histogram: null, quantiles: {} };
  const text = await said(marked(PIPELINE, 'fare > 0', 1), {
    profile: async () => ({ rows: 1000, columns: [hidden] }),
  });
  assert.match(text, /0\.1% missing · 1,000 rows/);
  assert.doesNotMatch(text, /512|distinct|▇/);
});

test('SQL shows the rows it keeps and the first of them', async () => {
  const preview: Preview = {
    rows: 1309,
    kept: 1291,
    columns: ['fare', 'class'],
    sample: [['80.5', 'a | <b> [x](command:y)']],
  };
  const text = await said(marked(PIPELINE, '> 0', 1), { preview: async () => preview });
  assert.match(text, /Keeps \*\*98\.6%\*\*: 1,291 of 1,309 rows/);
  assert.match(text, /\| fare \| class \|\n\| ---: \| :--- \|\n\| 80\.5 \| a \\\| &lt;b\\> \\\[x\\\]\(comman/);
});

test('what is only a column tells its range once, with its profile', async () => {
  const preview: Preview = { rows: 1309, range: { min: '0', max: '512' }, columns: [], sample: [] };
  const knowledge = { preview: async () => preview };
  assert.doesNotMatch(await said(marked(PIPELINE, 'class: class', 7), knowledge), /512/);
  const fixture = PIPELINE.replace('class: class', 'class: upper(class)');
  assert.match(await said(marked(fixture, 'upper(', 2), knowledge), /0 … 512/);
});

test('a function of SQL is told', async () => {
  const fixture = PIPELINE.replace('class: class', "class: upper('lower(' || class)");
  const text = await said(marked(fixture, 'upper(', 2));
  assert.match(text, /```sql\nupper\(/);
  assert.doesNotMatch(await said(marked(fixture, 'lower(', 2)), /lower\(/);
});

test('a label shows its balance', async () => {
  const preview: Preview = {
    rows: 1309,
    missing: 9,
    distinct: 2,
    balance: [
      { value: 'false', rows: 800 },
      { value: 'true', rows: 500 },
    ],
    columns: [],
    sample: [],
  };
  const text = await said(marked(PIPELINE, 'survived: survived', 2), { preview: async () => preview });
  // Shares of the rows that have a label.
  assert.match(text, /`false` 61\.5% · `true` 38\.5%/);
  assert.match(text, /0\.7% null/);
});

test('an expression shows the type and value of the part at the cursor', async () => {
  const file = (expression: string) => `${SHIPS}
#- ships.pipeline.yaml
pipeline: ships
params: {rounds: 300}
steps:
  evaluate: {uses: model/evaluate, with: {metrics: [roc_auc]}}
  register:
    uses: model/register
    if: ${expression}
`;
  const runs: Knowledge['runs'] = async () => [RUN];
  const whole = await said(file('${{ steps.evaluate.metrics.roc_auc <|>> params.rounds / 1000 }}'), { runs });
  assert.match(whole, /: boolean\n\n= `true` in run `9b1f0000` on 2026-11-20/);
  const part = await said(file('${{ steps.evaluate.metrics.roc_auc > params.rounds <|>/ 1000 }}'), { runs });
  assert.match(part, /`params\.rounds \/ 1000`: float\n\n= `0\.3`/);
  const unknown = await said(file('${{ steps.evaluate.metrics.roc_auc <|>> 0.5 }}'));
  assert.match(unknown, /: boolean$/);
});

test('a param shows its type, default and range', async () => {
  const text = await said(marked(PIPELINE, 'rounds:', 2));
  assert.match(text, /\*\*param\*\* `rounds`: integer\n\nTrees at most\.\n\ndefault `300` · at least 1/);
});

test('a dataset shows who uses it', async () => {
  const text = await said(marked(PIPELINE, 'from: ships', 8));
  assert.match(text, /\*\*dataset\*\* `ships`\n\nPassengers, one row each\./);
  assert.match(text, /3 columns/);
  assert.match(text, /Not locked/);
  assert.match(text, /Used by pipeline `ships`/);
});

test('a field shows its definition, freshness and who joins it', async () => {
  const text = await said(`
#- ships.features.yaml
features: ship
dataset: ships
entity: {ship: name}
timestamp: day
available_after: 18h
fields:
  fares<|>_7d: {sql: sum(fare), window: 7d, type: float}
#- ships.pipeline.yaml
pipeline: ships
steps:
  examples:
    uses: data/examples
    with: {from: ships, columns: {a: b}, features: [{view: ship, on: {ship: name}, prefix: own_}]}
`);
  assert.match(text, /```sql\nsum\(fare\)\n```/);
  assert.match(text, /over the `7d` before/);
  assert.match(text, /seen `18h` after they happened/);
  assert.match(text, /definition `[0-9a-f]{8}`/);
  assert.match(text, /Joined by `ships\/examples` as `own_fares_7d`/);
});

test('a metric shows its meaning and what was measured last', async () => {
  const text = await said(
    `
#- ships.pipeline.yaml
pipeline: ships
steps:
  evaluate: {uses: model/evaluate, with: {metrics: [roc_<|>auc]}}
`,
    { runs: async () => [RUN] },
  );
  assert.match(text, /\*\*metric\*\* `roc_auc`: 0 to 1, higher is better/);
  assert.match(text, /\*\*0\.713\*\* in step `evaluate` of run `9b1f0000` on 2026-11-20/);
});

test('a reference to a model shows the version and its metrics', async () => {
  const text = await said(`
#- ships.modelcard.yaml
modelcard: ships
model: ships@pro<|>duction
#- registry/ships/v8.version.yaml
model_version: ships
version: 8
created: 2026-11-20T10:00:00Z
metrics: {roc_auc: {value: 0.7131, low: 0.7102, high: 0.716}}
#- registry/ships/production.alias.yaml
model_alias: ships
alias: production
version: 8
previous: 7
since: 2026-11-21T08:00:00Z
`);
  assert.match(text, /`ships@production`: version 8/);
  assert.match(text, /since 2026-11-21 · version 7 before/);
  assert.match(text, /- `roc_auc` \*\*0\.713 \[0\.710, 0\.716\]\*\*/);
});

test('a guarded alias shows what holds it, model by model', async () => {
  const text = await said(`
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases: {produ<|>ction: {gates: []}}
#- registry/ships/v8.version.yaml
model_version: ships
version: 8
#- registry/ships/production.alias.yaml
model_alias: ships
alias: production
version: 8
`);
  assert.match(text, /\*\*alias\*\* `production`\n\n- `ships` version 8/);
});

test('what is locked stands in for data that is not at hand', async () => {
  const text = await said(`
#- ships.dataset.yaml
dataset: ships
source: ships.csv
timestamp: d<|>ay
#- ships.dataset.lock.yaml
dataset_lock: ships
version: ${'0'.repeat(64)}
rows: 1309
columns:
  day: {type: date, sql_type: DATE, missing: 0.014, min: "2001-01-01", max: "2001-06-30"}
`);
  assert.match(text, /`day` of `ships`: date \(`DATE`\)/);
  assert.match(text, /2001-01-01 … 2001-06-30 · 1\.4% missing · 1,309 rows · as locked/);
});

test('inputs, entities and environments are told', async () => {
  const program = (run: string) => `
#- ships.pipeline.yaml
pipeline: ships
steps:
  train:
    run: ${run}
    inputs: {code: train.py}
`;
  assert.match(
    await said(program('python ${{ inputs.co<|>de }}')),
    /\*\*input\*\* `code` of step `train`: `train\.py`/,
  );
  const view = '\n#- a.features.yaml\nfeatures: ship\ndataset: ships\nentity: {sh<|>ip: name}\n';
  assert.match(await said(view), /\*\*entity\*\* `ship` of view `ship`: column `name`/);
  const settings = '\n#- modelyard.yaml\nproject: a\nlanguage: 1\nenvironments: {c<|>i: {params: {rounds: 20}}}\n';
  assert.match(await said(settings), /\*\*environment\*\* `ci`\n\n- `rounds` is `20`/);
});

test('a rule code behind modelyard-ignore shows the rule', async () => {
  const text = await said(`
#- ships.dataset.yaml
dataset: ships
source: nowhere.csv # modelyard-ignore source-<|>not-found
`);
  assert.match(text, /\*\*rule\*\* `source-not-found`/);
});

test('it speaks of the name at the cursor', async () => {
  const spot = editor(marked(PIPELINE, 'fare > 0', 1)).spot();
  const found = await hover(spot, new AbortController().signal);
  const { start, end } = found!.range!;
  assert.equal(spot.file.text.split('\n')[start.line]!.slice(start.character, end.character), 'fare');
});

test('text of the user is shown as it is', async () => {
  const text = await said(`
#- ships.dataset.yaml
dataset: sh<|>ips
description: "<img src=x> [a](command:rm) *b* https://x.y \`c\`\\n# d"
source: a.csv
`);
  assert.ok(text.includes('&lt;img src=x\\> \\[a\\](command:rm) \\*b\\* https\\://x.y `c` # d'), text);
});

test('data that takes long is not waited for', async () => {
  const never = new Promise<undefined>(() => {});
  const text = await said(marked(PIPELINE, 'fare > 0', 1), { profile: () => never, preview: () => never });
  assert.match(text, /\*\*column\*\* `fare`/);
});

test('comments, foreign files and broken YAML say nothing or what is known', async () => {
  assert.equal(await said('\n#- ships.dataset.yaml\ndataset: ships # a <|>comment\nsource: a.csv\n'), '');
  assert.equal(await said('\n#- ships.dataset.yaml\ndatasets: sh<|>ips\n'), '');
  assert.match(
    await said('\n#- ships.pipeline.yaml\npipeline: ships\nsteps:\n  a:\n    uses: data/val<|>idate\n    with: {'),
    /data\/validate/,
  );
});

const FARE: ColumnProfile = {
  name: 'fare',
  type: 'float',
  sqlType: 'DOUBLE',
  missing: 1,
  distinct: 248,
  min: 0,
  max: 512.3292,
  mean: 32.2,
  std: 49.7,
  infinite: 0,
  quantiles: { '0.5': 14.4542 },
  histogram: { edges: [0, 128, 256, 384, 512.4], counts: [600, 300, 0, 99] },
  top: [],
  estimated: ['distinct'],
  sensitive: false,
};

const RUN: PipelineRun = {
  id: '9b1f0000000000000000000000000000',
  name: 'ships',
  started: '2026-11-20T10:00:00.000Z',
  status: 'finished',
  steps: { evaluate: { metrics: { roc_auc: 0.713 }, rows: {} } },
};

/** Puts the cursor so many characters into the first occurrence of a text. */
function marked(fixture: string, text: string, at: number): string {
  const start = fixture.indexOf(text);
  assert.notEqual(start, -1, text);
  return `${fixture.slice(0, start + at)}<|>${fixture.slice(start + at)}`;
}

async function said(fixture: string, known: Partial<Knowledge> = {}): Promise<string> {
  const { spot } = editor(fixture, { knowledge: { ...NO_KNOWLEDGE, ...known } });
  const found = await hover(spot(), new AbortController().signal);
  return found === null ? '' : (found.contents as { readonly value: string }).value;
}
