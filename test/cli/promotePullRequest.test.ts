import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MovedAlias } from '../../engine/src/operations/models/move/movedAlias.ts';
import { type GitProject, gitIn, gitProject, identify } from '../kit/gitProject.ts';
import { startCli } from '../kit/process.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

/** A project whose `main` follows a bare remote; what is pushed goes there, whatever the address is. */
async function withRemote(t: Parameters<typeof gitProject>[0], address?: string) {
  const project = await gitProject(t, { versions: 2 });
  const bare = temporaryFolder(t);
  gitIn(bare)('init', '-q', '--bare', '-b', 'main');
  project.git('remote', 'add', 'origin', address ?? bare);
  if (address !== undefined) project.git('config', `url.${bare}.insteadOf`, address);
  project.git('push', '-q', '-u', 'origin', 'main');
  return { project, remote: gitIn(bare) };
}

async function proposed(project: GitProject, line: string): Promise<MovedAlias> {
  const said = await project.modelyard(`${line} --format json`);
  assert.equal(said.code, 0, said.err + said.out);
  return said.json<MovedAlias>();
}

/** What is decided says when, to the second: within one the same branch would be gone on with. */
const laterSecond = () => sleep(1000);

test('a pull request is a branch at the remote; the working tree and its branches stay as they are', async (t) => {
  const { project, remote } = await withRemote(t);
  project.write('dirty.txt', 'mine\n');
  project.git('add', 'dirty.txt');
  const before = [project.git('status', '--porcelain'), project.git('branch'), project.git('rev-parse', 'HEAD')];
  const line = 'models promote sigmoid:2 --alias production --pr';
  const moved = await proposed(project, line);
  assert.deepEqual([moved.branch, moved.url, moved.opened], ['promote/sigmoid-v2-production', null, false]);
  assert.deepEqual(
    [project.git('status', '--porcelain'), project.git('branch'), project.git('rev-parse', 'HEAD')],
    before,
  );
  assert.equal(remote('log', '-1', '--format=%s', moved.branch ?? ''), 'Promote sigmoid v2 to production');
  assert.deepEqual(
    remote('show', '--name-only', '--format=', moved.branch ?? '')
      .split('\n')
      .sort(),
    [moved.report, 'registry/sigmoid/production.alias.yaml', 'registry/sigmoid/v2.version.yaml'],
  );
  await laterSecond();
  assert.equal((await proposed(project, line)).branch, 'promote/sigmoid-v2-production-2');
  project.git('checkout', '-q', '--detach');
  await laterSecond();
  assert.equal((await proposed(project, line)).branch, 'promote/sigmoid-v2-production-3');
});

test('the champion must be that of the branch that is asked to take the move', async (t) => {
  const { project, remote } = await withRemote(t);
  project.commitAll('Two versions');
  project.git('push', '-q');
  await proposed(project, 'models promote sigmoid:1 --alias production');
  const said = await project.modelyard('models promote sigmoid:2 --alias production --pr');
  assert.match(said.err, /stands for nothing at origin\/main, and for version 1 here[\s\S]*git pull/);
  project.git('push', '-q');
  await proposed(project, 'models promote sigmoid:2 --alias production --pr');
  project.git('merge', '-q', 'origin/promote/sigmoid-v2-production');
  project.git('push', '-q');
  const back = await proposed(project, 'models rollback sigmoid --alias production --reason slow --pr');
  assert.equal(back.branch, 'rollback/sigmoid-v1-production');
  assert.equal(remote('log', '-1', '--format=%s', back.branch ?? ''), 'Roll sigmoid production back to v1: slow');
});

test('the page to open it at is printed, and gh opens it where it is at hand', async (t) => {
  const { project } = await withRemote(t, 'git@github.com:acme/flights.git');
  const said = await project.modelyard('models promote sigmoid:2 --alias production --pr');
  assert.match(
    said.out,
    /https:\/\/github\.com\/acme\/flights\/compare\/main\.\.\.promote\/sigmoid-v2-production\?expand=1/,
  );
  const tools = temporaryFolder(t);
  writeFileSync(
    `${tools}/gh`,
    '#!/bin/sh\necho "$@" > said.txt\necho Creating >&2\necho https://github.com/acme/flights/pull/7\n',
  );
  chmodSync(`${tools}/gh`, 0o755);
  const words = 'models promote sigmoid:2 --alias production --pr --format json'.split(' ');
  await laterSecond();
  const cli = startCli(project.folder, words, { variables: { PATH: `${tools}:${process.env['PATH']}` } });
  assert.equal(await cli.ended, 0, cli.said.err);
  const moved = JSON.parse(cli.said.out) as MovedAlias;
  assert.deepEqual([moved.url, moved.opened], ['https://github.com/acme/flights/pull/7', true]);
  assert.match(
    project.read('said.txt'),
    /^pr create --head promote\/sigmoid-v2-production-2 --base main --title Promote /,
  );
});

test('two who promote at once meet in a conflict, which is settled once', async (t) => {
  const { project } = await withRemote(t);
  project.commitAll('Two versions');
  project.git('push', '-q');
  const other = temporaryFolder(t);
  const there = gitIn(other);
  there('clone', '-q', project.git('remote', 'get-url', 'origin'), '.');
  identify(there);
  await proposed(project, 'models promote sigmoid:1 --alias production');
  const line = 'models promote sigmoid:2 --alias production --format json';
  const cli = startCli(other, line.split(' '));
  assert.equal(await cli.ended, 0, cli.said.err);
  project.git('push', '-q');
  assert.throws(() => there('push', '-q'));
  assert.throws(() => there('pull', '-q', '--no-rebase'));
  const alias = 'registry/sigmoid/production.alias.yaml';
  assert.equal(there('diff', '--name-only', '--diff-filter=U'), alias);
  const refused = startCli(other, line.split(' '));
  assert.equal(await refused.ended, 2);
  assert.match(refused.said.err, /A merge is under way/);
  there('checkout', '--theirs', alias);
  there('add', alias);
  there('commit', '-q', '-m', 'Theirs first');
  const again = startCli(other, line.split(' '));
  assert.equal(await again.ended, 0, again.said.err);
  assert.equal((JSON.parse(again.said.out) as MovedAlias).previous, 1);
  there('push', '-q');
  project.git('pull', '-q');
  const shown = await project.modelyard('models show sigmoid@production --format json');
  assert.equal(shown.json<{ versions: { version: number }[] }>().versions[0]?.version, 2);
});
