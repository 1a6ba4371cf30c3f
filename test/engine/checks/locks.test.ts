import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';

const VERSION = '3f0c8a0b8d1c5d0f4a0e6f1b2c3d4e5f60718293a4b5c6d7e8f9010203040506';

const LOCK = `
#- flights.dataset.lock.yaml
dataset_lock: flights
version: ${VERSION}
rows: 2
files: 1
columns:
  date: {type: date, sql_type: DATE, missing: 0, min: 2001-01-01, max: 2001-01-02}
  delay: {type: integer, sql_type: BIGINT, missing: 0.5, min: -3, max: 12}
  origin: {type: string, sql_type: VARCHAR, missing: 0}
`;

test('where the data is not there, its columns are those of the lock', () => {
  const found = problems(
    `${LOCK}
#- flights.dataset.yaml
dataset: flights
source: flights.csv #~ lock-stands-in
timestamp: delay #~ timestamp-type
key: [date, carrier] #~ unknown-column
columns: #~ column-undeclared
  dat: {type: date} #~ column-absent
  origin: {type: boolean} #~ column-type
checks: [{unique: [orgin]}] #~ unknown-column
`,
    { complete: true },
  );
  assert.equal(found.find(({ code }) => code === 'lock-stands-in')?.severity, 'hint');
});

test('a lock of the data that is there is not stale', () => {
  problems(`${LOCK}
#- flights.csv
date,delay,origin
2001-01-01,12,ORD
#- flights.dataset.yaml
dataset: flights
source: flights.csv
`);
});

test('columns that are gone, new or of another type make a lock stale, with the command that mends it', () => {
  const found = problems(`
#- flights.csv
date,delay,carrier
2001-01-01,12.5,AA
#- flights.dataset.yaml
dataset: flights
source: flights.csv
#- flights.dataset.lock.yaml
dataset_lock: flights
version: ${VERSION}
rows: 2
columns:
  date: {type: date, sql_type: DATE, missing: 0}
  delay: {type: integer, sql_type: BIGINT, missing: 0.5} #~ lock-stale
  origin: {type: string, sql_type: VARCHAR, missing: 0}
`);
  const stale = found.find(({ code }) => code === 'lock-stale');
  assert.equal(stale?.severity, 'warning');
  assert.equal(stale.data?.command, 'modelyard data lock flights');
  assert.match(stale.message, /`delay` is DOUBLE and was BIGINT, `origin` is gone, `carrier` is new/);
});

test('where columns are new alone, the lock is stale at its columns', () => {
  problems(`
#- flights.csv
date,delay,origin,carrier
2001-01-01,12,ORD,AA
#- flights.dataset.yaml
dataset: flights
source: flights.csv
${LOCK.replace('columns:', 'columns: #~ lock-stale')}`);
});

test('data that an environment puts in place of its own does not make a lock stale', () => {
  const text = `
#- modelyard.yaml
project: p
language: 1
environments: {ci: {sources: {flights: sample.csv}}}
#- sample.csv
date,delay
2001-01-01,12
#- flights.dataset.yaml
dataset: flights
source: flights.csv
${LOCK}`;
  problems(text, { complete: true, environment: 'ci' });
});

test('a lock is of a dataset that there is', () => {
  problems(`${LOCK.replace('dataset_lock: flights', 'dataset_lock: flighs #~ unknown-dataset')}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
`);
});

test('a lock shows no values of a column that is sensitive', () => {
  const found = problems(`${LOCK.replace('max: 12}', 'max: 12} #~ lock-shows-sensitive')}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
columns: {delay: {description: In minutes.}, origin: {description: Where from.}, date: {}}
datasheet: {sensitive: [delay, origin]}
`);
  assert.equal(found[0]?.data?.command, 'modelyard data lock flights');
});

test('two locks of one dataset are both told, and a broken one is read as far as it goes', () => {
  problems(`
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: nothing
#- a.dataset.lock.yaml
dataset_lock: flights #~ duplicate-name missing-key
rows: -1 #~ out-of-range
columns: {date: {type: day}} #~ not-one-of missing-key missing-key
#- b.dataset.lock.yaml
dataset_lock: flights #~ duplicate-name
version: ${VERSION}
rows: 1
columns: {}
`);
});
