import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Said, type TestProject, testProject } from '../kit/project.ts';

const SHOP = `
#- visits.csv
day,customer,city,spent,big
2001-01-01,1,Bonn,2.5,false
2001-01-02,1,Bonn,4,false
2001-01-03,2,Köln,30,true
2001-01-03,1,Ulm,12,true
2001-01-04,2,Köln,1,false
2001-01-05,1,Ulm,40,true
2001-01-06,2,Köln,3,false
#- visits.dataset.yaml
dataset: visits
source: visits.csv
timestamp: day
#- customer.features.yaml
features: customer
dataset: visits
entity: {customer: customer}
timestamp: day
fields:
  visits: {sql: count(*), window: 3d, type: integer}
  spent: {sql: sum(spent), window: 3d, type: float}
  city: {sql: city, type: category}
#- town.features.yaml
features: town
dataset: visits
entity: {city: city}
timestamp: day
fields:
  visits: {sql: count(*), window: 30d, type: integer}
`;

const ASKS = `
#- asks.csv
note,customer,when
late,1,2001-01-05 12:00:00
"a,b",2,2001-01-03
none,9,2001-01-03
,,2001-01-03
late,1,2001-01-05 12:00:00
#- twice.csv
customer,when,again
1,2001-01-03,2001-01-04
#- texts.csv
customer,when
1,yesterday
#- timeless.csv
customer,note
1,x
#- words.csv
customer,when
one,2001-01-03
#- taken.csv
customer,when,Spent
1,2001-01-03,1
#- odd.csv
"cus""tomer",select,a.b,file_row_number,🦆
1,2001-01-05,2,7,duck
#- empty.csv
customer,when
`;

describe('features build', { concurrency: 4 }, () => {
  test('writes rows and columns of the table in their order, features beside them', async (t) => {
    const shop = testProject(t, SHOP + ASKS);
    const said = await build(shop, 'customer --entities asks.csv --output set.csv --format json');
    assert.equal(said.code, 0, said.err);
    const { rows, columns } = said.json<{ rows: number; columns: { name: string; type: string }[] }>();
    assert.equal(rows, 5);
    assert.deepEqual(
      columns.map(({ name, type }) => `${name} ${type}`),
      ['note string', 'customer integer', 'when timestamp', 'visits integer', 'spent float', 'city string'],
    );
    assert.deepEqual(shop.read('set.csv').trim().split('\n').slice(1), [
      'late,1,2001-01-05 12:00:00,2,52.0,Ulm',
      '"a,b",2,2001-01-03 00:00:00,1,30.0,Köln',
      'none,9,2001-01-03 00:00:00,0,,',
      ',,2001-01-03 00:00:00,,,',
      'late,1,2001-01-05 12:00:00,2,52.0,Ulm',
    ]);
  });

  test('joins several views by columns of other names, with full names where they would collide', async (t) => {
    const shop = testProject(t, SHOP);
    shop.write('pairs.csv', 'who,place,when\n1,Köln,2001-01-06\n');
    const line = 'customer town --entities pairs.csv --on customer=who --on city=place --output set.csv';
    const collision = await build(shop, line);
    assert.match(collision.err, /`visits` of view `town` is the name of another column.*--full-names/s);
    assert.equal((await build(shop, `${line} --full-names`)).code, 0);
    assert.deepEqual(shop.read('set.csv').trim().split('\n'), [
      'who,place,when,customer__visits,customer__spent,customer__city,town__visits',
      '1,Köln,2001-01-06,1,40.0,Ulm,3',
    ]);
  });

  test('columns may have any name', async (t) => {
    const shop = testProject(t, SHOP + ASKS);
    const line = [
      'features',
      'build',
      'customer',
      '--entities',
      'odd.csv',
      '--on',
      'customer=cus"tomer',
      '--output',
      'set.csv',
    ];
    const said = await shop.modelyard(line);
    assert.equal(said.code, 0, said.err);
    assert.deepEqual(shop.read('set.csv').trim().split('\n'), [
      '"cus""tomer",select,a.b,file_row_number,🦆,visits,spent,city',
      '1,2001-01-05,2,7,duck,2,52.0,Ulm',
    ]);
  });

  test('what cannot be joined is told with the next step, and nothing is written', async (t) => {
    const shop = testProject(t, SHOP + ASKS);
    const refusals: readonly (readonly [string, RegExp])[] = [
      ['customer --entities nothing.csv', /nothing\.csv is not there/],
      ['custmer --entities asks.csv', /no feature view `custmer`.*`customer`/s],
      ['customer --entities timeless.csv', /no column of times.*--timestamp/s],
      ['customer --entities twice.csv', /several columns of times: when, again.*--timestamp/s],
      ['customer --entities asks.csv --timestamp at', /no column `at`.*note, customer, when/s],
      ['customer --entities texts.csv --timestamp when', /`when` of the rows is VARCHAR, not a time/],
      ['customer --entities words.csv', /entity `customer`.*is BIGINT in the events.*VARCHAR in `customer`/s],
      ['customer --entities taken.csv', /`spent` of view `customer` is the name of another column/],
      ['town --entities asks.csv', /no column `city` for the entity `city`.*--on city=COLUMN/s],
      ['customer --entities asks.csv --on customer', /no ENTITY=COLUMN/],
      ['customer --entities empty.csv --timestamp when', /not a time|no rows/],
    ];
    for (const [line, reason] of refusals) {
      const said = await build(shop, `${line} --output refused.csv`);
      assert.notEqual(said.code, 0, line);
      assert.match(said.err, reason, line);
    }
    assert.throws(() => shop.read('refused.csv'));
  });

  test('views that no data can answer are refused by the column', async (t) => {
    const shop = testProject(
      t,
      SHOP.replace(
        'timestamp: day\nfields:\n  visits: {sql: count(*), window: 3d',
        'timestamp: city\nfields:\n  visits: {sql: count(*), window: 3d',
      ) + ASKS,
    );
    assert.match(
      (await build(shop, 'customer --entities asks.csv --output x.csv')).err,
      /`city` of view `customer` is VARCHAR, not a time/,
    );
  });
});

