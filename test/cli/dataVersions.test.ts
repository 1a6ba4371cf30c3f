import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DataCheckout } from '../../engine/src/operations/data/checkout.ts';
import type { DatasetVersions } from '../../engine/src/operations/data/versions.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { type TestProject, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: data/*.csv
#- data/a.csv
x,y
1,0
2,1
3,0
#- data/b.csv
x,y
4,1
5,0
6,1
#- read.pipeline.yaml
pipeline: read
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: y > 0}, columns: {x: x}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 50%}
  train:
    run: cp model.onnx \${{ outputs.model }}
    inputs: {file: model.onnx, data: "\${{ steps.split.train }}"}
    outputs: {model: model.onnx}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: sigmoid}
`;

function readProject(t: TestContext, dataset = ''): TestProject {
  const project = testProject(t, PROJECT);
  project.write('model.onnx', onnxModel(1));
  if (dataset !== '') project.write('rows.dataset.yaml', `${project.read('rows.dataset.yaml').trim()}\n${dataset}\n`);
  return project;
}

async function run(project: TestProject, words = '--until examples'): Promise<string> {
  const { code, err, json } = await project.modelyard(`run read ${words} --format json`);
  assert.equal(code, 0, err);
  return json<{ run: string }>().run;
}

async function versions(project: TestProject, of = 'rows'): Promise<DatasetVersions> {
  const { code, err, json } = await project.modelyard(`data versions ${of} --format json`);
  assert.equal(code, 0, err);
  return json<DatasetVersions>();
}

test('from a model to its run, to its data, to the hash of each raw file', async (t) => {
  const project = readProject(t);
  const id = await run(project, '');
  const model = (await project.modelyard('models show sigmoid:1 --format json')).json<{
    versions: { run: string; data: Record<string, { version: string }> }[];
  }>().versions[0]!;
  assert.equal(model.run, id);
  const shown = (await project.modelyard(`runs show ${id} --format json`)).json<{
    data: unknown;
    artifacts: { path: string }[];
  }>();
  const { version } = model.data['rows']!;
  assert.deepEqual(shown.data, [{ dataset: 'rows', version, rows: 6 }]);
  assert.deepEqual(
    shown.artifacts.map(({ path }) => path).filter((path) => path.endsWith('.parquet')),
    ['examples/examples.parquet', 'split/test.parquet', 'split/train.parquet'],
  );
  const known = await versions(project, `rows@${version.slice(0, 6)}`);
  const [only] = known.versions;
  assert.deepEqual(
    only?.runs.map((one) => [one.id, one.pipeline]),
    [[id, 'read']],
  );
  assert.deepEqual(only?.models, [{ name: 'sigmoid', version: 1 }]);
  assert.deepEqual(
    only?.columns?.map(({ name, type }) => [name, type]),
    [
      ['x', 'integer'],
      ['y', 'integer'],
    ],
  );
  assert.deepEqual(
    only?.manifest?.map(({ path, size }) => [path, size]),
    ['data/a.csv', 'data/b.csv'].map((path) => [path, statSync(join(project.folder, path)).size]),
  );
  const { out } = await project.modelyard(`data versions rows@${version.slice(0, 6)}`);
  for (const { sha256, path } of only?.manifest ?? []) assert.match(out, new RegExp(`${sha256} .*${path}`));
});

test('versions stand newest first, what no run has read yet before all', async (t) => {
  const project = readProject(t);
  await run(project);
  project.write('data/c.csv', 'x,y\n7,1\n');
  await run(project);
  await run(project);
  project.write('data/d.csv', 'x,y\n8,1\n9,1\n');
  const { current, versions: all } = await versions(project);
  assert.deepEqual(
    all.map(({ rows, files, kept, runs }) => ({ rows, files, kept, runs: runs.length })),
    [
      { rows: 9, files: null, kept: null, runs: 0 },
      { rows: 7, files: 3, kept: 'copy', runs: 2 },
      { rows: 6, files: 2, kept: 'copy', runs: 1 },
    ],
  );
  assert.deepEqual([all[0]?.version, all[0]?.firstSeen], [current, null]);
  assert.match((await project.modelyard('data versions rows')).out, /by no run yet .*9 .*the files of now/);
  rmSync(join(project.folder, 'data'), { recursive: true });
  assert.equal((await versions(project)).current, null);
});

test('kept bytes come back to where they were read, and nothing is read or written but what differs', async (t) => {
  const project = readProject(t);
  const before = { a: project.read('data/a.csv'), b: project.read('data/b.csv') };
  await run(project);
  const { current: version } = await versions(project);
  rmSync(join(project.folder, 'data/b.csv'));
  const { code, err, json } = await project.modelyard(`data checkout rows@${version?.slice(0, 4)} --format json`);
  assert.equal(code, 0, err);
  const { folder, ...done } = json<DataCheckout>();
  assert.deepEqual(done, {
    dataset: 'rows',
    version,
    written: 1,
    bytes: before.b.length,
    same: 1,
    current: true,
    extra: [],
  });
  assert.deepEqual({ a: project.read('data/a.csv'), b: project.read('data/b.csv') }, before);
  // It is the user's file again: it can be written to.
  writeFileSync(join(project.folder, 'data/b.csv'), 'x,y\n');
});

test('a file that differs is overwritten only by --force, and no file is touched before all is known', async (t) => {
  const project = readProject(t);
  await run(project);
  const { current } = await versions(project);
  rmSync(join(project.folder, 'data/a.csv'));
  project.write('data/b.csv', 'mine,now\n1,2\n');
  const checkout = `data checkout rows@${current}`;
  const refused = await project.modelyard(checkout);
  assert.equal(refused.code, 2);
  assert.match(refused.err, /^error: data\/b\.csv would be overwritten.*\nnext: .*--force.*--output DIR/);
  assert.deepEqual(readdirSync(join(project.folder, 'data')), ['b.csv']);
  const beside = await project.modelyard(`${checkout} --output old`);
  assert.match(beside.out, /2 files written/);
  assert.deepEqual(readdirSync(join(project.folder, 'old/data')), ['a.csv', 'b.csv']);
  assert.equal((await project.modelyard(`${checkout} --force`)).code, 0);
  assert.equal(project.read('data/b.csv'), readFileSync(join(project.folder, 'old/data/b.csv'), 'utf8'));
});

test('files that came later are left, and named: with them it is another version', async (t) => {
  const project = readProject(t);
  await run(project);
  const { current } = await versions(project);
  project.write('data/later.csv', 'x,y\n7,1\n');
  const { out } = await project.modelyard(`data checkout rows@${current}`);
  assert.match(out, /0 files written .*2 files there already/);
  assert.match(
    out,
    /does not have this version.\nIts source takes in other files too; move them away:\n {2}data\/later\.csv/,
  );
  assert.ok(existsSync(join(project.folder, 'data/later.csv')));
});

test('with keep: hash the run says what that means, and checkout says what to get', async (t) => {
  const project = readProject(t, 'keep: hash');
  const { out } = await project.modelyard('run read --until examples --format ndjson');
  const lines = out.split('\n').filter((line) => line.includes('kept by hash alone'));
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /"type":"log","step":"examples".*cannot be reproduced once its files change/);
  assert.match((await project.modelyard('run read --until examples --format ndjson')).out, /kept by hash alone/);
  const { current, versions: all } = await versions(project);
  assert.deepEqual(
    all.map(({ kept, runs }) => [kept, runs.length]),
    [['hash', 2]],
  );
  // While the files are the same there is nothing to bring back.
  assert.equal((await project.modelyard(`data checkout rows@${current}`)).code, 0);
  assert.equal((await project.modelyard(`data checkout rows@${current} --output copy`)).code, 0);
  project.write('data/b.csv', 'x,y\n9,9\n');
  const { code, err } = await project.modelyard(`data checkout rows@${current} --force`);
  assert.equal(code, 2);
  assert.match(
    err,
    /bytes of data\/b\.csv of rows@\w{12} are not here: it was kept by hash alone\.\nnext: Get the file whose sha256 is \w{64} /,
  );
  assert.equal(project.read('data/b.csv'), 'x,y\n9,9\n');
});

test('bytes that the store has lost or that are damaged are never taken for the data', async (t) => {
  const project = readProject(t);
  await run(project);
  const known = await versions(project, `rows@${(await versions(project)).current}`);
  const { version, manifest = [] } = known.versions[0]!;
  const object = (index: number) => {
    const { sha256 } = manifest[index]!;
    return join(project.folder, '.modelyard/objects', sha256.slice(0, 2), sha256.slice(2));
  };
  rmSync(join(project.folder, 'data'), { recursive: true });
  rmSync(object(0));
  const lost = await project.modelyard(`data checkout rows@${version}`);
  assert.match(lost.err, /data\/a\.csv of rows@\w+ are not here: the store of this machine has lost them/);
  writeFileSync(object(0), 'x,y\n1,1\n');
  assert.match(
    (await project.modelyard(`data checkout rows@${version}`)).err,
    /data\/a\.csv of dataset `rows` is damaged.*\nnext: Remove that object, and get the file whose sha256/,
  );
  assert.ok(!existsSync(join(project.folder, 'data')));
});

test('nothing is written through a link that leads out of the project', async (t) => {
  const project = readProject(t);
  await run(project);
  const { current } = await versions(project);
  const outside = temporaryFolder(t);
  rmSync(join(project.folder, 'data'), { recursive: true });
  symlinkSync(outside, join(project.folder, 'data'));
  const { code, err } = await project.modelyard(`data checkout rows@${current}`);
  assert.equal(code, 2);
  assert.match(err, /data\/a\.csv would be written outside of/);
  assert.deepEqual(readdirSync(outside), []);
});

/** What is asked for that is not there; what each says. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ['data versions nope', /^error: There is no dataset `nope`\.\nnext: There is: rows\./],
  ['data versions row', /Did you mean `rows`/],
  ['data versions rows@00000000', /no version 00000000 of `rows`/],
  ['data versions rows@xyz', /names no dataset and no version/],
  ['data versions ../rows', /names no dataset and no version/],
  ['data checkout rows', /names no version\.\nnext: Write rows@VERSION/],
  ['data checkout rows@abc', /at least 4 digits/],
  ['data checkout rows@0000', /no version 0000 .*\nnext: `modelyard data versions rows` lists/],
];

test('what is not there is said once, with what is', async (t) => {
  const project = readProject(t);
  for (const [line, says] of WRONG) {
    const { code, out, err } = await project.modelyard(line);
    assert.deepEqual({ code, out }, { code: 2, out: '' }, `${line}: ${err}`);
    assert.match(err, says, line);
  }
});

test('a dataset that is SQL over others has versions, and no bytes of its own', async (t) => {
  const project = readProject(t);
  project.write('late.dataset.yaml', 'dataset: late\nsource: {sql: "select * from rows where y > 0"}\n');
  const { current, versions: all } = await versions(project, 'late');
  assert.deepEqual(
    all.map(({ rows, kept }) => [rows, kept]),
    [[3, null]],
  );
  for (const line of [`data checkout late@${current}`, 'data diff late@0000 late']) {
    const { code, err } = await project.modelyard(line);
    assert.equal(code, 2);
    assert.match(
      err,
      /rows of `late` are made by SQL over other datasets.*\nnext: Check out the versions of the datasets that it reads/,
    );
  }
  assert.match((await project.modelyard(`data diff late@${current} late`)).out, /have the same 3 rows/);
});

test('a file that changes while a run reads it fails the run, which then names no data', async (t) => {
  const project = readProject(t);
  const { code, out } = await project.modelyard('run read --until examples --format ndjson', {
    onOut: (text) => {
      if (text.includes('"step.started"')) appendFileSync(join(project.folder, 'data/b.csv'), '7,0\n');
    },
  });
  assert.equal(code, 1);
  assert.match(out, /"step.finished","step":"examples","status":"failed".*data\/b\.csv changed while it was read/);
  const { runs } = (await project.modelyard('runs list --format json')).json<{ runs: { data: unknown[] }[] }>();
  assert.deepEqual(
    runs.map(({ data }) => data),
    [[]],
  );
  // What was there before has been kept, and comes back.
  const [, before] = (await versions(project)).versions;
  assert.equal(before?.rows, 6);
  await project.modelyard(`data checkout rows@${before?.version} --force`);
  assert.equal((await versions(project)).current, before?.version);
});
