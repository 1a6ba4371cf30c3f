import assert from 'node:assert/strict';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fillClone, killedCommand, lookAtShare } from '../kit/killSharing.ts';
import { startCli } from '../kit/process.ts';
import { team } from '../kit/team.ts';

/** At which part of what a command says it is killed. */
const MOMENTS = [0, 0.2, 0.5, 0.8];

test('a push or a pull that is killed at any moment leaves the old or the new state, and the next one ends it', async (t) => {
  const all = await team(t, { versions: 1 });
  const { first, clone, share } = all;
  const ids = await fillClone(first);
  for (const moment of MOMENTS) assert.deepEqual(await killedCommand(all, first, ['push'], moment), []);
  const pushed = await first.modelyard('push');
  assert.equal(pushed.code, 0, pushed.err);
  assert.match((await first.modelyard('push')).out, /already/);
  assert.equal(globSync('runs/*/*.bundle.json', { cwd: share }).length, ids.length + 1);

  const other = clone();
  for (const moment of MOMENTS) assert.deepEqual(await killedCommand(all, other, ['pull', '--all'], moment), []);
  const pulled = await other.modelyard('pull --all');
  assert.equal(pulled.code, 0, pulled.err);
  assert.match((await other.modelyard('pull --all')).out, /Nothing new/);
  assert.equal((await other.modelyard('models verify')).code, 0);
  await other.withStores(async ({ runs, objects }) => {
    for (const id of ids) {
      const large = (await runs.run(id)).artifacts.find(({ path }) => path === 'large.bin');
      assert.equal(await objects.has(large!.sha256), true);
    }
  });
});

test('three processes push the same at once, and all of it is there once', async (t) => {
  const all = await team(t, { versions: 1 });
  const { first, share } = all;
  const ids = await fillClone(first);
  const processes = [1, 2, 3].map(() => startCli(first.folder, ['push', '--format', 'json']));
  const codes = await Promise.all(processes.map(({ ended }) => ended));
  assert.deepEqual(codes, [0, 0, 0], processes.map(({ said }) => said.err).join('\n'));
  assert.deepEqual(lookAtShare(all), []);
  assert.equal(globSync('runs/*/*', { cwd: share }).length, ids.length + 1);
  assert.deepEqual(globSync('tmp/*', { cwd: share }), []);
});

test('half an object that something killed left in the share is healed by the next push', async (t) => {
  const all = await team(t, { versions: 1 });
  const { first, share } = all;
  const [object] = await first.withStores(({ objects }) => Array.fromAsync(objects.list()));
  const { sha256 } = object!;
  const place = join(share, 'objects', sha256.slice(0, 2), sha256.slice(2));
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, 'half');
  assert.equal((await first.modelyard('push')).code, 0);
  assert.deepEqual(lookAtShare(all), []);
});
