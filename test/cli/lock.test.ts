import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testProject } from '../kit/project.ts';

const PEOPLE = `
#- people.csv
when,age,name,10,2,<<
2001-01-01 10:00:00,30,Ann,1,2,x
2001-01-02 10:00:00,,Bob,3,4,y
#- people.dataset.yaml
dataset: people
source: people.csv
timestamp: when
columns: {age: {description: In years.}}
datasheet: {sensitive: [age]}
`;

const LOCK = `# Written by \`modelyard data lock\`. Commit it: where the data is not, specs are checked against this.
dataset_lock: people
version: 48f0
rows: 2
files: 1
columns:
  when: {type: timestamp, sql_type: TIMESTAMP, missing: 0, min: 2001-01-01T10:00:00Z, max: 2001-01-02T10:00:00Z}
  age: {type: integer, sql_type: BIGINT, missing: 0.5}
  name: {type: string, sql_type: VARCHAR, missing: 0}
  "10": {type: integer, sql_type: BIGINT, missing: 0, min: 1, max: 3}
  "2": {type: integer, sql_type: BIGINT, missing: 0, min: 2, max: 4}
  "<<": {type: string, sql_type: VARCHAR, missing: 0}
`;

test('a lock tells columns in their order, ranges of numbers and times, and of sensitive columns nothing but types', async (t) => {
  const project = testProject(t, PEOPLE);
  const said = await project.modelyard('data lock people');
  assert.equal(said.code, 0, said.err);
  const text = project.read('people.dataset.lock.yaml');
  assert.equal(text.replace(/(?<=version: )[0-9a-f]{64}/, '48f0'), LOCK);
  assert.equal((await project.modelyard('validate')).code, 0);
});

test('what SQL hands on of a sensitive column is as little told', async (t) => {
  const project = testProject(
    t,
    `${PEOPLE}#- grown.dataset.yaml\ndataset: grown\nsource: {sql: 'select age, "2" + 1 as n from people'}\n`,
  );
  const said = await project.modelyard('data lock grown');
  assert.equal(said.code, 0, said.err);
  const text = project.read('grown.dataset.lock.yaml');
  assert.match(
    text,
    /rows: 2\ncolumns:\n {2}age: {type: integer, sql_type: BIGINT, missing: 0.5}\n {2}n: {.*min: 3, max: 5}/,
  );
  assert.equal((await project.modelyard('validate')).code, 0);
});

test('the same data gives the same file, and nothing is written where nothing changed', async (t) => {
  const project = testProject(t, PEOPLE);
  const file = join(project.folder, 'people.dataset.lock.yaml');
  const lock = async () => (await project.modelyard('data lock --format json')).json<Locked>().locks[0]?.status;
  assert.equal(await lock(), 'written');
  const { mtimeMs, ino } = statSync(file);
  assert.equal(await lock(), 'unchanged');
  assert.deepEqual([statSync(file).mtimeMs, statSync(file).ino], [mtimeMs, ino]);
  const text = project.read('people.dataset.lock.yaml');
  project.write('people.dataset.lock.yaml', text.replaceAll('\n', '\r\n'));
  assert.equal(await lock(), 'unchanged');
  rmSync(file);
  rmSync(join(project.folder, '.modelyard'), { recursive: true });
  assert.equal(await lock(), 'written');
  assert.equal(project.read('people.dataset.lock.yaml'), text);
});

interface Locked {
  readonly locks: readonly { readonly dataset: string; readonly file: string; readonly status: string }[];
}

test('the lock stands beside its spec, or where it was moved', async (t) => {
  const project = testProject(t, PEOPLE.replace('people.dataset', 'specs/everyone.dataset'));
  const file = async () => (await project.modelyard('data lock --format json')).json<Locked>().locks[0]?.file;
  assert.equal(await file(), 'specs/everyone.dataset.lock.yaml');
  project.write('locks/p.dataset.lock.yaml', project.read('specs/everyone.dataset.lock.yaml'));
  rmSync(join(project.folder, 'specs/everyone.dataset.lock.yaml'));
  assert.equal(await file(), 'locks/p.dataset.lock.yaml');
});

