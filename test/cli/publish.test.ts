import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PublishedVersion } from '../../engine/src/operations/models/publish.ts';
import { type GitProject, gitIn, gitProject, identify } from '../kit/gitProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { startCli } from '../kit/process.ts';
import { commandLine } from '../kit/project.ts';
import { raceToPublish } from '../kit/raceToPublish.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

type Test = Parameters<typeof gitProject>[0];

/** A project whose `main` follows a bare remote. */
async function shared(t: Test, fixture?: string) {
  const project = await gitProject(t, fixture === undefined ? {} : { fixture });
  const bare = temporaryFolder(t);
  gitIn(bare)('init', '-q', '--bare', '-b', 'main');
  project.git('remote', 'add', 'origin', bare);
  project.git('push', '-q', '-u', 'origin', 'main');
  return { project, bare, remote: gitIn(bare) };
}

function clone(t: Test, bare: string): { readonly folder: string; readonly git: GitProject['git'] } {
  const folder = temporaryFolder(t);
  const git = gitIn(folder);
  git('clone', '-q', bare, '.');
  identify(git);
  return { folder, git };
}

async function published(folder: string, words = 'sigmoid'): Promise<PublishedVersion> {
  const said = await commandLine(folder, `models publish ${words} --format json`);
  assert.equal(said.code, 0, said.err);
  outputSchemas()('models-publish', said.json());
  return said.json<PublishedVersion>();
}

/** Registers a model of its own bytes in a clone. */
async function register(folder: string, weight: number): Promise<void> {
  writeFileSync(join(folder, `${weight}.onnx`), onnxModel(weight));
  const said = await commandLine(folder, `models register ${weight}.onnx --name sigmoid`);
  assert.equal(said.code, 0, said.err);
}

test('a version file goes to the branch that is followed, and the local one goes along', async (t) => {
  const { project, remote } = await shared(t);
  await project.register(1);
  project.write('mine.txt', 'not shared\n');
  const done = await published(project.folder);
  assert.deepEqual(
    [done.version, done.before, done.isNew, done.branch, done.sent],
    [1, null, true, 'origin/main', null],
  );
  assert.equal(
    remote('show', '--name-only', '--format=%s', 'main'),
    'Publish sigmoid v1\n\nregistry/sigmoid/v1.version.yaml',
  );
  assert.equal(project.git('rev-parse', 'HEAD'), done.commit);
  assert.equal(project.git('status', '--porcelain'), '?? mine.txt');
  assert.deepEqual((await published(project.folder)).isNew, false);
});

test('where others were first with the number it takes the next one, and what speaks of it follows', async (t) => {
  const { project, bare, remote } = await shared(t);
  const other = clone(t, bare);
  await project.register(1);
  await register(other.folder, 2);
  await commandLine(other.folder, 'models alias sigmoid:1 candidate');
  await published(project.folder);
  const done = await published(other.folder);
  assert.deepEqual([done.version, done.before], [2, 1]);
  assert.deepEqual(remote('ls-tree', '--name-only', 'main', 'registry/sigmoid/').split('\n'), [
    'registry/sigmoid/v1.version.yaml',
    'registry/sigmoid/v2.version.yaml',
  ]);
  assert.equal(other.git('status', '--porcelain'), '?? registry/sigmoid/candidate.alias.yaml');
  const shown = await commandLine(other.folder, 'models show sigmoid@candidate --format json');
  assert.equal(shown.json<{ versions: { version: number }[] }>().versions[0]?.version, 2);
});

test('local commits stay at home, and a later pull meets no conflict', async (t) => {
  const { project, bare, remote } = await shared(t);
  const other = clone(t, bare);
  await register(other.folder, 2);
  other.git('add', '-A');
  other.git('commit', '-q', '-m', 'Mine, with the version');
  await project.register(1);
  await published(project.folder);
  const done = await published(other.folder);
  assert.deepEqual([done.version, done.before], [2, 1]);
  assert.deepEqual(remote('log', '--format=%s', 'main').split('\n'), [
    'Publish sigmoid v2',
    'Publish sigmoid v1',
    'Begin',
  ]);
  other.git('pull', '-q', '--no-rebase', '--no-edit');
  assert.equal(other.git('status', '--porcelain'), '');
  assert.equal(existsSync(join(other.folder, 'registry/sigmoid/v2.version.yaml')), true);
});

test('with a pull request it waits on a branch of its own', async (t) => {
  const { project, remote } = await shared(t);
  await project.register(1);
  const done = await published(project.folder, 'sigmoid --pr');
  assert.deepEqual([done.branch, done.url, done.isNew], ['publish/sigmoid-v1', null, true]);
  assert.equal(remote('log', '-1', '--format=%s', 'publish/sigmoid-v1'), 'Publish sigmoid v1');
  assert.equal(project.git('status', '--porcelain'), '?? registry/');
});

