import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MovedAlias } from '../../engine/src/operations/models/move/movedAlias.ts';
import { type GitProject, gitProject } from '../kit/gitProject.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';

const ALIAS = 'registry/sigmoid/production.alias.yaml';

/** Versions 1 to 3, of which `production` stood for each in turn. */
async function held(t: Parameters<typeof gitProject>[0], alias = 'production'): Promise<GitProject> {
  const project = await gitProject(t, { versions: 3 });
  for (const version of [1, 2, 3]) {
    const said = await project.modelyard(`models promote sigmoid:${version} --alias ${alias}`);
    assert.equal(said.code, 0, said.err);
  }
  return project;
}

async function rolledBack(project: GitProject, words = ''): Promise<MovedAlias> {
  const line = `models rollback sigmoid --alias production ${words}`.split(' ').filter(Boolean);
  const said = await project.modelyard([...line, '--reason', 'refuses rows\nwithout an origin', '--format', 'json']);
  assert.equal(said.code, 0, said.err + said.out);
  const result = said.json<MovedAlias>();
  outputSchemas()('models-promote', result);
  return result;
}

test('an alias goes back to what it stood for before, with what it said then', async (t) => {
  const project = await held(t);
  const before = project.git('show', `HEAD^:${ALIAS}`);
  const moved = await rolledBack(project);
  assert.deepEqual([moved.version, moved.previous, moved.gates, moved.moved], [2, 3, null, true]);
  assert.equal(
    project.git('log', '-1', '--format=%s'),
    'Roll sigmoid production back to v2: refuses rows without an origin',
  );
  assert.equal(project.git('show', '--name-only', '--format='), ALIAS);
  const facts = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .filter((line) => !/^(since|reason): /.test(line));
  assert.deepEqual(facts(project.read(ALIAS)), facts(before));
  assert.match(project.read(ALIAS), /^previous: 1$[\s\S]*^reason: refuses rows without an origin$/m);
  assert.deepEqual([(await rolledBack(project)).version, project.git('rev-list', '--count', 'HEAD')], [1, '6']);
  const last = await project.modelyard('models rollback sigmoid --alias production --reason again');
  assert.equal(last.code, 2);
  assert.match(last.err, /no version before it can be told/);
});

test('it goes further back to a version that held it, and a version rolled back from returns through the gates', async (t) => {
  const project = await held(t);
  await project.register(4);
  const refused = async (to: number): Promise<string> =>
    (await project.modelyard(`models rollback sigmoid --alias production --to ${to} --reason x`)).err;
  assert.match(await refused(4), /cannot go back to version 4: .* there is 2, 1[\s\S]*models promote sigmoid:4/);
  assert.match(await refused(9), /no version 9/);
  assert.match(await refused(3), /stands for version 3 already/);
  assert.equal((await rolledBack(project, '--to 1')).version, 1);
  assert.match(await refused(3), /cannot go back to version 3: .*there is none/);
  assert.match(await refused(2), /cannot go back to version 2/);
  const again = await project.modelyard('models promote sigmoid:3 --alias production');
  assert.equal(again.code, 0, again.err);
  assert.match(project.read(ALIAS), /^previous: 1$/m);
  assert.doesNotMatch(project.read(ALIAS), /reason/);
  assert.equal((await rolledBack(project)).version, 1);
});

test('where the policy does not waive them the gates are asked', async (t) => {
  const project = await held(t, 'gated');
  const line = ['models', 'rollback', 'sigmoid', '--alias', 'gated', '--reason', 'slow'];
  const moved = (await project.modelyard([...line, '--format', 'json'])).json<MovedAlias>();
  assert.deepEqual([moved.version, moved.gates?.gates.length, moved.allowed], [2, 1, true]);
  assert.equal(project.git('show', '--name-only', '--format=').split('\n').length, 2);
  const stricter = project.read('default.policy.yaml').replaceAll('size: 50MB', 'size: 1B');
  project.write('default.policy.yaml', stricter);
  const said = await project.modelyard([...line, '--format', 'json']);
  assert.equal(said.code, 1);
  assert.deepEqual(
    [said.json<MovedAlias>().moved, project.git('status', '--porcelain')],
    [false, ' M default.policy.yaml'],
  );
});

