import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFixture } from '../../kit/fixture.ts';
import { gatheredProject, problemsWithData } from '../../kit/problemsWithData.ts';

const FLIGHTS = `
#- flights.csv
date,delay,origin
2001-01-01 10:00:00,12,ORD
2001-01-02 11:00:00,NA,ATL
#- flights.dataset.yaml
dataset: flights
source: flights.csv
csv: {nullstr: [NA]}
timezone: America/Chicago
timestamp: date
columns:
  date: {type: timestamp}
  delay: {type: integer}
  origin: {type: string}
`;

test('SQL over datasets is bound to their columns, each mistake at its place', async (t) => {
  const found = await problemsWithData(
    t,
    `${FLIGHTS}
#- late.dataset.yaml
dataset: late
source:
  sql: |
    select origin, delay > 15 as is_late, date
    from flights
timestamp: date
columns:
  is_late: {type: boolean}
  origin: {type: integer} #~ column-type
  date: {type: timestamp}
#- mistaken.dataset.yaml
dataset: mistaken
source:
  sql: |
    select arrival #~ unknown-column
    from flights
#- misnamed.dataset.yaml
dataset: misnamed
source: {sql: select * from flight} #~ unknown-dataset
#- file.dataset.yaml
dataset: file
source: {sql: "select * from 'flights.csv'"} #~ sql-not-allowed
#- function.dataset.yaml
dataset: function
source: {sql: select * from read_csv('flights.csv')} #~ sql-not-allowed
#- moment.dataset.yaml
dataset: moment
source: {sql: "select *, now() as seen from flights"} #~ sql-not-allowed
#- two.dataset.yaml
dataset: two
source: {sql: select 1 as a; select 2 as b} #~ sql-syntax
#- over.dataset.yaml
dataset: over
source: {sql: "select is_late, count(*) as n from late group by all"}
columns:
  is_late: {type: boolean}
  n: {type: integer}
`,
  );
  const named = found.find(({ code }) => code === 'unknown-dataset')!;
  assert.match(named.message, /no dataset `flight`; did you mean `flights`/);
  assert.deepEqual(named.range, { start: { line: 1, character: 28 }, end: { line: 1, character: 34 } });
});

test('datasets that read each other are told with the way round, and what reads them is not called wrong', async (t) => {
  const found = await problemsWithData(
    t,
    `
#- a.dataset.yaml
dataset: a
source: {sql: select * from b} #~ source-cycle
#- b.dataset.yaml
dataset: b
source: {sql: select x from c}
#- c.dataset.yaml
dataset: c
source: {sql: select x from A}
#- self.dataset.yaml
dataset: self
source: {sql: select 1 as one from self} #~ source-cycle
#- outside.dataset.yaml
dataset: outside
source: {sql: select nothing from a}
`,
  );
  assert.deepEqual(
    found.map(({ message }) => message),
    ['`a` reads `b` reads `c` reads `a`: it can never be made', 'The SQL of `self` reads `self`: it can never be made'],
  );
});

test('nothing is said of SQL over data that is not there, or that a program has yet to write', async (t) => {
  await problemsWithData(
    t,
    `
#- gone.dataset.yaml
dataset: gone
source: gone.csv #~ source-not-found
#- extracted.dataset.yaml
dataset: extracted
source: {run: python extract.py, output: raw/*.csv}
#- extract.py
print()
#- misnamed.dataset.yaml
dataset: misnamed
source: {run: python extrct.py, output: raw/*.csv} #~ script-not-found
#- over.dataset.yaml
dataset: over
source: {sql: select a from gone join extracted using (b)}
#- quoted.dataset.yaml
dataset: quoted
source:
  run: python "extract.py #~ command-syntax
  output: raw/*.csv
`,
  );
});

test('a time zone has a name of the IANA database, and SQL has no files to be read in one', async (t) => {
  const found = await problemsWithData(
    t,
    `${FLIGHTS.replace('America/Chicago', 'America/Chigaco #~ unknown-timezone')}
#- offset.dataset.yaml
dataset: offset
source: flights.csv
timezone: "+02:00" #~ unknown-timezone
#- alias.dataset.yaml
dataset: alias
source: flights.csv
timezone: us/central
#- sql.dataset.yaml
dataset: sql
source: {sql: select 1 as a}
timezone: UTC #~ reading-unused
csv: {header: false} #~ reading-unused
keep: hash #~ reading-unused
`,
  );
  assert.match(found[0]!.message, /did you mean `America\/Chicago`/);
});

test('the dialect and the folders of a dataset decide its columns', async (t) => {
  const project = await gatheredProject(
    t,
    readFixture(`${FLIGHTS}
#- logs/year=2001/month=01/a.csv
1;2
#- logs/year=2001/month=02/a.csv
3;NA
#- logs.dataset.yaml
dataset: logs
source: logs/**/*.csv
csv: {delimiter: ";", header: false, nullstr: [NA], types: {column0: VARCHAR}}
columns: {month: {type: string}}
`),
  );
  const columns = (name: string) => {
    const fact = project.facts.columns(name);
    return fact.kind === 'known' ? fact.value.map((column) => `${column.name} ${column.sqlType}`) : fact.kind;
  };
  assert.deepEqual(columns('flights'), ['date TIMESTAMP', 'delay BIGINT', 'origin VARCHAR']);
  assert.deepEqual(columns('logs'), ['column0 VARCHAR', 'column1 BIGINT', 'year BIGINT', 'month VARCHAR']);
});

test('files of one dataset that differ in their columns are told apart, a column that one leaves empty is not', async (t) => {
  const found = await problemsWithData(
    t,
    `
#- renamed/1.csv
id,delay,note
1,5,
#- renamed/2.csv
id,delayed,note
2,6,late
#- renamed.dataset.yaml
dataset: renamed
source: renamed/*.csv #~ source-columns
#- typed/1.csv
a,b
1,
#- typed/2.csv
a,b
unknown,2
#- typed.dataset.yaml
dataset: typed
source: typed/*.csv #~ source-columns
#- alike/1.csv
a,b
1,
#- alike/2.csv
a,b
2.5,2
#- alike.dataset.yaml
dataset: alike
source: alike/*.csv
csv: {types: {b: BIGINT}}
`,
  );
  assert.deepEqual(
    found.map(({ message }) => message),
    [
      '1.csv has no column `delayed`, which is null in its rows; 2.csv has no column `delay`, which is null in its rows',
      '`a` is BIGINT in 1.csv and text in 2.csv, so all of it is read as text',
    ],
  );
});
