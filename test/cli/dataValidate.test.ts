import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DataValidation } from '../../engine/src/operations/data/validate.ts';
import { testProject } from '../kit/project.ts';
import { readXml, type XmlElement } from '../kit/readXml.ts';

const PROJECT = `
#- flights.csv
date,delay,origin,passenger
2001-01-01 10:00:00,12,ORD,Ann
2001-01-02 11:00:00,900,LAX,Bob
2001-01-02 11:00:00,900,XXX,"<&> ""C"""
#- airports.csv
iata
ORD
LAX
#- airports.dataset.yaml
dataset: airports
source: airports.csv
key: [iata]
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
columns:
  delay: {type: integer, max: 500}
checks:
  - columns: [origin]
    references: airports(iata)
  - freshness: 24h
  - name: <late> & "odd"
    rows: delay::int < 500 and passenger::int > 0
datasheet: {sensitive: [passenger]}
`;

test('a line a dataset, below it what did not pass, sensitive values hidden', async (t) => {
  const said = await testProject(t, PROJECT).modelyard('data validate');
  assert.equal(said.code, 1, said.err);
  const today = /, [\d,]+ days old/;
  assert.match(said.out, today);
  assert.equal(
    said.out.replace(today, ''),
    `✓ airports: 1 check passed over 2 rows
✗ flights: 4 of 6 checks did not pass over 3 rows
    failed delay max: 2 rows fail (66.67%)
      row 2: {"date":"2001-01-02T11:00:00Z","delay":900,"origin":"LAX","passenger":"***"}
      row 3: {"date":"2001-01-02T11:00:00Z","delay":900,"origin":"XXX","passenger":"***"}
    failed references airports(iata): 1 row fails (33.33%)
      row 3: {"date":"2001-01-02T11:00:00Z","delay":900,"origin":"XXX","passenger":"***"}
    failed freshness: the newest row is of 2001-01-02T11:00:00Z
    unknown <late> & "odd": Could not convert string *** to INT32 when casting from source column passenger
`,
  );
});

test('datasets are named, or all are looked at; 0 where all pass', async (t) => {
  const project = testProject(t, PROJECT);
  const said = await project.modelyard('data validate airports');
  assert.deepEqual([said.code, said.out], [0, '✓ airports: 1 check passed over 2 rows\n']);
  const unknown = await project.modelyard('data validate airprots');
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /There is no dataset `airprots`/);
  const none = await testProject(t, '#- modelyard.yaml\nproject: none\nlanguage: 1\n').modelyard('data validate');
  assert.deepEqual([none.code, none.out], [0, 'No datasets. A file `NAME.dataset.yaml` makes one.\n']);
});

test('JSON and every line of NDJSON follow the schema', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('lost.dataset.yaml', 'dataset: lost\nsource: lost.csv\n');
  const said = await project.modelyard('data validate --format json');
  const follows = validator();
  assert.equal(follows(said.json()), '');
  const answer = said.json<DataValidation>();
  assert.deepEqual(
    answer.datasets.map(({ dataset, status, file }) => [dataset, status, file]),
    [
      ['airports', 'passed', 'airports.dataset.yaml'],
      ['flights', 'failed', 'flights.dataset.yaml'],
      ['lost', 'unreadable', 'lost.dataset.yaml'],
    ],
  );
  const lines = (await project.modelyard('data validate --format ndjson')).out.trim().split('\n');
  const events = lines.map((line) => JSON.parse(line) as { type: string; dataset: DataValidation['datasets'][number] });
  assert.deepEqual([...new Set(events.map(({ type }) => type))], ['dataset.checked']);
  assert.equal(follows({ valid: false, datasets: events.map(({ dataset }) => dataset) }), '');
});

