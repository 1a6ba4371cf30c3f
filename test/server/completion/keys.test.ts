import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InsertTextFormat, InsertTextMode } from 'vscode-languageserver';
import { completions, completionsAt } from '../../kit/completions.ts';

const FLIGHTS = `
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
#- flights.csv
date,delay,origin
2001-01-01,3,ORD
#- airport.features.yaml
features: airport
dataset: flights
entity: {airport: origin}
timestamp: date
fields:
  departures: {sql: count(*), window: 24h, type: integer}
`;

test('an empty file gets all that its kind must have', async () => {
  const found = await completionsAt('#- sales.dataset.yaml\n<|>\n');
  assert.equal(found.labels[0], 'dataset');
  assert.equal(found.apply('dataset'), 'dataset: ${1:sales}\nsource: ${2:data/flights.parquet}\n');
});

test('a half-typed first key is taken as the beginning of the right one', async () => {
  const found = await completionsAt('#- churn.pipeline.yaml\npip<|>\n');
  assert.equal(found.apply('pipeline'), 'pipeline: ${1:churn}\nsteps:\n  ${2:train}:\n    uses: ${3:model/train}\n');
});

test('files of another tool get nothing', async () => {
  assert.deepEqual(await completions('#- other.pipeline.yaml\ntrigger: main\nst<|>\n'), []);
});

test('keys that stand already are left out, required ones come first', async () => {
  const found = await completions('#- a.dataset.yaml\ndataset: a\ncsv: {}\n<|>\nowner: me\n');
  assert.equal(found[0], 'source');
  for (const key of ['dataset', 'csv', 'owner']) assert.ok(!found.includes(key), key);
});

test('a key gets the form of its value: on the line, below it, or as a list', async () => {
  const found = await completionsAt('#- a.dataset.yaml\ndataset: a\n<|>\n');
  assert.equal(found.apply('timezone'), 'dataset: a\ntimezone: \n');
  assert.equal(found.apply('csv'), 'dataset: a\ncsv:\n  $1\n');
  assert.equal(found.apply('key'), 'dataset: a\nkey: [$1]\n');
  assert.equal(found.apply('source'), 'dataset: a\nsource: \n');
});

test('a key that has its colon is only named anew', async () => {
  const found = await completionsAt('#- a.dataset.yaml\ndataset: a\ntim<|>: UTC\n');
  assert.equal(found.apply('timezone'), 'dataset: a\ntimezone: UTC\n');
});

test('a step comes with what it must be given, its inputs guessed', async () => {
  const pipeline = `#- p.pipeline.yaml
pipeline: p
steps:
  examples: {uses: data/examples, with: {from: flights, columns: {}}}
  <|>
${FLIGHTS}`;
  const found = await completionsAt(pipeline);
  assert.deepEqual(found.labels.slice(0, 4), ['validate', 'examples_2', 'split', 'train']);
  assert.equal(found.detail('train'), 'model/train');
  assert.ok(
    found
      .apply('split')
      .includes(
        [
          '  ${1:split}:',
          '    uses: data/split',
          '    with:',
          '      data: ${2:\\${{ steps.examples.data \\}\\}}',
          '      by: ${3|time,random,stratified,group|}',
        ].join('\n'),
      ),
  );
});

test('without snippets the same is plain text', async () => {
  const found = await completionsAt('#- p.pipeline.yaml\npipeline: p\nsteps:\n  s:\n    uses: data/split\n    <|>\n', {
    options: { snippets: false },
  });
  const after = found.apply('with');
  assert.ok(after.endsWith('    with:\n      data: ${{ steps.examples.data }}\n      by: time\n'), after);
  assert.ok(found.items.every((item) => item.insertTextFormat !== InsertTextFormat.Snippet));
});

test('clients that indent lines themselves get lines without the indentation they add', async () => {
  const fixture = '#- p.pipeline.yaml\npipeline: p\nsteps:\n  s:\n    uses: data/split\n    <|>\n';
  const edit = async (asIs: boolean) => {
    const { items } = await completionsAt(fixture, { options: { asIs } });
    return items.find(({ label }) => label === 'with')!;
  };
  const kept = await edit(true);
  assert.equal(kept.insertTextMode, InsertTextMode.asIs);
  assert.ok(kept.textEdit?.newText.startsWith('with:\n      data: '));
  assert.ok((await edit(false)).textEdit?.newText.startsWith('with:\n  data: '));
});

test('the keys of `with` are those of the step', async () => {
  const found = await completions(
    '#- p.pipeline.yaml\npipeline: p\nsteps:\n  s:\n    uses: model/register\n    with:\n      <|>\n',
  );
  assert.deepEqual(found, ['model', 'name', 'evaluation'].slice(0, found.length));
});

test('until a step says what it is, both kinds are offered, then one', async () => {
  const open = await completions('#- p.pipeline.yaml\npipeline: p\nsteps:\n  s:\n    <|>\n');
  assert.deepEqual(open.slice(0, 2), ['uses', 'run']);
  assert.ok(open.includes('needs') && !open.includes('with') && !open.includes('shell'));
  const own = await completions('#- p.pipeline.yaml\npipeline: p\nsteps:\n  s:\n    <|>\n    run: x\n');
  assert.ok(own.includes('shell') && !own.includes('uses') && !own.includes('with'));
});

