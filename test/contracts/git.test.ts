import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localGit } from '../../engine/src/adapters/git/localGit.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

/** A repository of this test, and git in it. */
function repository(t: TestContext) {
  const folder = temporaryFolder(t);
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.org');
  git('config', 'commit.gpgsign', 'false');
  const commit = (path: string, text: string): string => {
    write(path, text);
    git('add', path);
    git('commit', '-q', '-m', path);
    return git('rev-parse', 'HEAD');
  };
  return { folder, git, write, commit };
}

test('without a repository or without git every answer is nothing', async (t) => {
  const folder = temporaryFolder(t);
  for (const git of [localGit(folder), localGit(folder, { program: 'no-such-git' }), localGit(join(folder, 'none'))]) {
    assert.equal(await git.root(), undefined);
    assert.equal(await git.mainWorktree(), undefined);
    assert.equal(await git.head(), undefined);
    assert.equal(await git.dirtyDiff(), '');
    assert.deepEqual(await git.filesOnBranches('registry'), []);
    assert.equal(await git.ignored(join(folder, 'a')), false);
  }
  assert.equal(await localGit(folder, { program: 'no-such-git' }).identity(), undefined);
  await localGit(folder, { program: 'no-such-git' }).init(folder, 'x', []);
});

test('head tells commit, branch and whether anything differs', async (t) => {
  const { folder, git, write, commit } = repository(t);
  assert.deepEqual(await localGit(folder).head(), { commit: undefined, branch: 'main', dirty: false });
  const first = commit('.gitignore', '.modelyard\n');
  write('.modelyard/runs.db', 'ignored');
  assert.deepEqual(await localGit(folder).head(), { commit: first, branch: 'main', dirty: false });
  write('new.txt', 'untracked');
  assert.equal((await localGit(folder).head())?.dirty, true);
  const second = commit('new.txt', 'one\n');
  git('checkout', '-q', '--detach');
  assert.deepEqual(await localGit(folder).head(), { commit: second, branch: undefined, dirty: false });
  assert.equal(await localGit(folder).ignored(join(folder, '.modelyard/runs.db')), true);
  assert.equal(await localGit(folder).ignored(join(folder, 'new.txt')), false);
});

test('the dirty diff can be applied to a clean checkout', async (t) => {
  const { folder, git, write, commit } = repository(t);
  commit('a.txt', 'one\n');
  commit('b.bin', 'x');
  assert.equal(await localGit(folder).dirtyDiff(), '');
  write('a.txt', 'größer\n');
  writeFileSync(join(folder, 'b.bin'), Buffer.from([0, 255, 1, 2]));
  const diff = await localGit(folder).dirtyDiff();
  git('checkout', '-q', '--', '.');
  execFileSync('git', ['apply', '--binary'], { cwd: folder, input: diff });
  assert.equal(await localGit(folder).dirtyDiff(), diff);
});

test('commits are held against each other, and files are read as they were', async (t) => {
  const { folder, git, write, commit } = repository(t);
  const first = commit('größe/a b.txt', 'one\n');
  git('mv', 'größe/a b.txt', 'moved.txt');
  const second = commit('b.py', 'b\n');
  write('b.py', 'not committed');
  const local = localGit(join(folder, 'größe'));
  mkdirSync(join(folder, 'größe'), { recursive: true });
  git('config', 'diff.noprefix', 'true');
  const changes = await local.changes(first, second);
  assert.match(changes, /^\+\+\+ b\/moved\.txt$/m);
  assert.match(changes, /^\+\+\+ b\/b\.py$/m);
  assert.match(changes, /^deleted file mode/m);
  assert.equal(await local.changes(first, first), '');
  assert.equal(await local.textAt(first, 'größe/a b.txt'), 'one\n');
  assert.equal(await local.textAt(second, 'größe/a b.txt'), undefined);
  assert.equal(await local.textAt(second, 'b.py'), 'b\n');
  // What a run says its commit is may be anything.
  assert.equal(await local.changes(`--output=${join(folder, 'written')}`, second), '');
  assert.equal(await local.textAt('--batch', 'b.py'), undefined);
  assert.equal(existsSync(join(folder, 'written')), false);
});

test('files of all branches, once each', async (t) => {
  const { folder, git, commit } = repository(t);
  commit('registry/a/v1.version.yaml', '1');
  git('checkout', '-q', '-b', 'feature');
  commit('registry/a/v2.version.yaml', '2');
  git('update-ref', 'refs/remotes/origin/other', commit('registry/größe/v7.version.yaml', '7'));
  git('checkout', '-q', 'main');
  git('branch', '-q', '-D', 'feature');
  git('branch', 'same');
  const expected = ['registry/a/v1.version.yaml', 'registry/a/v2.version.yaml', 'registry/größe/v7.version.yaml'];
  assert.deepEqual(await localGit(folder).filesOnBranches('registry'), expected);
  assert.deepEqual(await localGit(join(folder, 'registry')).filesOnBranches('registry'), expected);
  assert.deepEqual(await localGit(folder).filesOnBranches('nowhere'), []);
});

