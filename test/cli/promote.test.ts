import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MovedAlias } from '../../engine/src/operations/models/move/movedAlias.ts';
import { type GitProject, gitProject, POLICY } from '../kit/gitProject.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const ALIAS = 'registry/sigmoid/production.alias.yaml';

async function promoted(project: GitProject, words: string, code = 0): Promise<MovedAlias> {
  const said = await project.modelyard(`models promote ${words} --format json`);
  assert.equal(said.code, code, said.err + said.out);
  const result = said.json<MovedAlias>();
  outputSchemas()('models-promote', result);
  return result;
}

async function held(project: GitProject, reference = 'sigmoid@production'): Promise<number | undefined> {
  const said = await project.modelyard(`models show ${reference} --format json`);
  return said.code === 0 ? said.json<{ versions: { version: number }[] }>().versions[0]?.version : undefined;
}

test('an alias moves by one commit of exactly what the decision rests on', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  project.write('other.txt', 'staged\n');
  project.git('add', 'other.txt');
  const moved = await promoted(project, 'sigmoid:2 --alias production');
  assert.deepEqual([moved.allowed, moved.moved, moved.version, moved.previous], [true, true, 2, null]);
  assert.equal(project.git('rev-parse', 'HEAD'), moved.commit);
  const report = moved.report ?? '';
  assert.deepEqual(project.git('show', '--name-only', '--format=').split('\n').sort(), [
    report,
    ALIAS,
    'registry/sigmoid/v2.version.yaml',
  ]);
  assert.equal(project.git('log', '-1', '--format=%s'), 'Promote sigmoid v2 to production');
  assert.match(project.git('log', '-1', '--format=%b'), /^Before: nothing\.\nPolicy default .*1 of 1 gates passed/);
  assert.equal(project.git('status', '--porcelain'), 'A  other.txt\n?? registry/sigmoid/v1.version.yaml');
  const hash = createHash('sha256').update(project.read(report)).digest('hex');
  assert.match(project.read(ALIAS), new RegExp(`^gates: ${hash}$`, 'm'));
  assert.equal(report, `registry/sigmoid/gates/v2-production-${hash.slice(0, 12)}.json`);
  assert.equal(await held(project), 2);
  assert.equal((await project.modelyard('validate')).code, 0);
  const again = await promoted(project, 'sigmoid:2 --alias production');
  assert.deepEqual([again.moved, again.allowed, again.commit], [false, true, null]);
});

test('where a gate does not pass nothing is written, and the exit code is 1', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  const before = project.git('status', '--porcelain');
  const moved = await promoted(project, 'sigmoid:1 --alias strict', 1);
  assert.deepEqual([moved.allowed, moved.moved, moved.gates?.gates[0]?.status], [false, false, 'failed']);
  assert.equal(project.git('status', '--porcelain'), before);
  const said = await project.modelyard('models promote sigmoid:1 --alias strict');
  assert.match(said.out, /tiny[\s\S]*did not move\. Nothing was written/);
});

test('a free alias moves without gates, and the answer says so', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  const moved = await promoted(project, 'sigmoid:1 --alias candidate');
  assert.deepEqual([moved.guarded, moved.moved, moved.commit, moved.gates], [false, true, null, null]);
  assert.match((await project.modelyard('models promote sigmoid:1 --alias other')).out, /No policy guards it/);
  assert.equal(await held(project, 'sigmoid@candidate'), 1);
});

test('a guarded alias moves past its gates only', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  for (const alias of ['production', 'Production']) {
    const said = await project.modelyard(`models alias sigmoid:1 ${alias}`);
    assert.equal(said.code, 2);
    assert.match(said.err, /guarded by default\.policy\.yaml[\s\S]*modelyard models promote sigmoid:1 --alias /);
  }
  project.git('rm', '-q', 'default.policy.yaml');
  const said = await project.modelyard('models alias sigmoid:1 production');
  assert.match(said.err, /guarded by default\.policy\.yaml/);
});

