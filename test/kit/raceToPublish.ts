import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { PublishedVersion } from '../../engine/src/operations/models/publish.ts';
import { gitIn, gitProject, identify } from './gitProject.ts';
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

async function race(
  t: TestContext,
  bare: string,
  { first, count }: { readonly first: number; readonly count: number },
): Promise<readonly PublishedVersion[]> {
  const folder = temporaryFolder(t);
  gitIn(folder)('clone', '-q', bare, '.');
  identify(gitIn(folder));
  const racer = fileURLToPath(new URL('./racer.ts', import.meta.url));
  const words = [racer, folder, String(first), String(count)];
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
  const lines = out.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as PublishedVersion);
}