test('data that is not there leaves its lock as it is; one that is named must be there', async (t) => {
  const project = testProject(t, `${PEOPLE}#- lost.dataset.yaml\ndataset: lost\nsource: lost.csv\n`);
  const all = await project.modelyard('data lock --format json');
  assert.equal(all.code, 1);
  assert.deepEqual(
    all.json<Locked>().locks.map(({ dataset, status }) => [dataset, status]),
    [
      ['lost', 'absent'],
      ['people', 'written'],
    ],
  );
  const named = await project.modelyard('data lock lost');
  assert.equal(named.code, 2);
  assert.match(named.err, /lost\.csv: not found/);
  assert.match((await project.modelyard('data lock peple')).err, /There is no dataset `peple`/);
});

test('a file that is no lock of the dataset is not written over', async (t) => {
  const project = testProject(t, `${PEOPLE}#- people.dataset.lock.yaml\nours: true\n`);
  const said = await project.modelyard('data lock');
  assert.equal(said.code, 2);
  assert.match(said.err, /people\.dataset\.lock\.yaml is there and is no lock of people/);
  assert.equal(project.read('people.dataset.lock.yaml'), 'ours: true\n');
});

interface Problems {
  readonly problems: readonly { readonly file: string; readonly code: string; readonly severity: string }[];
}

const CHECKED = `${PEOPLE}checks:
  - rows: agee > 3
`;

test('a colleague without the data sees the same mistakes in columns and SQL', async (t) => {
  const project = testProject(t, CHECKED);
  await project.modelyard('data lock');
  const codes = async (line: string) =>
    (await project.modelyard(`${line} --format json`)).json<Problems>().problems.map(({ code }) => code);
  const told = ['column-undeclared', 'unknown-column'];
  assert.deepEqual(await codes('validate'), told);
  assert.deepEqual(await codes('validate --no-data'), told);
  rmSync(join(project.folder, 'people.csv'));
  rmSync(join(project.folder, '.modelyard'), { recursive: true });
  assert.deepEqual(await codes('validate --require-known'), ['lock-stands-in', ...told]);
  assert.equal((await project.modelyard('validate --no-data --require-known --fail-on error')).code, 1);
});

test('data must be known: a lock will do, and without one it is an error', async (t) => {
  const project = testProject(t, PEOPLE);
  await project.modelyard('data lock');
  rmSync(join(project.folder, 'people.csv'));
  assert.equal((await project.modelyard('validate --require-known')).code, 0);
  rmSync(join(project.folder, 'people.dataset.lock.yaml'));
  const said = await project.modelyard('validate --require-known');
  assert.equal(said.code, 1);
  assert.match(said.out, /people\.dataset\.yaml:2:9 error source-not-found/);
});

test('a run needs the data, whatever the lock says', async (t) => {
  const project = testProject(
    t,
    `${PEOPLE}#- see.pipeline.yaml\npipeline: see\nsteps:\n  see: {uses: data/validate, with: {data: people}}\n`,
  );
  await project.modelyard('data lock');
  rmSync(join(project.folder, 'people.csv'));
  const said = await project.modelyard('run see');
  assert.equal(said.code, 2);
  assert.match(said.err, /No data is there for `people\.csv`/);
});

