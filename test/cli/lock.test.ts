import assert from 'node:assert/strict';
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