test('what is half done in git is refused before anything is written', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  const refused = async (reason: RegExp): Promise<void> => {
    const before = project.git('status', '--porcelain');
    const said = await project.modelyard('models promote sigmoid:1 --alias production');
    assert.equal(said.code, 2, said.out);
    assert.match(said.err, reason);
    assert.equal(project.git('status', '--porcelain'), before);
    assert.equal(existsSync(join(project.folder, 'registry/sigmoid/gates')), false);
  };
  project.git('checkout', '-q', '--detach');
  await refused(/HEAD is on no branch/);
  project.git('checkout', '-q', 'main');
  project.git('config', 'user.name', '');
  await refused(/git does not know who you are/);
  project.git('config', 'user.name', 'Ada');
  const version = 'registry/sigmoid/v1.version.yaml';
  const text = project.read(version);
  project.write(version, `${text}# staged\n`);
  project.git('add', version);
  project.write(version, text);
  await refused(/v1\.version\.yaml is staged with other content/);
  project.git('rm', '-q', '-f', '--cached', version);
  project.write('x.txt', 'one\n');
  project.git('add', 'x.txt');
  project.git('commit', '-q', '-m', 'one');
  project.git('checkout', '-q', '-b', 'side', 'HEAD^');
  project.write('x.txt', 'two\n');
  project.git('add', 'x.txt');
  project.git('commit', '-q', '-m', 'two');
  assert.throws(() => project.git('rebase', 'main'));
  await refused(/A rebase is under way in git/);
  project.git('rebase', '--abort');
  assert.throws(() => project.git('merge', 'main'));
  await refused(/A merge is under way in git/);
});

test('where a hook refuses the commit everything is as it was', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  await promoted(project, 'sigmoid:1 --alias production');
  const alias = project.read(ALIAS);
  const before = project.git('status', '--porcelain');
  project.write('.git/hooks/pre-commit', '#!/bin/sh\necho "not on a Friday" >&2\nexit 1\n');
  chmodSync(join(project.folder, '.git/hooks/pre-commit'), 0o755);
  const said = await project.modelyard('models promote sigmoid:2 --alias production');
  assert.equal(said.code, 2);
  assert.match(said.err, /git made no commit: not on a Friday/);
  assert.equal(project.read(ALIAS), alias);
  assert.equal(project.git('status', '--porcelain'), before);
  assert.equal(readdirSync(join(project.folder, 'registry/sigmoid/gates')).length, 1);
});

test('a move that was begun counts for nothing until it is finished', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  await promoted(project, 'sigmoid:1 --alias production');
  await promoted(project, 'sigmoid:2 --alias production');
  const done = project.git('rev-parse', 'HEAD');
  const moved = project.git('show', '--name-only', '--format=', 'HEAD');
  // What a process leaves that was killed before its commit.
  project.git('reset', '-q', 'HEAD^');
  assert.equal(await held(project), 1);
  const shown = (await project.modelyard('models show sigmoid --format json')).json();
  assert.deepEqual(shown['pending'], [{ alias: 'production', version: 2 }]);
  assert.match((await project.modelyard('models show sigmoid')).out, /production.*pending.*--finish/);
  assert.match((await project.modelyard('models promote sigmoid:2 --alias production')).err, /--finish/);
  const finished = await promoted(project, 'sigmoid --alias production --finish');
  assert.equal(finished.version, 2);
  assert.equal(await held(project), 2);
  assert.equal(project.git('diff', done, 'HEAD', '--stat'), '');
  assert.equal(project.git('show', '--name-only', '--format=', 'HEAD'), moved);
  project.git('reset', '-q', 'HEAD^');
  const undone = await promoted(project, 'sigmoid --alias production --undo');
  assert.deepEqual([undone.version, undone.moved], [1, false]);
  assert.equal(project.git('status', '--porcelain'), '?? registry/sigmoid/v2.version.yaml');
  assert.match(
    (await project.modelyard('models promote sigmoid --alias production --undo')).err,
    /No move .* is pending/,
  );
});

