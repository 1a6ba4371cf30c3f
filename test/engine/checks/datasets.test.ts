import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';

const FLIGHTS = `
#- flights.csv
date,delay,origin
2001-01-01,12,ORD`;

test('data that is not there is one note, and nothing about its columns is wrong', () => {
  const found = problems(
    `
#- flights.dataset.yaml
dataset: flights
source: data/*.parquet #~ source-not-found
timestamp: nothing
columns: {anything: {type: integer}}
checks: [{unique: [something]}]
`,
    { complete: true },
  );
  assert.equal(found[0]?.severity, 'information');
});

test('where the data was not looked for, nothing is said', () => {
  problems(`
#- flights.dataset.yaml
dataset: flights
source: data/*.parquet
timestamp: nothing
columns: {anything: {type: integer}}
`);
});

test('columns declared but absent, of another type, and present but not declared', () => {
  problems(`${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: delay #~ timestamp-type
columns: #~ column-undeclared
  dat: {type: date} #~ column-absent
  delay: {type: float}
  origin: {type: boolean} #~ column-type
`);
});

test('columns that a dataset names are in its data', () => {
  problems(`${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: day #~ unknown-column
key: [date, carrier] #~ unknown-column
checks:
  - unique: [date, orgin] #~ unknown-column
  - in: {destination: [ORD]} #~ unknown-column
`);
});

test('columns that a feature view names are in the data of its dataset', () => {
  problems(`${FLIGHTS}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
#- airport.features.yaml
features: airport
dataset: flights
entity: {airport: orign} #~ unknown-column
timestamp: date
fields:
  n: {sql: count(*), window: 24h, ttl: 3d, type: integer} #~ ttl-with-window
#- lost.features.yaml
features: lost
dataset: flight #~ unknown-dataset
entity: {airport: origin}
timestamp: date
fields: {n: {sql: count(*), window: 24h, type: integer}}
`);
});

test('a feature reads only what was known when it is seen', () => {
  problems(`
#- flights.dataset.yaml
dataset: flights
source: flights.csv
columns: {delay: {known_after: 18h}}
#- early.features.yaml
features: early
dataset: flights
entity: {airport: origin}
timestamp: date
available_after: 6h
fields:
  late: {sql: avg(delay), window: 24h, type: float} #~ feature-sees-future
  n: {sql: count(*), window: 24h, type: integer}
#- good.features.yaml
features: good
dataset: flights
entity: {airport: origin}
timestamp: date
available_after: 18h
fields: {late: {sql: avg(delay), window: 24h, type: float}}
`);
});

test('an environment names params and datasets that there are', () => {
  problems(`
#- modelyard.yaml
project: p
language: 1
environments:
  ci:
    params:
      rounds: 3
      roundz: 3 #~ unknown-param
    sources:
      flights: sample.csv
      flightz: sample.csv #~ unknown-dataset
#- flights.dataset.yaml
dataset: flights
source: flights.csv
#- p.pipeline.yaml
pipeline: p
params: {rounds: 300}
steps: {a: {uses: data/validate, with: {data: flights}, if: "\${{ params.rounds > 3 }}"}}
`);
});

test('an environment gives a dataset another source', () => {
  const text = `${FLIGHTS}
#- modelyard.yaml
project: p
language: 1
environments: {ci: {sources: {flights: flights.csv}}}
#- flights.dataset.yaml
dataset: flights
source: full.csv`;
  problems(`${text} #~ source-not-found\n`, { complete: true });
  problems(`${text}\n`, { complete: true, environment: 'ci' });
});

test('SQL that YAML cuts short is said before it is bound', () => {
  problems(`
#- flights.dataset.yaml
dataset: flights
source: flights.csv
checks:
  - rows: contains(origin #x, 'O') #~ sql-cut-by-yaml
  - rows: origin <> 'ORD' # a comment
`);
});