test('a linked worktree knows the main one; a bare repository has none', async (t) => {
  const { folder, git, commit } = repository(t);
  commit('sub/a.txt', 'one');
  const linked = join(temporaryFolder(t), 'linked');
  git('worktree', 'add', '-q', linked, '-b', 'other');
  assert.equal(await localGit(join(folder, 'sub')).mainWorktree(), folder);
  assert.equal(await localGit(linked).root(), linked);
  assert.equal(await localGit(linked).mainWorktree(), folder);
  const bare = join(temporaryFolder(t), 'bare.git');
  git('clone', '-q', '--bare', folder, bare);
  assert.equal(await localGit(bare).root(), undefined);
  assert.equal(await localGit(bare).mainWorktree(), undefined);
  execFileSync('git', ['worktree', 'add', '-q', '../from-bare', 'main'], { cwd: bare });
  assert.equal(await localGit(join(bare, '../from-bare')).mainWorktree(), undefined);
});

test('identity with the key that signs', async (t) => {
  const { folder, git } = repository(t);
  assert.deepEqual(await localGit(folder).identity(), { name: 'Ada', email: 'ada@example.org' });
  const blob = Buffer.from('public key').toString('base64');
  const key = createHash('sha256').update('public key').digest('hex').slice(0, 16);
  git('config', 'gpg.format', 'ssh');
  git('config', 'user.signingkey', `ssh-ed25519 ${blob} ada`);
  assert.deepEqual(await localGit(folder).identity(), { name: 'Ada', email: 'ada@example.org', key });
  writeFileSync(join(folder, 'id.pub'), `ssh-ed25519 ${blob} ada\n`);
  git('config', 'user.signingkey', join(folder, 'id'));
  assert.equal((await localGit(folder).identity())?.key, key);
});

test('init makes a repository with one commit', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, '.gitignore'), 'data/\n');
  await localGit(folder).init(folder, 'Begin', ['.gitignore']);
  const head = await localGit(folder).head();
  assert.match(head?.commit ?? '', /^[0-9a-f]{40}$/);
  assert.equal(head?.dirty, false);
  assert.equal(await localGit(folder).root(), folder);
});

test('init commits nothing but the files it is given', async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['[a].txt', 'a.txt']) writeFileSync(join(folder, name), name);
  await localGit(folder).init(folder, 'Begin', ['[a].txt']);
  const listed = execFileSync('git', ['ls-files'], { cwd: folder, encoding: 'utf8' });
  assert.equal(listed, '[a].txt\n');
});

test('what git refuses is said in its words', async (t) => {
  const { folder, git, commit } = repository(t);
  commit('a.txt', 'one');
  writeFileSync(join(folder, '.git/index'), 'broken');
  await assert.rejects(localGit(folder).head(), { reason: 'git-failed' });
  git('rev-parse', 'HEAD');
});

test('a commit in a worktree of its own, with changes on it', async (t) => {
  const { folder, git, write, commit } = repository(t);
  const first = commit('a.txt', 'first\n');
  write('.git/hooks/post-checkout', '#!/bin/sh\ntouch "$PWD/hooked"\n');
  chmodSync(join(folder, '.git/hooks/post-checkout'), 0o755);
  write('a.txt', 'changed\n');
  const diff = await localGit(folder).dirtyDiff();
  commit('a.txt', 'second\n');
  const worktree = join(temporaryFolder(t), 'deep/worktree');
  assert.equal(await localGit(folder).hasCommit(first), true);
  assert.equal(await localGit(folder).hasCommit('1'.repeat(40)), false);
  await localGit(folder).addWorktree(worktree, first);
  assert.deepEqual(readdirSync(worktree).sort(), ['.git', 'a.txt']);
  assert.equal(await localGit(worktree).applyDiff(diff), undefined);
  assert.equal(readFileSync(join(worktree, 'a.txt'), 'utf8'), 'changed\n');
  assert.match((await localGit(worktree).applyDiff(diff)) ?? '', /a\.txt/);
  await localGit(folder).removeWorktree(worktree);
  assert.equal(existsSync(worktree), false);
  assert.equal(git('worktree', 'list').split('\n').length, 1);
  await localGit(folder).removeWorktree(worktree);
});