const PIPELINE = `
#- spender.pipeline.yaml
pipeline: spender
steps:
  examples:
    uses: data/examples
    with:
      from: visits
      label: {big: big}
      columns: {weekday: dayofweek(day)}
      features:
        - {view: customer, on: {customer: customer}, fields: [visits, spent]}
        - {view: town, on: {city: city}, prefix: town_}
  show:
    run: node show.mjs \${{ inputs.rows }}
    inputs: {code: show.mjs, rows: {from: "\${{ steps.examples.data }}", as: csv}}
#- show.mjs
import { readFileSync } from 'node:fs';
for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\\n')) console.log(line.replace(/^[^,]*,/, ''));
`;

test('a pipeline joins features to its examples: no row sees itself, and they come before the label', async (t) => {
  const shop = testProject(t, SHOP + PIPELINE);
  const said = await shop.modelyard('run spender --format ndjson');
  assert.equal(said.code, 0, said.err + said.out);
  const lines = said
    .events()
    .flatMap((event) => (event.type === 'log' && event.stream === 'stdout' ? [event.line] : []));
  assert.equal(lines[0], 'timestamp,weekday,visits,spent,town_visits,big');
  const of = (day: string) => lines.filter((line) => line.startsWith(day)).map((line) => line.split(',').slice(2, 5));
  assert.deepEqual(of('2001-01-01'), [['0', '', '0']]);
  assert.deepEqual(of('2001-01-02'), [['1', '2.5', '1']]);
  assert.deepEqual(of('2001-01-04'), [['1', '30.0', '1']]);
  assert.deepEqual(of('2001-01-05'), [['1', '12.0', '1']]);
});

test('a changed view or changed events make examples again, words about the view do not', async (t) => {
  const shop = testProject(t, SHOP + PIPELINE);
  const status = async () => {
    const said = await shop.modelyard('run spender --until examples --format json');
    return said.json<{ steps: { step: string; status: string }[] }>().steps.find(({ step }) => step === 'examples')
      ?.status;
  };
  assert.equal(await status(), 'done');
  const view = shop.read('town.features.yaml');
  shop.write('town.features.yaml', `${view}description: How busy a town is.\n`);
  assert.equal(await status(), 'cached');
  shop.write('town.features.yaml', view.replace('30d', '2d'));
  assert.equal(await status(), 'done');
});

function build(shop: TestProject, line: string): Promise<Said> {
  return shop.modelyard(`features build ${line}`);
}

test('a registered model names the hash of each view it was made with', async (t) => {
  const shop = testProject(
    t,
    `${SHOP.replace('source: visits.csv', 'source: visits.parquet')}
#- model.pipeline.yaml
pipeline: model
steps:
  examples:
    uses: data/examples
    with:
      from: visits
      label: {big: big}
      columns: {weekday: dayofweek(day)}
      features: [{view: customer, on: {customer: customer}, fields: [visits]}]
  train:
    uses: model/train
    with: {data: "\${{ steps.examples.data }}", target: big, learner: gradient-boosting, params: {seed: 1, rounds: 3}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: big-spender}
`,
  );
  await shop.parquet(
    'visits.parquet',
    `select timestamp '2001-01-01' + interval (i) hour as day, i % 20 as customer, 'Ulm' as city, i % 7 + 0.5e0 as spent,
       (i % 20 < 8)::boolean as big from range(400) r(i)`,
  );
  const said = await shop.modelyard('run model');
  assert.equal(said.code, 0, said.err);
  assert.match(shop.read('registry/big-spender/v1.version.yaml'), /^features: \{customer: [0-9a-f]{64}\}$/m);
  assert.match((await shop.modelyard('models show big-spender')).out, /features +customer [0-9a-f]{12}/);
});