/** As a publication leaves it that is killed after its push: the remote has the version, the local branch does not. */
async function killedAfterPush(project: GitProject): Promise<void> {
  await published(project.folder);
  project.git('reset', '-q', '--soft', 'HEAD~1');
  project.git('reset', '-q');
}

test('a publication that was killed after its push is finished by the next one, of whichever version', async (t) => {
  const { project, remote } = await shared(t);
  for (const [weight, next] of [
    [1, 'sigmoid:1'],
    [2, 'sigmoid:3'],
  ] as const) {
    await project.register(weight);
    await killedAfterPush(project);
    assert.equal(project.git('status', '--porcelain', '-uall'), `?? registry/sigmoid/v${weight}.version.yaml`);
    if (next === 'sigmoid:3') await project.register(3);
    const done = await published(project.folder, next);
    assert.deepEqual([done.isNew, done.finished], [next === 'sigmoid:3', [`registry/sigmoid/v${weight}.version.yaml`]]);
    assert.equal(project.git('status', '--porcelain'), '');
    assert.equal(project.git('rev-parse', 'HEAD'), remote('rev-parse', 'main'));
  }
  assert.deepEqual((await published(project.folder)).finished, []);
});

test('a file that only looks like the published one stays as it is', async (t) => {
  const { project } = await shared(t);
  await project.register(1);
  await killedAfterPush(project);
  const file = 'registry/sigmoid/v1.version.yaml';
  project.write(file, `${project.read(file)}# mine\n`);
  assert.deepEqual((await published(project.folder)).finished, []);
  assert.equal(project.git('status', '--porcelain', '-uall'), `?? ${file}`);
});

test('a branch that waits for its pull request is gone on with', async (t) => {
  const { project, bare, remote } = await shared(t);
  project.git('remote', 'set-url', 'origin', 'git@github.com:acme/flights.git');
  project.git('config', `url.${bare}.insteadOf`, 'git@github.com:acme/flights.git');
  await project.register(1);
  const first = await published(project.folder, 'sigmoid --pr');
  const again = await published(project.folder, 'sigmoid --pr');
  assert.deepEqual([first.isNew, again.isNew, again.branch], [true, false, first.branch]);
  assert.deepEqual([again.commit, again.url, again.opened], [first.commit, first.url, false]);
  const tools = temporaryFolder(t);
  const page = 'https://github.com/acme/flights/pull/7';
  writeFileSync(`${tools}/gh`, `#!/bin/sh\n[ "$2" = list ] && echo ${page}\n`);
  chmodSync(`${tools}/gh`, 0o755);
  const words = 'models publish sigmoid --pr --format json'.split(' ');
  const cli = startCli(project.folder, words, { variables: { PATH: `${tools}:${process.env['PATH']}` } });
  assert.equal(await cli.ended, 0, cli.said.err);
  const open = JSON.parse(cli.said.out) as PublishedVersion;
  assert.deepEqual([open.url, open.opened, open.branch], [page, true, first.branch]);
  remote('branch', '-q', '-D', first.branch);
  await published(project.folder, 'sigmoid --pr');
  assert.equal(remote('rev-parse', first.branch), first.commit);
});

test('bytes and run are in the remote of the project before the version is seen', async (t) => {
  const place = temporaryFolder(t);
  mkdirSync(join(place, 'models'));
  const { project, bare } = await shared(
    t,
    `#- modelyard.yaml\nproject: small\nlanguage: 1\nremote: file://${place}/models\n`,
  );
  await project.register(1);
  const done = await published(project.folder);
  assert.deepEqual([(done.sent?.objects ?? 0) > 0, done.sent?.runs], [true, 1]);
  const other = clone(t, bare);
  writeFileSync(join(other.folder, 'rows.ndjson'), '{"x": 2}\n');
  const said = await commandLine(other.folder, 'predict --model sigmoid:1 --input rows.ndjson --output out.ndjson');
  assert.equal(said.code, 0, said.err);
});

test('what cannot be published is refused', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  const refused = async (says: RegExp, words = 'sigmoid'): Promise<void> => {
    const said = await project.modelyard(`models publish ${words}`);
    assert.equal(said.code, 2, said.out);
    assert.match(said.err, says);
  };
  await refused(/no model other/, 'other');
  await refused(/needs a remote of git/);
  await refused(/needs a remote of git/, 'sigmoid --pr');
  project.git('checkout', '-q', '--detach');
  await refused(/HEAD is on no branch/);
  project.git('checkout', '-q', 'main');
  project.git('remote', 'add', 'origin', join(project.folder, 'none'));
  await refused(/needs a remote of git|could not fetch/);
});

test('of registrations that race from three clones none is lost or doubled', async (t) => {
  await raceToPublish(t, [5, 5, 5]);
});
