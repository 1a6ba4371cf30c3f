import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gitProject } from '../kit/gitProject.ts';
import { callsOfGit, type Killed, killAtEachGit } from '../kit/killAtGit.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { startCli } from '../kit/process.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

interface Shown {
  readonly versions: readonly { readonly version: number; readonly aliases: readonly string[] }[];
  readonly pending: readonly { readonly version: number | null }[];
}

async function shown(killed: Pick<Killed, 'modelyard'>): Promise<Shown & { readonly held: number | undefined }> {
  const said = await killed.modelyard('models show sigmoid --format json');
  assert.equal(said.code, 0, said.err);
  const model = said.json<Shown>();
  return { ...model, held: model.versions.find(({ aliases }) => aliases.includes('production'))?.version };
}

test('a promotion that is killed at any step leaves the old state, the new one, or one that is settled', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  await project.modelyard('models promote sigmoid:1 --alias production');
  const line = 'models promote sigmoid:2 --alias production';
  const workshop = temporaryFolder(t);
  const calls = await callsOfGit(project, workshop, line);
  const seen = new Set<string>();
  const look = async (killed: Killed): Promise<void> => {
    const at = `killed before call ${killed.at} of ${calls}`;
    assert.deepEqual(killed.leftovers, [], at);
    const { held, pending } = await shown(killed);
    assert.equal((await killed.modelyard('models verify')).code, 0, at);
    if (pending.length > 0) {
      seen.add('pending');
      assert.deepEqual([held, pending[0]?.version], [1, 2], at);
      const settle = killed.at % 2 === 0 ? '--finish' : '--undo';
      const said = await killed.modelyard(`models promote sigmoid --alias production ${settle}`);
      assert.equal(said.code, 0, at + said.err);
      assert.equal((await shown(killed)).held, settle === '--finish' ? 2 : 1, at);
      // A version file that git knows of already stays staged; nothing else differs.
      const left = killed.git('status', '--porcelain');
      assert.match(left, settle === '--finish' ? /^$/ : /^(\?\?|A ) registry\/sigmoid\/v2\.version\.yaml$/, at);
    } else seen.add(held === 2 ? 'new' : 'old');
    if ((await shown(killed)).held === 1) assert.equal((await killed.modelyard(line)).code, 0, at);
    assert.equal((await shown(killed)).held, 2, at);
    assert.equal(killed.git('log', '--format=%s', '-1'), 'Promote sigmoid v2 to production', at);
  };
  // Before these nothing has been written: the last steps are looked at one by one.
  await killAtEachGit(project, workshop, line, look, Math.max(1, calls - 9));
  assert.ok(seen.has('pending') && seen.has('old'), [...seen].join());
});

test('a commit that is killed inside git is told of, and finished when its lock is gone', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  await project.modelyard('models promote sigmoid:1 --alias production');
  const hook = join(project.folder, '.git/hooks/pre-commit');
  project.write('.git/hooks/pre-commit', '#!/bin/sh\nkill -9 0\n');
  chmodSync(hook, 0o755);
  const cli = startCli(project.folder, 'models promote sigmoid:2 --alias production'.split(' '));
  assert.equal(await cli.ended, 'SIGKILL');
  rmSync(hook);
  assert.deepEqual((await shown(project)).pending, [{ alias: 'production', version: 2 }]);
  const finish = 'models promote sigmoid --alias production --finish';
  const lock = join(project.folder, '.git/index.lock');
  if (existsSync(lock)) {
    assert.match((await project.modelyard(finish)).err, /index\.lock is there/);
    rmSync(lock);
  }
  assert.equal((await project.modelyard(finish)).code, 0);
  assert.equal((await shown(project)).held, 2);
});

test('a registration that is killed at any step leaves no half version, and is done again as one', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  project.write('2.onnx', onnxModel(2));
  const line = 'models register 2.onnx --name sigmoid';
  const kills = await killAtEachGit(project, temporaryFolder(t), line, async (killed) => {
    assert.deepEqual(killed.leftovers, []);
    assert.equal((await killed.modelyard('models verify')).code, 0);
    const said = await killed.modelyard(line);
    assert.equal(said.code, 0, said.err);
    const files = readdirSync(join(killed.folder, 'registry/sigmoid')).sort();
    assert.equal(files.length, 2, files.join());
    assert.equal((await killed.modelyard('models verify')).code, 0);
  });
  assert.ok(kills > 3, `${kills} kills`);
});
