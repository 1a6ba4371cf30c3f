import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDuckDb } from '../../../engine/src/adapters/duckdb/duckDb.ts';
import { SQL_FUNCTIONS } from '../../../server/src/features/completion/sqlFunctions.generated.ts';
import { completions, completionsAt } from '../../kit/completions.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const DATA = `
#- flights.dataset.yaml
dataset: flights
source: flights.csv
#- flights.csv
date,delay,From City
2001-01-01,3,Chicago
#- airports.dataset.yaml
dataset: airports
source: airports.csv
#- airports.csv
iata,city
ORD,Chicago
`;

function rows(sql: string): string {
  return `#- flights.dataset.yaml\ndataset: flights\nsource: flights.csv\nchecks:\n  - rows: ${sql}\n${DATA.replace(/#- flights.dataset[\s\S]*?(?=#- flights.csv)/, '')}`;
}

test('columns first, then functions of a row and words', async () => {
  const found = await completionsAt(rows('delay > 1 and <|>'));
  assert.deepEqual(found.labels.slice(0, 3), ['date', 'delay', 'From City']);
  assert.equal(found.detail('delay'), 'integer');
  for (const name of ['abs', 'coalesce', 'CASE', 'IS NULL', 'BETWEEN']) assert.ok(found.labels.includes(name), name);
  for (const name of ['avg', 'random', 'now', 'read_csv']) assert.ok(!found.labels.includes(name), name);
  assert.ok(found.apply('abs').includes('delay > 1 and abs($1)\n'));
});

test('the word at the cursor alone is replaced', async () => {
  const found = await completionsAt(rows('delay > 1 and da<|>te is null'));
  assert.ok(found.apply('delay').includes('rows: delay > 1 and delay is null\n'));
});

test('names that SQL must quote are quoted, as YAML allows', async () => {
  assert.ok((await completionsAt(rows('delay > 1 and <|>'))).apply('From City').includes('and "From City"\n'));
  assert.ok(!(await completions(rows('<|>'))).includes('From City'));
  assert.ok((await completionsAt(rows("'<|>'"))).apply('From City').includes(`rows: '"From City"'\n`));
  assert.ok((await completionsAt(rows('"<|>"'))).apply('From City').includes('rows: "\\"From City\\""\n'));
});

test('in blocks and texts over lines', async () => {
  assert.ok((await completions(rows('|\n      delay > 1\n      and <|>'))).includes('delay'));
  const typed = await completionsAt(rows('>-\n      delay > 1\n      and de<|>'));
  assert.ok(typed.apply('delay').includes('      and delay\n'));
  assert.ok((await completions(rows('delay > 1\n      and <|>'))).includes('delay'));
});

test('nothing in texts and comments', async () => {
  assert.deepEqual(await completions(rows("date = 'de<|>'")), []);
  assert.deepEqual(await completions(rows('|\n      delay > 1 -- de<|>')), []);
});

test('a figure of a monitor is over the columns of the current rows', async () => {
  const found = await completionsAt(
    `#- a.monitor.yaml\nmonitor: a\nmodel: m\ncurrent: {dataset: flights}\nmetrics:\n  - {name: x, sql: avg(<|>)}\n${DATA}`,
  );
  assert.ok(found.labels.includes('delay') && !found.labels.includes('iata'));
});

test('aggregates only where SQL is over all rows', async () => {
  const expect = await completions(rows('x').replace('rows: x', 'expect: <|>'));
  assert.ok(expect.includes('avg') && expect.includes('count'));
  const field = (window: string) =>
    `#- a.features.yaml\nfeatures: a\ndataset: flights\nfields:\n  x:\n    sql: <|>\n${window}${DATA}`;
  assert.ok((await completions(field('    window: 24h\n'))).includes('avg'));
  assert.ok(!(await completions(field(''))).includes('avg'));
});

test('types behind a cast', async () => {
  assert.ok((await completions(rows('delay::<|>'))).includes('DOUBLE'));
  assert.deepEqual((await completions(rows('cast(delay as <|>'))).slice(0, 2), ['BOOLEAN', 'INTEGER']);
});

test('datasets behind FROM, their columns by name', async () => {
  const query = (sql: string) => `#- joined.dataset.yaml\ndataset: joined\nsource:\n  sql: ${sql}\n${DATA}`;
  assert.deepEqual(await completions(query('select * from <|>')), ['flights', 'airports'].sort());
  assert.deepEqual(await completions(query('select f.<|> from flights f join airports a on true')), [
    'date',
    'delay',
    'From City',
  ]);
  assert.deepEqual((await completions(query('select <|> from airports'))).slice(0, 2), ['iata', 'city']);
});

test('columns of what is scored', async () => {
  const found = await completions(`#- p.pipeline.yaml
pipeline: p
steps:
  examples: {uses: data/examples, with: {from: flights, label: {late: delay > 15}, columns: {delay: delay}}}
  evaluate:
    uses: model/evaluate
    with:
      data: \${{ steps.examples.data }}
      metrics:
        - name: cost
          sql: sum(<|>)
${DATA}`);
  for (const name of ['label', 'score', 'prediction', 'delay']) assert.ok(found.includes(name), name);
});

test('expressions in SQL', async () => {
  const where = (sql: string) => `#- p.pipeline.yaml
pipeline: p
params: {least: 3}
steps:
  examples:
    uses: data/examples
    with:
      from: flights
      where: ${sql}
${DATA}`;
  assert.deepEqual(await completions(where('delay > ${{ params.<|> }}')), ['least']);
  const typed = await completionsAt(where('delay > $<|>'));
  assert.ok(typed.apply('${{ params.least }}').includes('where: delay > ${{ params.least }}\n'));
});

test('every function offered is one that the rules of SQL allow', async (t) => {
  const data = await openDuckDb({ tmpFolder: temporaryFolder(t), readable: [], threads: 1 });
  t.after(() => data.close());
  for (const { name } of SQL_FUNCTIONS) {
    const bound = await data.bind(`${name}(a)`, {
      kind: 'aggregate',
      columns: [{ name: 'a', type: 'string', sqlType: 'VARCHAR' }],
    });
    assert.ok(
      bound.kind !== 'refused' ||
        !['unknown-function', 'sql-not-allowed'].includes(bound.code) ||
        isRowOnly(bound.message),
      `${name}: ${bound.kind === 'refused' ? bound.message : ''}`,
    );
  }
});

function isRowOnly(message: string): boolean {
  return message.startsWith('one value for all rows is expected');
}