test('JUnit: a suite a dataset, a case a check, failures and errors told apart', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('lost.dataset.yaml', 'dataset: lost\nsource: "lost <&>.csv"\n');
  const said = await project.modelyard('data validate --format junit');
  assert.equal(said.code, 1);
  const report = readXml(said.out);
  const counts = ({ attributes: { tests, failures, errors } }: XmlElement) => [tests, failures, errors];
  assert.deepEqual([report.name, report.attributes], ['testsuites', {}]);
  assert.deepEqual(
    report.elements.map((suite) => [suite.attributes['name'], ...counts(suite)]),
    [
      ['airports', '1', '0', '0'],
      ['flights', '6', '3', '1'],
      ['lost', '1', '0', '1'],
    ],
  );
  const cases = report.elements.flatMap((suite) => suite.elements.filter(({ name }) => name === 'testcase'));
  const odd = cases.find(({ attributes }) => attributes['name'] === '<late> & "odd"');
  assert.equal(odd?.elements[0]?.name, 'error');
  const late = cases.find(({ attributes }) => attributes['name'] === 'delay max')?.elements[0];
  assert.deepEqual(late?.attributes, { message: '2 rows fail (66.67%)', type: 'max' });
  assert.match(late?.text ?? '', /^2 rows fail.*\nrow 2: \{.*"LAX".*\}\nrow 3: /);
  const lost = cases.at(-1)?.elements[0];
  assert.deepEqual([lost?.name, lost?.attributes['type']], ['error', 'source-not-found']);
  assert.match(lost?.attributes['message'] ?? '', /lost <&>\.csv/);
  for (const suite of report.elements)
    assert.deepEqual(
      [...new Set(suite.elements.map(({ name }) => name))],
      ['properties', 'testcase', 'system-out', 'system-err'],
    );
});

test('a spec with an error is refused before data is read', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('bad.dataset.yaml', 'dataset: bad\nsource: airports.csv\nchecks: [{freshnes: 24h}]\n');
  const said = await project.modelyard('data validate bad');
  assert.equal(said.code, 2);
  assert.match(said.err, /bad\.dataset\.yaml:3/);
  assert.equal((await project.modelyard('data validate airports')).code, 0);
});

test('SQL over a dataset hides what is sensitive there; without any list all is hidden', async (t) => {
  const project = testProject(t, PROJECT);
  const over = (reports: string) =>
    project.write(
      'late.dataset.yaml',
      `dataset: late\nsource: {sql: "select passenger, delay from flights"}\nreports: {samples: ${reports}}\ncolumns: {delay: {max: 500}}\n`,
    );
  const shown = async (reports: string) => {
    over(reports);
    const said = await project.modelyard('data validate late');
    return said.out.split('\n').slice(2);
  };
  assert.deepEqual(await shown('full'), [
    '      row 2: {"passenger":"***","delay":900}',
    '      row 3: {"passenger":"***","delay":900}',
    '',
  ]);
  assert.deepEqual(await shown('masked'), ['      row 2', '      row 3', '']);
  assert.deepEqual(await shown('none'), ['']);
});

test('rows are compared with the version that a run has read, else with the lock', async (t) => {
  const project = testProject(
    t,
    `
#- rows.csv
n
1
2
3
4
#- rows.dataset.yaml
dataset: rows
source: rows.csv
checks: [{row_change: 50%}]
#- check.pipeline.yaml
pipeline: check
steps:
  checks:
    uses: data/validate
    with: {data: rows}
`,
  );
  const message = async () =>
    (await project.modelyard('data validate --format json')).json<{
      datasets: { checks: { status: string; message: string }[] }[];
    }>().datasets[0]?.checks[0];
  const passed = (text: string) => ({ status: 'passed', message: text });
  const told = async () => {
    const { status = '', message: text = '' } = (await message()) ?? {};
    return { status, message: text.replace(/(?<=version )[0-9a-f]{12}/, 'VERSION').replace(/\d{4}-\d\d-\d\d/, 'DAY') };
  };
  assert.deepEqual(await told(), passed('no version before is known'));
  assert.equal((await project.modelyard('data lock')).code, 0);
  assert.deepEqual(await told(), passed('no version before is known'));
  project.write('rows.csv', 'n\n1\n2\n');
  assert.deepEqual(await told(), passed('2 rows, 4 in version VERSION (its lock)'));
  assert.equal((await project.modelyard('run check')).code, 0);
  project.write('rows.csv', 'n\n1\n2\n3\n4\n5\n');
  assert.deepEqual(await told(), { status: 'failed', message: '5 rows, 2 in version VERSION (first read DAY)' });
});

function validator(): (document: unknown) => string {
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false, formats: { 'date-time': true } });
  const file = new URL('../../schemas/output/data-validate.schema.json', import.meta.url);
  const check = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  return (document) => (check(document) ? '' : ajv.errorsText(check.errors));
}
