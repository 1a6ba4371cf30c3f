import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { PublishedVersion } from '../../engine/src/operations/models/publish.ts';
import { gitIn, gitProject, identify } from './gitProject.ts';
import { commandLine } from './project.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/**
 * Processes race, each in a clone of its own of one bare remote, to register and publish so many models; then every model is there once,
 * under the number that its process was told, each by one commit.
 */
export async function raceToPublish(t: TestContext, counts: readonly number[]): Promise<void> {
  const project = await gitProject(t);
  const bare = temporaryFolder(t);
  gitIn(bare)('init', '-q', '--bare', '-b', 'main');
  project.git('remote', 'add', 'origin', bare);
  project.git('push', '-q', '-u', 'origin', 'main');
  const racing = counts.map((count, index) => race(t, bare, { first: 1 + index * 1000, count }));
  const told = (await Promise.all(racing)).flat();
  const all = counts.reduce((sum, count) => sum + count, 0);
  assert.equal(told.length, all);
  project.git('pull', '-q');
  const shown = (await project.modelyard('models show sigmoid --format json')).json<{
    versions: { version: number; sha256: string }[];
  }>();
  const named = ({ version, sha256 }: { version: number; sha256: string }) => `${version} ${sha256}`;
  assert.equal(new Set(shown.versions.map(({ sha256 }) => sha256)).size, all);
  assert.deepEqual(shown.versions.map(named).sort(), told.map(named).sort());
  assert.equal(gitIn(bare)('rev-list', '--count', 'main'), String(all + 1));
  assert.ok(
    told.some(({ before }) => before !== null),
    'somebody was second with a number',
  );
}

/**
 * Processes register so many models at the same time, each offline in a clone of its own, so that each gives the same numbers. Then one
 * clone after the other merges and settles the conflicts by `models renumber`: every model is there once, under a number of its own.
 */
export async function raceOffline(t: TestContext, counts: readonly number[]): Promise<void> {
  const project = await gitProject(t);
  const bare = temporaryFolder(t);
  gitIn(bare)('clone', '-q', '--bare', project.folder, '.');
  const clones = counts.map(() => cloneOf(t, bare));
  await Promise.all(counts.map((count, at) => racing(clones[at]!, { first: 1 + at * 1000, count, more: ['offline'] })));
  for (const [at, folder] of clones.entries()) {
    const git = gitIn(folder);
    git('add', 'registry');
    git('commit', '-q', '-m', `Versions of clone ${at}`);
    if (at > 0) {
      assert.throws(() => git('pull', '-q', '--no-rebase'));
      assert.equal(git('diff', '--name-only', '--diff-filter=U').split('\n').length, counts[at], 'as many conflicts');
      const said = await commandLine(folder, 'models renumber');
      assert.equal(said.code, 0, said.err);
      assert.equal(git('diff', '--name-only', '--diff-filter=U'), '', said.out);
      git('commit', '-q', '-am', `Merge of clone ${at}`);
    }
    git('push', '-q', 'origin', 'main');
  }
  project.git('pull', '-q', bare, 'main');
  const shown = await project.modelyard('models show sigmoid --format json');
  const { versions } = shown.json<{ versions: { version: number; sha256: string }[] }>();
  const all = counts.reduce((sum, count) => sum + count, 0);
  assert.equal(new Set(versions.map(({ sha256 }) => sha256)).size, all);
  assert.deepEqual(
    versions.map(({ version }) => version).sort((a, b) => a - b),
    Array.from({ length: all }, (_, index) => index + 1),
  );
}

function cloneOf(t: TestContext, bare: string): string {
  const folder = temporaryFolder(t);
  gitIn(folder)('clone', '-q', bare, '.');
  identify(gitIn(folder));
  return folder;
}

async function race(
  t: TestContext,
  bare: string,
  { first, count }: { readonly first: number; readonly count: number },
): Promise<readonly PublishedVersion[]> {
  const lines = await racing(cloneOf(t, bare), { first, count });
  return lines.map((line) => JSON.parse(line) as PublishedVersion);
}

interface Racing {
  readonly first: number;
  readonly count: number;
  readonly more?: readonly string[];
}

/** What a racer says, line by line. */
async function racing(folder: string, { first, count, more = [] }: Racing): Promise<readonly string[]> {
  const racer = fileURLToPath(new URL('./racer.ts', import.meta.url));
  const words = [racer, folder, String(first), String(count), ...more];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 0, err);
  return out.trim().split('\n');
}