test('a check is told by its key', async () => {
  const check = (text: string) => `#- a.dataset.yaml\ndataset: a\nsource: b.csv\nchecks:\n${text}\n`;
  const found = await completionsAt(check('  - <|>'));
  assert.deepEqual(found.labels, [
    'expect',
    'rows',
    'unique',
    'in',
    'references',
    'freshness',
    'row_change',
    'duplicates',
    'name',
  ]);
  assert.ok(found.apply('references').includes('  - references: ${1:airports(iata)}\n    columns: [${2:origin}]\n'));
  assert.deepEqual(await completions(check('  - rows: a > 1\n    <|>')), ['name', 'allow']);
  assert.deepEqual((await completions(check('  - name: b\n    <|>'))).slice(0, 2), ['expect', 'rows']);
});

test('a list that has not begun begins with a dash', async () => {
  const below = await completionsAt('#- a.dataset.yaml\ndataset: a\nchecks:\n  <|>\n');
  assert.ok(below.apply('rows').endsWith('checks:\n  - rows: \n'));
  const beside = await completionsAt('#- a.dataset.yaml\ndataset: a\nchecks: <|>\n');
  assert.ok(beside.apply('rows').endsWith('checks:\n  - rows: \n'));
  const next = await completionsAt('#- a.dataset.yaml\ndataset: a\nchecks:\n  - rows: b\n  <|>\n');
  assert.ok(next.apply('expect').endsWith('  - rows: b\n  - expect: \n'));
  const dash = await completionsAt('#- a.dataset.yaml\ndataset: a\nchecks:\n  -<|>\n');
  assert.ok(dash.apply('rows').endsWith('checks:\n  - rows: \n'));
});

test('gates of a policy', async () => {
  const found = await completionsAt('#- p.policy.yaml\npolicy: p\naliases:\n  production:\n    gates:\n      - <|>\n');
  assert.deepEqual(found.labels.slice(0, 2), ['threshold', 'better_than']);
  assert.ok(found.apply('threshold').endsWith('      - name: ${1:good enough}\n        threshold: ${2:roc_auc}\n'));
});

test('the map below a key on its line goes to the next line', async () => {
  const found = await completionsAt(
    '#- p.pipeline.yaml\npipeline: p\nsteps:\n  s:\n    uses: data/validate\n    with:<|>\n',
  );
  assert.ok(found.apply('data').endsWith('    with:\n      data: \n'));
});

test('in braces everything stays on the line', async () => {
  const found = await completionsAt(
    '#- p.pipeline.yaml\npipeline: p\nsteps:\n  s: {uses: model/evaluate, with: {data: x, <|>}}\n',
  );
  assert.equal(found.labels[0], 'model');
  assert.ok(!found.labels.includes('data'));
  assert.ok(found.apply('metrics').includes('{data: x, metrics: [$1]}'));
  assert.ok(found.apply('intervals').includes('{data: x, intervals: {$1}}'));
});

test('parameters of the learner with range and default', async () => {
  const found = await completionsAt(
    '#- p.pipeline.yaml\npipeline: p\nsteps:\n  s:\n    uses: model/train\n    with:\n      learner: gradient-boosting\n      params:\n        seed: 1\n        <|>\n',
  );
  assert.ok(!found.labels.includes('seed'));
  assert.equal(found.detail('max_leaves'), 'integer, 2 to 4096, default 31');
  assert.ok(found.apply('rounds').endsWith('        rounds: ${1:100}\n'));
});

test('columns become inputs under their own name', async () => {
  const found = await completionsAt(`#- p.pipeline.yaml
pipeline: p
steps:
  e:
    uses: data/examples
    with:
      from: flights
      columns:
        delay: delay
        <|>
${FLIGHTS}`);
  assert.deepEqual(found.labels, ['date', 'origin']);
  assert.ok(found.apply('origin').includes('        delay: delay\n        origin: origin\n'));
});

test('columns of a dataset where its spec describes them', async () => {
  const found = await completionsAt(FLIGHTS.replace('timestamp: date\n', 'columns:\n  <|>\n'));
  assert.deepEqual(found.labels, ['date', 'delay', 'origin']);
  assert.ok(found.apply('delay').endsWith('columns:\n  delay:\n    $1\n'));
});

test('entities of a view, and the environment its params', async () => {
  const joined = `#- p.pipeline.yaml
pipeline: p
params: {rounds: 3}
steps:
  e:
    uses: data/examples
    with:
      from: flights
      features:
        - view: airport
          on: {<|>}
${FLIGHTS}`;
  assert.deepEqual(await completions(joined), ['airport']);
  const settings = joined
    .replace('<|>', '')
    .replace(/^/, '#- modelyard.yaml\nproject: a\nenvironments:\n  ci:\n    params:\n      <|>\n');
  assert.deepEqual(await completions(settings), ['rounds']);
});
