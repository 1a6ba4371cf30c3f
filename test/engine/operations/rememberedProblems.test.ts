import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { validate } from '../../../engine/src/operations/validate.ts';
import type { Host } from '../../../engine/src/ports/host.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const POLICY = `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: good, threshold: roc_auc, min: 0.65}
`;

/** A project in git with a store, and a host of a program that is built; a minute has passed whenever it is looked at. */
async function project(t: TestContext) {
  const folder = temporaryFolder(t);
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
  write('modelyard.yaml', 'project: registry\nlanguage: 1\n');
  write('default.policy.yaml', POLICY);
  mkdirSync(join(folder, '.modelyard'));
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '-q', '--allow-empty', '-m', 'begin');
  const read: string[] = [];
  const look = async (build: string | undefined, args: Partial<Parameters<typeof validate.run>[1]> = {}) => {
    const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
    const texts: Host['files']['texts'] = (paths) => {
      read.push(...paths);
      return host.files.texts(paths);
    };
    const later: Host = {
      ...host,
      files: { ...host.files, texts },
      clock: { ...host.clock, now: () => Date.now() + 60_000 },
      machine: { ...host.machine, build },
    };
    try {
      read.length = 0;
      const given = { paths: [], noData: false, requireKnown: false, failOn: 'error', ...args } as const;
      const { problems, files } = await validate.run(later, given as Parameters<typeof validate.run>[1], {} as never);
      return { problems: problems.map(({ file, code }) => `${file} ${code}`), files, read: read.length };
    } finally {
      await host.close();
    }
  };
  return { folder, write, git, look };
}

test('problems of files that have not changed are not looked for again', async (t) => {
  const { write, look } = await project(t);
  const first = await look('built');
  assert.deepEqual([first.problems, first.files], [[], ['modelyard.yaml', 'default.policy.yaml']]);
  assert.equal(first.read, 2);
  assert.deepEqual(await look('built'), { ...first, read: 0 });
  write('default.policy.yaml', POLICY.replace('min', 'mni'));
  const wrong = await look('built');
  assert.equal(wrong.problems.length > 0, true);
  const again = await look('built');
  assert.deepEqual([again.problems, again.read], [wrong.problems, 1]);
  assert.deepEqual((await look('built', { paths: ['modelyard.yaml'] })).problems, []);
  write('other.policy.yaml', POLICY.replace('default', 'other'));
  assert.deepEqual((await look('built')).files, ['modelyard.yaml', 'default.policy.yaml', 'other.policy.yaml']);
});

test('a file that was written without a trace in its size and time is read', async (t) => {
  const { folder, write, look } = await project(t);
  await look('built');
  const file = join(folder, 'default.policy.yaml');
  const { atime, mtime } = statSync(file);
  write('default.policy.yaml', POLICY.replace('min', 'mni'));
  utimesSync(file, atime, mtime);
  assert.equal(readFileSync(file).length, POLICY.length);
  assert.notDeepEqual((await look('built')).problems, []);
});

test('a commit, another program and another question are looked at anew', async (t) => {
  const { git, look } = await project(t);
  await look('built');
  assert.equal((await look('other')).read, 2);
  assert.equal((await look('built', { requireKnown: true })).read, 2);
  assert.equal((await look(undefined)).read, 2);
  assert.equal((await look('built')).read, 0);
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '-q', '--allow-empty', '-m', 'next');
  assert.equal((await look('built')).read, 2);
});

test('a project that speaks of data is read each time', async (t) => {
  const { write, look } = await project(t);
  write('flights.dataset.yaml', 'dataset: flights\nsource: flights.csv\n');
  const first = await look('built');
  assert.deepEqual((await look('built')).read, first.read);
});
