import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkProject } from '../../../engine/src/checks/all.ts';
import { readFixture } from '../../kit/fixture.ts';
import { gatheredProject, problemsWithData } from '../../kit/problemsWithData.ts';

const FLIGHTS = `
#- flights.csv
date,delay,origin,distance
2001-01-01 10:00:00,12,ORD,300
2001-01-02 11:00:00,-3,ATL,400
`;

test('SQL of a dataset is bound to the columns of its data, each mistake at its place', async (t) => {
  const found = await problemsWithData(
    t,
    `${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
checks:
  - expect: count(*) > 100
  - expect: count(*) #~ sql-type
  - rows: |
      origin <> 'X'
      and destination <> 'Y' #~ unknown-column
  - rows: delay > > 3 #~ sql-syntax
  - rows: random() > 0.5 #~ sql-not-allowed
  - rows: "levenstein(origin, 'X') > 1" #~ unknown-sql-function
  - {rows: 'delay > ''x''::date'} #~ sql-type
`,
  );
  const column = found.find((problem) => problem.code === 'unknown-column')!;
  assert.deepEqual(column.range, { start: { line: 7, character: 10 }, end: { line: 7, character: 21 } });
});

test('own metrics see what is scored and the columns of the test rows', async (t) => {
  await problemsWithData(
    t,
    `${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
#- late.pipeline.yaml
pipeline: late
params: {least: 15}
steps:
  examples:
    uses: data/examples
    with:
      from: flights
      where: delay > \${{ params.least }} - 30
      label: {late: "delay > \${{ params.least }}"}
      columns: {distance: distance, hour: hour(date)}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: time, test: 20%}
  train:
    uses: model/train
    with: {data: "\${{ steps.split.train }}", target: late, learner: gradient-boosting, params: {seed: 1}}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics:
        - roc_auc
        - rmse #~ metric-task
        - {name: cost, sql: "sum(case when prediction and not label then distance else 0 end)"}
        - {name: many, sql: "sum(score * dist)"} #~ unknown-column
        - {name: each, sql: "score + 1"} #~ sql-not-allowed
        - {name: word, sql: "max(row_id)"} #~ sql-type
`,
  );
});

test('rows in which two columns have one name are told so, and nothing is guessed about SQL over them', async (t) => {
  const fixture = `${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
#- twice.pipeline.yaml
pipeline: twice
steps:
  examples:
    uses: data/examples
    with:
      from: flights
      label: {late: delay > 15}
      columns: {distance: distance, Distance: hour(date)}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: time, test: 20%}
  train:
    uses: model/train
    with: {data: "\${{ steps.split.train }}", target: late, learner: gradient-boosting, params: {seed: 1}}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics:
        - {name: cost, sql: "sum(distance)"}
`;
  const project = await gatheredProject(t, readFixture(fixture));
  const found = checkProject(project).map(({ code }) => code);
  assert.ok(!found.includes('unknown-column'), found.join());
});

test('what DuckDB tells of the columns that SQL reads decides about leakage', async (t) => {
  await problemsWithData(
    t,
    `${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
columns: {delay: {known_after: 18h}, date: {}, origin: {}, distance: {}}
#- late.pipeline.yaml
pipeline: late
steps:
  examples:
    uses: data/examples
    with:
      from: flights
      label: {late: DELAY > 15}
      columns:
        distance: distance
        slow: greatest("Delay", 0) #~ column-not-known-yet
        delayed: "'delay'"
`,
  );
});

test('without data only the syntax of SQL is judged', async (t) => {
  await problemsWithData(
    t,
    `
#- flights.dataset.yaml
dataset: flights
source: flights.csv #~ source-not-found
checks:
  - rows: anything > 3
  - rows: anything > > 3 #~ sql-syntax
`,
  );
});

test('data that cannot be read is told at the source, whatever is wrong with it', async (t) => {
  await problemsWithData(
    t,
    `
#- broken.parquet
this is no parquet file
#- a.dataset.yaml
dataset: a
source: broken.parquet #~ source-unreadable
columns: {x: {type: integer}}
#- b.dataset.yaml
dataset: b
source: ../elsewhere.csv #~ source-unreadable
#- c.dataset.yaml
dataset: c
source: broken.what #~ source-unreadable
#- broken.what
x
`,
  );
});

test('a source may name variables that the project allows', async (t) => {
  const text = `${FLIGHTS}
#- modelyard.yaml
project: p
language: 1
env: [NAME, GONE]
#- flights.dataset.yaml
dataset: flights
source: \${{ env.NAME }}.csv
checks: [{unique: [carrier]}] #~ unknown-column
#- other.dataset.yaml
dataset: other
source: \${{ env.GONE }}.csv #~ source-unknown
`;
  await problemsWithData(t, text, { NAME: 'flights' });
});

test('a windowed field is an aggregate, another one an expression, of the declared type', async (t) => {
  await problemsWithData(
    t,
    `${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
#- airport.features.yaml
features: airport
dataset: flights
entity: {airport: origin}
timestamp: date
fields:
  departures: {sql: count(*), window: 24h, type: integer}
  share: {sql: avg((delay > 15)::int), window: 24h, type: integer} #~ sql-type
  last: {sql: delay, type: float}
`,
  );
});

test('a snapshot keeps what is known; a file that did not change is not read again', async (t) => {
  const project = await gatheredProject(
    t,
    readFixture(`${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
`),
  );
  const fact = project.facts.columns('flights');
  assert.deepEqual(fact.kind === 'known' && fact.value.map(({ name, type }) => `${name} ${type}`), [
    'date timestamp',
    'delay integer',
    'origin string',
    'distance integer',
  ]);
});