test('a pending first move is named where the alias is asked for', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  await promoted(project, 'sigmoid:1 --alias production');
  project.git('reset', '-q', 'HEAD^');
  const said = await project.modelyard('models show sigmoid@production');
  assert.match(said.err, /its move to version 1 is not committed[\s\S]*--undo/);
  await promoted(project, 'sigmoid --alias production --undo');
  assert.equal(existsSync(join(project.folder, ALIAS)), false);
  assert.deepEqual(readdirSync(join(project.folder, 'registry/sigmoid')).sort(), ['gates', 'v1.version.yaml']);
});

test('an edit by hand is pending, and never finished', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  await promoted(project, 'sigmoid:1 --alias production');
  const [one, two] = [1, 2].map(
    (number) => /^sha256: (\w+)/m.exec(project.read(`registry/sigmoid/v${number}.version.yaml`))![1]!,
  );
  const text = project.read(ALIAS);
  project.write(ALIAS, text.replace('version: 1', 'version: 2').replace(one!, two!));
  assert.equal(await held(project), 1);
  const said = await project.modelyard('models promote sigmoid --alias production --finish');
  assert.match(said.err, /cannot be finished: .*gates\/v2-production-\w+\.json is not there/);
  project.write(
    ALIAS,
    text
      .replace('version: 1', 'version: 2')
      .replace(one!, two!)
      .replace(/^gates: .*\n/m, ''),
  );
  assert.match(
    (await project.modelyard('models promote sigmoid --alias production --finish')).err,
    /it names no gate report: it was edited by hand/,
  );
  project.write(ALIAS, '<<<<<<< ours\n');
  assert.equal(await held(project), 1);
  await promoted(project, 'sigmoid --alias production --undo');
  assert.equal(project.read(ALIAS), text);
});

test('a pending move is not finished by rules that have changed since', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  await promoted(project, 'sigmoid:1 --alias production');
  project.git('reset', '-q', 'HEAD^');
  project.write('default.policy.yaml', project.read('default.policy.yaml').replace('50MB', '40MB'));
  project.git('commit', '-q', '-m', 'Stricter', 'default.policy.yaml');
  const said = await project.modelyard('models promote sigmoid --alias production --finish');
  assert.match(said.err, /the policy has changed since/);
});

test('versions and aliases that are none are refused', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  for (const [words, says] of [
    ['sigmoid:9 --alias production', /no version 9/],
    ['other --alias production', /no model other/],
    ['sigmoid:1 --alias v3', /reserved/],
    ['sigmoid:1 --alias 3', /a number/],
    ['sigmoid:1', /alias/],
    ['sigmoid:1 --alias production --finish --undo', /exclude each other/],
    ['sigmoid:1 --alias production --pr', /needs a remote of git/],
    ['sigmoid:1 --alias production --policy-from none', /no commit `none`/],
  ] as const) {
    const said = await project.modelyard(`models promote ${words}`);
    assert.equal(said.code, 2, words + said.out);
    assert.match(said.err, says, words);
  }
  await project.modelyard('models withdraw sigmoid:1 --reason leaks');
  assert.match((await project.modelyard('models promote sigmoid:1 --alias production')).err, /withdrawn: leaks/);
});

test('a clock that was set back is refused, and one that is a little behind does not disturb the order', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  await promoted(project, 'sigmoid:1 --alias production');
  const since = (time: number): void => {
    const text = new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
    project.write(ALIAS, project.read(ALIAS).replace(/^since: .*$/m, `since: ${text}`));
    project.git('commit', '-q', '-m', 'Later', ALIAS);
  };
  since(Date.now() + 3_600_000);
  assert.match((await project.modelyard('models promote sigmoid:2 --alias production')).err, /This clock says/);
  since(Date.now() + 60_000);
  const before = /^since: (.*)$/m.exec(project.read(ALIAS))![1];
  await promoted(project, 'sigmoid:2 --alias production');
  assert.equal(/^since: (.*)$/m.exec(project.read(ALIAS))![1], before);
});