test('where nobody can tell whether the data is there, a lock must be', async (t) => {
  const project = testProject(
    t,
    `
#- modelyard.yaml
project: p
language: 1
env: [ROOT]
#- made.dataset.yaml
dataset: made
source: {run: node make.mjs, output: raw/*.csv}
#- far.dataset.yaml
dataset: far
source: \${{ env.ROOT }}/far.csv
`,
  );
  project.write('make.mjs', '');
  const told = async (line: string) =>
    (await project.modelyard(`${line} --format json`))
      .json<Problems>()
      .problems.map(({ file, severity, code }) => `${file} ${severity} ${code}`);
  assert.deepEqual(await told('validate'), [
    'far.dataset.yaml hint source-unknown',
    'made.dataset.yaml hint source-unknown',
  ]);
  assert.deepEqual(await told('validate --require-known'), [
    'far.dataset.yaml error source-unknown',
    'made.dataset.yaml error source-unknown',
  ]);
  for (const name of ['far', 'made'])
    project.write(
      `${name}.dataset.lock.yaml`,
      `dataset_lock: ${name}\nversion: "${'0'.repeat(64)}"\nrows: 0\ncolumns: {a: {type: integer, sql_type: BIGINT, missing: 0}}\n`,
    );
  assert.deepEqual(await told('validate --require-known'), []);
});

test('other rows make a lock stale once their version is known, and looking at it reads no data', async (t) => {
  const project = testProject(
    t,
    `${PEOPLE}#- none.pipeline.yaml
pipeline: none
steps:
  see: {uses: data/examples, with: {from: people, columns: {name: name}}}
`,
  );
  const stale = async () =>
    (await project.modelyard('validate --format json'))
      .json<Problems>()
      .problems.filter(({ code }) => code.startsWith('lock'))
      .map(({ code, severity, file }) => `${file} ${severity} ${code}`);
  await project.modelyard('data lock');
  assert.deepEqual(await stale(), []);
  project.write('people.csv', `${project.read('people.csv').trimEnd()}\n2001-01-03 10:00:00,31,Cem,5,6,z\n`);
  assert.deepEqual(await stale(), []);
  assert.equal((await project.modelyard('run none')).code, 0);
  assert.deepEqual(await stale(), ['people.dataset.lock.yaml hint lock-stale']);
  project.write('people.csv', project.read('people.csv').replace('age', 'years'));
  assert.deepEqual(await stale(), ['people.dataset.lock.yaml warning lock-stale']);
  await project.modelyard('data lock');
  assert.deepEqual(await stale(), []);
});

test('a column that is text only far behind the rows that are looked at makes no lock stale', async (t) => {
  const rows = Array.from({ length: 25_000 }, (_, i) => `${i}`);
  const project = testProject(t, `#- n.dataset.yaml\ndataset: n\nsource: n.csv\n`);
  project.write('n.csv', `x\n${rows.join('\n')}\nend\n`);
  await project.modelyard('data lock');
  assert.match(project.read('n.dataset.lock.yaml'), /x: {type: string, sql_type: VARCHAR, missing: 0}/);
  rmSync(join(project.folder, '.modelyard'), { recursive: true });
  assert.equal((await project.modelyard('validate --fail-on hint')).code, 0);
});

test('a text that is no time, where the spec says time, is refused and not taken for missing', async (t) => {
  const project = testProject(
    t,
    `
#- t.csv
when,x
2001-01-01,1
13/13/2001,2
#- t.dataset.yaml
dataset: t
source: t.csv
csv: {types: {when: TIMESTAMP}}
`,
  );
  const said = await project.modelyard('data lock');
  assert.equal(said.code, 2);
  assert.match(said.err, /13\/13\/2001/);
});

test('git keeps the locks of a project that init made', async (t) => {
  const project = testProject(t, PEOPLE);
  assert.equal((await project.modelyard('init inner')).code, 0);
  project.write('inner/people.csv', project.read('people.csv'));
  project.write('inner/people.dataset.yaml', project.read('people.dataset.yaml'));
  assert.equal((await project.modelyard('data lock --project inner')).code, 0);
  const { status } = spawnSync('git', ['check-ignore', 'people.dataset.lock.yaml'], {
    cwd: join(project.folder, 'inner'),
  });
  assert.equal(status, 1);
});
