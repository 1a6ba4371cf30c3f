import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { type TestProject, testProject } from '../kit/project.ts';
import { smallDisk } from '../kit/smallDisk.ts';

const PROJECT = `
#- write.sh
head -c "$2" /dev/zero > "$1"
#- small.pipeline.yaml
pipeline: small
params: {bytes: 10}
steps:
  write:
    run: sh write.sh \${{ outputs.file }} \${{ params.bytes }}
    inputs: {code: write.sh}
    outputs: {file: file.bin}
`;

test('a corrupt runs.db is named, and left as it is', async (t) => {
  const project = await withRun(t);
  const file = join(project.folder, '.modelyard/runs.db');
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, 0);
  closeSync(handle);
  const { mtimeMs, size } = statSync(file);
  for (const line of ['run small', 'runs list', 'models list']) {
    const said = await project.modelyard(line);
    assert.equal(said.code, 2, line);
    assert.match(said.err, /error: .*runs\.db.*\nnext: .*backup/);
  }
  assert.deepEqual([statSync(file).mtimeMs, statSync(file).size], [mtimeMs, size]);
});

test('a runs.db of a newer version is refused', async (t) => {
  const project = await withRun(t);
  const db = new Database(join(project.folder, '.modelyard/runs.db'));
  db.pragma('user_version = 999');
  db.close();
  const said = await project.modelyard('runs list');
  assert.equal(said.code, 2);
  assert.match(said.err, /newer Modelyard \(format 999.*\nnext: Update Modelyard/);
});

test('a damaged cache.db costs nothing but time', async (t) => {
  const project = await withRun(t);
  project.write('.modelyard/cache.db', 'garbage'.repeat(1000));
  assert.equal((await project.modelyard('run small')).code, 0);
});

test('an object that was tampered with is refused, and made again', async (t) => {
  const project = await withRun(t);
  const { artifacts } = await shown(project);
  const sha256 = artifacts.find(({ path }) => path.endsWith('file.bin'))?.sha256 ?? '';
  const object = `.modelyard/objects/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
  rmSync(join(project.folder, object));
  const { steps } = (await project.modelyard('run small --format json')).json<{ steps: { status: string }[] }>();
  assert.equal(steps[0]?.status, 'done');
  assert.equal(statSync(join(project.folder, object)).size, 10);
});

test('a full disk fails the step that fills it, and what was there stays', async (t) => {
  const project = testProject(t, PROJECT);
  mkdirSync(join(project.folder, '.modelyard'));
  using disk = smallDisk(join(project.folder, '.modelyard'), 2048);
  if (!disk) return t.skip('needs the right to mount a tmpfs');
  assert.equal((await project.modelyard('run small')).code, 0);
  const said = await project.modelyard('run small --param bytes=9000000');
  assert.equal(said.code, 1, said.out + said.err);
  assert.match(said.err, /No space left|disk is full/);
  const listed = (await project.modelyard('runs list --format json')).json<{ runs: { status: string }[] }>();
  assert.deepEqual(
    listed.runs.map((run) => run.status),
    ['failed', 'finished'],
  );
  assert.equal((await project.modelyard('run small')).code, 0);
});

test('a store that cannot be written is named', async (t) => {
  const project = testProject(t, PROJECT);
  const folder = join(project.folder, '.modelyard');
  mkdirSync(folder);
  using disk = smallDisk(folder, 4096);
  if (!disk) return t.skip('needs the right to mount a tmpfs');
  assert.equal((await project.modelyard('run small')).code, 0);
  disk.makeReadOnly();
  const said = await project.modelyard('run small');
  assert.equal(said.code, 2, said.out + said.err);
  assert.match(said.err, /error: .*\.modelyard.*\nnext: /);
});

async function withRun(t: Parameters<typeof testProject>[0]): Promise<TestProject> {
  const project = testProject(t, PROJECT);
  const said = await project.modelyard('run small');
  assert.equal(said.code, 0, said.err);
  return project;
}

async function shown(project: TestProject) {
  const { runs } = (await project.modelyard('runs list --format json')).json<{
    runs: { artifacts: { path: string; sha256: string }[] }[];
  }>();
  return runs[0] ?? { artifacts: [] };
}