test('in a shallow clone nobody can tell which policy holds', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  project.commitAll();
  project.git('checkout', '-q', '-b', 'work');
  project.commitAll('More');
  project.git('checkout', '-q', 'main');
  project.git(
    'clone',
    '-q',
    '--depth',
    '1',
    '--no-single-branch',
    '--branch',
    'work',
    `file://${project.folder}`,
    'clone',
  );
  const said = await project.modelyard('models promote sigmoid:1 --alias production --project clone'.split(' '));
  assert.equal(said.code, 2);
  assert.match(said.err, /shallow[\s\S]*fetch-depth: 0/);
});

test('without git the files are written, and the answer says that there is no history', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  rmSync(join(project.folder, '.git'), { recursive: true });
  const said = await project.modelyard('models promote sigmoid:1 --alias production');
  assert.equal(said.code, 0, said.err);
  assert.match(said.out, /no history/);
  assert.equal(await held(project), 1);
});

test('the commit is signed where people approve, or refused where nobody can sign', async (t) => {
  const policy = POLICY.replace('    rollback:', '    approvals: {count: 1, role: approver}\n    rollback:');
  const fixture = `${policy}roles: {approver: [grace@example.org]}\n`;
  const project = await gitProject(t, { versions: 1, fixture });
  const said = await project.modelyard('models promote sigmoid:1 --alias production');
  assert.equal(said.code, 2);
  assert.match(said.err, /no SSH key to sign with/);
});

test('an alias whose owners approve in review moves by a pull request only', async (t) => {
  const fixture = POLICY.replace('    rollback:', '    approvals: {code_owners: true}\n    rollback:');
  const project = await gitProject(t, { versions: 1, fixture });
  assert.match((await project.modelyard('models promote sigmoid:1 --alias production')).err, /Move it with `--pr`/);
});

test('the bytes are in the remote of the project before the alias moves, and where that is gone nothing moves', async (t) => {
  const place = join(temporaryFolder(t), 'models');
  mkdirSync(place);
  const fixture = `${POLICY}#- modelyard.yaml\nproject: small\nlanguage: 1\nremote: file://${place}\n`;
  const project = await gitProject(t, { versions: 1, fixture });
  await promoted(project, 'sigmoid:1 --alias production');
  assert.ok(readdirSync(join(place, 'objects')).length > 0);
  await project.register(2);
  const before = project.git('status', '--porcelain');
  rmSync(place, { recursive: true });
  const said = await project.modelyard('models promote sigmoid:2 --alias production');
  assert.equal(said.code, 2, said.out);
  assert.equal(project.git('status', '--porcelain'), before);
});

test('where no branch decides, the policy at HEAD does', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  project.git('branch', '-q', '-m', 'trunk');
  const weaker = project.read('default.policy.yaml').replace('{name: tiny, size: 1B}', '{name: tiny, size: 50MB}');
  project.write('default.policy.yaml', weaker);
  const moved = await promoted(project, 'sigmoid:1 --alias strict', 1);
  assert.deepEqual(
    moved.gates?.policies.map(({ ref }) => ref),
    ['HEAD', null],
  );
  await promoted(project, 'sigmoid:1 --alias production');
});

test('a file that a gate has read and nobody committed is named', async (t) => {
  const card = { name: 'described', card: 'complete' };
  const fixture = POLICY.replace('- {name: small, size: 50MB}', `- ${JSON.stringify(card)}`);
  const project = await gitProject(t, { versions: 1, fixture });
  project.write('sigmoid.modelcard.yaml', CARD);
  const moved = await promoted(project, 'sigmoid:1 --alias production');
  assert.deepEqual(moved.uncommitted, ['sigmoid.modelcard.yaml']);
});

const CARD = `modelcard: sigmoid
model: sigmoid@production
owners: [{name: Ada, email: ada@example.org}]
license: Apache-2.0
intended_use: {primary: tests, users: testers, out_of_scope: anything else}
training_data: none, it is made up
metrics: {roc_auc: 0.7}
limitations: It knows one input.
ethical_considerations: None are known.
risk: {level: minimal}
`;