test('a way back that was begun is finished or taken back', async (t) => {
  const project = await held(t);
  await rolledBack(project);
  const subject = project.git('log', '-1', '--format=%s');
  project.git('reset', '-q', 'HEAD^');
  const shown = (await project.modelyard('models show sigmoid --format json')).json();
  assert.deepEqual(shown['pending'], [{ alias: 'production', version: 2 }]);
  const finish = 'models promote sigmoid --alias production --finish';
  assert.equal((await project.modelyard(finish)).code, 0);
  assert.equal(project.git('log', '-1', '--format=%s'), subject);
  project.git('reset', '-q', 'HEAD^');
  assert.equal((await project.modelyard('models promote sigmoid --alias production --undo')).code, 0);
  assert.equal(project.git('status', '--porcelain'), '');
  const three = project.read(ALIAS);
  const four = /^sha256: (\w+)/m.exec(project.read('registry/sigmoid/v3.version.yaml'))![1]!;
  await project.register(4);
  const other = /^sha256: (\w+)/m.exec(project.read('registry/sigmoid/v4.version.yaml'))![1]!;
  project.write(ALIAS, `${three.replace('version: 3', 'version: 4').replace(four, other)}reason: by hand\n`);
  assert.match((await project.modelyard(finish)).err, /version 4 did not hold the alias before/);
});

test('a free alias goes back by what was committed of it, else to the version before', async (t) => {
  const project = await gitProject(t, { versions: 3 });
  const alias = 'registry/sigmoid/candidate.alias.yaml';
  const back = async (): Promise<number> => {
    const said = await project.modelyard('models rollback sigmoid --alias candidate --reason slow --format json');
    assert.equal(said.code, 0, said.err);
    return said.json<MovedAlias>().version;
  };
  for (const version of [1, 2]) await project.modelyard(`models alias sigmoid:${version} candidate`);
  assert.equal(await back(), 1);
  assert.doesNotMatch(project.read(alias), /previous/);
  project.commitAll('One');
  for (const version of [2, 3]) {
    await project.modelyard(`models alias sigmoid:${version} candidate`);
    if (version === 2) project.commitAll('Two');
  }
  assert.deepEqual([await back(), /^previous: (\d)/m.exec(project.read(alias))?.[1]], [2, '1']);
});

test('a free alias goes back too, and without git to the version before', async (t) => {
  const project = await gitProject(t, { versions: 3 });
  for (const version of [1, 2]) await project.modelyard(`models promote sigmoid:${version} --alias candidate`);
  rmSync(join(project.folder, '.git'), { recursive: true });
  const said = await project.modelyard('models rollback sigmoid --alias candidate --reason slow --format json');
  assert.equal(said.json<MovedAlias>().version, 1, said.err);
  await project.modelyard('models promote sigmoid:3 --alias production');
  const none = await project.modelyard('models rollback sigmoid --alias production --reason slow');
  assert.match(none.err, /no version before it can be told/);
});

test('an alias that is not there, a withdrawn version and an empty reason are refused', async (t) => {
  const project = await held(t);
  for (const [line, says] of [
    [['models', 'rollback', 'sigmoid', '--alias', 'staging', '--reason', 'x'], /no alias staging/],
    [['models', 'rollback', 'sigmoid', '--alias', 'production', '--reason', ' '], /says nothing/],
    [['models', 'rollback', 'other', '--alias', 'production', '--reason', 'x'], /no model other/],
    [['models', 'withdraw', 'sigmoid:3', '--reason', 'leaks'], /sigmoid@production stands for version 3/],
  ] as const) {
    const said = await project.modelyard(line);
    assert.equal(said.code, 2, said.out);
    assert.match(said.err, says);
  }
  const said = await project.modelyard('models withdraw sigmoid:2 --reason leaks --format json');
  outputSchemas()('models-withdraw', said.json());
  assert.match((await project.modelyard('models show sigmoid')).out, /^2 +\S+ +withdrawn/m);
  assert.match((await project.modelyard('models show sigmoid')).out, /^3 +\S+ +production /m);
  const line = 'models rollback sigmoid --alias production --reason slow';
  assert.match((await project.modelyard(line)).err, /sigmoid:2 is withdrawn: leaks/);
  assert.equal((await project.modelyard(`${line} --to 1`)).code, 0);
});
