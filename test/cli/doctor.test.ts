import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

interface Diagnosis {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  readonly missing: readonly string[];
}

const PIPELINE = `
#- small.pipeline.yaml
pipeline: small
steps:
  only:
    run: node -e 1
`;

test('a machine that runs projects is well, and so is a project with runs', async (t) => {
  const project = testProject(t, PIPELINE);
  await project.modelyard('run small');
  const said = await project.modelyard('doctor --format json');
  assert.equal(said.code, 0, said.err + said.out);
  const { checks, missing } = said.json<Diagnosis>();
  assert.deepEqual(missing, []);
  const detail = (name: string) => checks.find((check) => check.name === name && check.ok)?.detail ?? 'not ok';
  assert.match(detail('duckdb'), /^DuckDB \d+\.\d+\.\d+$/);
  assert.match(detail('sqlite'), /^SQLite 3\./);
  assert.match(detail('onnx'), /^ONNX Runtime 1\./);
  assert.match(detail('project'), /: 2 specs$/);
  assert.match(detail('store'), /runs\.db, format \d+$/);
});

test('nothing is made where there is no project, and what was asked for is missing', async (t) => {
  const folder = temporaryFolder(t);
  const plain = await commandLine(folder, 'doctor');
  assert.equal(plain.code, 0, plain.out);
  assert.match(plain.out, /^no +project +There is no modelyard\.yaml in .*\n +next: .*modelyard init/m);
  const asked = await commandLine(folder, 'doctor --require project --require node --format json');
  assert.equal(asked.code, 1);
  assert.deepEqual(asked.json<Diagnosis>().missing, ['project']);
  assert.equal((await commandLine(folder, 'doctor --require projekt')).code, 2);
});

test('a damaged store is told with what to do', async (t) => {
  const project = testProject(t, PIPELINE);
  project.write('.modelyard/runs.db', 'not a database, but long enough to be looked at as one'.repeat(20));
  const said = await project.modelyard('doctor');
  assert.equal(said.code, 1);
  assert.match(said.out, /^no +store +.*runs\.db is damaged.*\n +next: Move /m);
  assert.match(said.out, /^Missing: store\.$/m);
});
