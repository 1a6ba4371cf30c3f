import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import { currentBranch } from '../../../engine/src/operations/gitFolders.ts';
import { storeFolder } from '../../../engine/src/operations/storeFolder.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const files = localFiles();

test('outside of git the store lies in the project, and there is no branch', async (t) => {
  const folder = temporaryFolder(t);
  assert.equal(await storeFolder(files, folder), `${folder}/.modelyard`);
  assert.equal(await currentBranch(files, folder), undefined);
});

test('a linked worktree shares the store of the main one, and has a branch of its own', async (t) => {
  const folder = temporaryFolder(t);
  const [main, linked] = [join(folder, 'main'), join(folder, 'linked')];
  mkdirSync(join(main, 'shop'), { recursive: true });
  writeFileSync(join(main, 'shop', 'modelyard.yaml'), '');
  git(main, 'init', '-q', '-b', 'trunk');
  git(main, 'add', '.');
  git(main, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '-m', 'Begin');
  git(main, 'worktree', 'add', '-q', '-b', 'feature/wide', linked);
  assert.equal(await storeFolder(files, join(main, 'shop')), `${main}/shop/.modelyard`);
  assert.equal(await storeFolder(files, join(linked, 'shop')), `${main}/shop/.modelyard`);
  assert.equal(await currentBranch(files, join(main, 'shop')), 'trunk');
  assert.equal(await currentBranch(files, join(linked, 'shop')), 'feature/wide');
  git(linked, 'checkout', '-q', '--detach');
  assert.equal(await currentBranch(files, linked), undefined);
});

test('a submodule has a store of its own; a link that leads nowhere is passed over', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'sub'));
  mkdirSync(join(folder, '.git/modules/sub'), { recursive: true });
  writeFileSync(join(folder, '.git/modules/sub/HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(join(folder, 'sub/.git'), 'gitdir: ../.git/modules/sub\n');
  assert.equal(await storeFolder(files, join(folder, 'sub')), `${folder}/sub/.modelyard`);
  assert.equal(await currentBranch(files, join(folder, 'sub')), 'main');
  writeFileSync(join(folder, 'sub/.git'), 'rubbish');
  assert.equal(await storeFolder(files, join(folder, 'sub')), `${folder}/sub/.modelyard`);
});

function git(folder: string, ...words: string[]): void {
  execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
}
