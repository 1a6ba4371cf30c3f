import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';

test('addresses are no sources, in a dataset or an environment', () => {
  const found = problems(
    `
#- modelyard.yaml
project: p
language: 1
environments:
  ci:
    sources:
      a: gs://bucket/a.parquet #~ source-scheme
#- a.dataset.yaml
dataset: a
source: s3://bucket/a/*.parquet #~ source-scheme
#- b.dataset.yaml
dataset: b
source:
  - https://example.org/b.csv #~ source-scheme
  - file:///data/b.csv #~ source-scheme
#- c.dataset.yaml
dataset: c
source: {run: python c.py, output: "s3://bucket/c.parquet"} #~ source-scheme script-not-found
#- d.dataset.yaml
dataset: d
source: data/d.csv #~ source-not-found
`,
    { complete: true },
  );
  assert.deepEqual(found[0]?.range, { start: { line: 1, character: 8 }, end: { line: 1, character: 13 } });
});

const PEOPLE = `
#- people.csv
name,age,when
Ann,30,2001-01-01
`;

test('a sensitive column is one that there is, and says what it holds', () => {
  problems(`${PEOPLE}
#- people.dataset.yaml
dataset: people
source: people.csv
columns:
  name: {description: As in the passport.}
  age: {description: " "}
  when: {type: date}
datasheet:
  sensitive:
    - name
    - age #~ sensitive-undocumented
    - when #~ sensitive-undocumented
    - nme #~ unknown-column
`);
});

test('how old rows are is told by a timestamp column', () => {
  problems(`${PEOPLE}
#- people.dataset.yaml
dataset: people
source: people.csv
checks:
  - freshness: 24h #~ freshness-without-timestamp
#- dated.dataset.yaml
dataset: dated
source: people.csv
timestamp: when
checks:
  - {freshness: 24h}
`);
});

test('a reference names a dataset and its columns, as many as its own', () => {
  const found = problems(`${PEOPLE}
#- towns.csv
id,country
7,FR
#- towns.dataset.yaml
dataset: towns
source: towns.csv
#- people.dataset.yaml
dataset: people
source: people.csv
checks:
  - {columns: [age], references: towns(id)}
  - {columns: [ages], references: towns(id)} #~ unknown-column
  - {columns: [age], references: town(id)} #~ unknown-dataset
  - {columns: [age], references: "towns(id, country)"} #~ reference-columns
  - columns: [age, name]
    references: "towns(id, contry)" #~ unknown-column
`);
  const column = found.findLast(({ code }) => code === 'unknown-column');
  assert.deepEqual(column?.range, { start: { line: 8, character: 27 }, end: { line: 8, character: 33 } });
  assert.equal(column?.data?.replacement, 'country');
});

test('a text that is no time tells how it becomes one', () => {
  const [csv, sql] = problems(`
#- events.csv
at,seconds
13.01.2001,978307200
#- a.dataset.yaml
dataset: a
source: events.csv
timestamp: at #~ timestamp-type
#- b.dataset.yaml
dataset: b
source: events.csv
timestamp: seconds #~ timestamp-type
`);
  assert.deepEqual(csv?.data, { path: ['csv', 'types', 'at'], replacement: 'TIMESTAMP' });
  assert.match(sql!.message, /REPLACE \(to_timestamp\(seconds\) AS seconds\)/);
});

test('a view is joined by what names things, and its times are times', () => {
  const found = problems(`
#- visits.csv
who,score,when,loaded
7,0.5,2001-01-01,2001-01-02
#- visits.dataset.yaml
dataset: visits
source: visits.csv
#- good.features.yaml
features: good
dataset: visits
entity: {person: who}
timestamp: when
created: loaded
fields: {n: {sql: count(*), window: 24h, type: integer}}
#- bad.features.yaml
features: bad
dataset: visits
entity:
  person: score #~ entity-type
timestamp: who #~ timestamp-type
created: score #~ timestamp-type
fields: {n: {sql: count(*), window: 24h, type: integer}}
`);
  assert.equal(found.find(({ code }) => code === 'entity-type')?.severity, 'warning');
});

test('a view that no pipeline joins is told, unless a pipeline cannot be read to its end', () => {
  const view = (name: string, mark = '') => `
#- ${name}.features.yaml
features: ${name}${mark}
dataset: visits
entity: {person: who}
timestamp: when
fields: {n: {sql: count(*), window: 24h, type: integer}}`;
  const text = (join: string, mark: string) => `
#- visits.dataset.yaml
dataset: visits
source: visits.csv
timestamp: when${view('joined')}${view('alone', mark)}
#- p.pipeline.yaml
pipeline: p
steps:
  rows:
    uses: data/examples
    with:
      from: visits
      columns: {score: score}
      features:
        - {view: joined, on: {person: who}}${join}
`;
  problems(text('', ' #~ unused-view'));
  problems(text('\n        - {view: "alone #~ yaml-syntax', ''));
});
