import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localGit } from '../../engine/src/adapters/git/localGit.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

/** A repository of this test with a first commit, git in it, and what writes to it. */
function repository(t: TestContext) {
  const folder = temporaryFolder(t);
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const hook = (name: string, script: string): void => {
    write(`.git/hooks/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, `.git/hooks/${name}`), 0o755);
  };
  git('init', '-q', '-b', 'main');
  for (const [key, value] of Object.entries({ 'user.name': 'Ada', 'user.email': 'ada@example.org' }))
    git('config', key, value);
  git('config', 'commit.gpgsign', 'false');
  write('a.txt', 'a\n');
  write('b.txt', 'b\n');
  git('add', '-A');
  git('commit', '-q', '-m', 'Begin');
  return { folder, git, write, hook, commits: localGit(folder).commits };
}

test('where there is no repository questions have no answer, and nothing is written', async (t) => {
  const { commits } = localGit(temporaryFolder(t));
  assert.equal(await commits.underWay(), undefined);
  assert.deepEqual(await commits.stagedOtherwise(['a']), []);
  assert.deepEqual(await commits.uncommitted(['a']), []);
  assert.deepEqual(await commits.conflicts('registry'), []);
  assert.deepEqual(await commits.remoteUrls('origin'), []);
  assert.equal(await commits.upstream(), undefined);
  await assert.rejects(commits.commitOnly('x', ['a']), { name: 'Failure' });
});

test('exactly these files are committed; what else is staged or changed stays as it was', async (t) => {
  const { git, write, commits } = repository(t);
  write('a.txt', 'changed\n');
  write('new/ä b.txt', 'new\n');
  write('other.txt', 'staged\n');
  git('add', 'other.txt');
  write('b.txt', 'not staged\n');
  const made = await commits.commitOnly('Move: 1 [2, 3]\n\n# no comment\n', ['a.txt', 'new/ä b.txt']);
  assert.equal(git('rev-parse', 'HEAD'), made);
  assert.equal(git('log', '-1', '--format=%B').trim(), 'Move: 1 [2, 3]\n\n# no comment');
  assert.equal(git('-c', 'core.quotepath=off', 'show', '--name-only', '--format='), 'a.txt\nnew/ä b.txt');
  assert.equal(git('status', '--porcelain'), ' M b.txt\nA  other.txt');
});

test('a file that is gone is committed as gone, and a first commit is one too', async (t) => {
  const { folder, git, commits } = repository(t);
  rmSync(join(folder, 'a.txt'));
  await commits.commitOnly('Gone', ['a.txt']);
  assert.equal(git('ls-files'), 'b.txt');
  git('checkout', '-q', '--orphan', 'fresh');
  git('rm', '-q', '--cached', 'b.txt');
  await commits.commitOnly('First', ['b.txt']);
  assert.equal(git('log', '--format=%s'), 'First');
});

test('hooks run, and where one says no there is no commit and nothing staged', async (t) => {
  const { git, write, hook, commits } = repository(t);
  hook('pre-commit', 'echo "not on a Friday" >&2; exit 1');
  write('a.txt', 'changed\n');
  write('new.txt', 'new\n');
  const before = git('rev-parse', 'HEAD');
  await assert.rejects(commits.commitOnly('Move', ['a.txt', 'new.txt']), {
    reason: 'commit-refused',
    message: /not on a Friday/,
  });
  assert.equal(git('rev-parse', 'HEAD'), before);
  assert.equal(git('status', '--porcelain'), ' M a.txt\n?? new.txt');
});

test('a lock that is left is named, with what to do', async (t) => {
  const { write, commits } = repository(t);
  write('.git/index.lock', '');
  write('a.txt', 'changed\n');
  await assert.rejects(commits.commitOnly('Move', ['a.txt']), { reason: 'git-locked', message: /index\.lock/ });
});

test('a commit is signed where it is asked for', async (t) => {
  const { folder, git, write, commits } = repository(t);
  const key = join(temporaryFolder(t), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ada', '-f', key]);
  git('config', 'gpg.format', 'ssh');
  git('config', 'user.signingkey', key);
  write('a.txt', 'changed\n');
  await commits.commitOnly('Signed', ['a.txt'], { sign: true });
  assert.match(git('cat-file', 'commit', 'HEAD'), /gpgsig -----BEGIN SSH SIGNATURE-----/);
  const aside = await commits.commitOn('HEAD', 'Aside', new Map([['a.txt', 'x\n']]), { sign: true });
  assert.match(git('cat-file', 'commit', aside), /gpgsig/);
  assert.ok(existsSync(folder));
});

test('what is staged with other content than the working tree is told', async (t) => {
  const { git, write, commits } = repository(t);
  const paths = ['a.txt', 'b.txt', 'c.txt', 'd.txt'];
  write('a.txt', 'one\n');
  git('add', 'a.txt');
  write('a.txt', 'two\n');
  write('b.txt', 'staged as it lies\n');
  git('add', 'b.txt');
  write('c.txt', 'untracked\n');
  assert.deepEqual(await commits.stagedOtherwise(paths), ['a.txt']);
  assert.deepEqual([...(await commits.uncommitted(paths))].sort(), ['a.txt', 'b.txt', 'c.txt']);
  await commits.unstage(['a.txt', 'b.txt']);
  assert.deepEqual(await commits.stagedOtherwise(paths), []);
  assert.equal(git('status', '--porcelain'), ' M a.txt\n M b.txt\n?? c.txt');
});

test('what git is in the middle of is named, and sides of a conflict are told', async (t) => {
  const { folder, git, write, commits } = repository(t);
  const change = (branch: string, text: string): void => {
    git('checkout', '-q', '-b', branch, 'main');
    write('a.txt', text);
    write('registry/m/v1.version.yaml', text);
    git('add', '-A');
    git('commit', '-q', '-m', branch);
  };
  const fails = (...args: string[]): void => {
    assert.throws(() => git(...args));
  };
  change('left', 'left\n');
  change('right', 'right\n');
  fails('merge', 'left');
  assert.equal(await commits.underWay(), 'merge');
  const [conflict] = await commits.conflicts('registry');
  assert.equal(conflict?.path, 'registry/m/v1.version.yaml');
  assert.deepEqual([conflict?.base, conflict?.ours], [undefined, git('rev-parse', 'right:a.txt')]);
  assert.equal(conflict?.theirs, git('rev-parse', 'left:a.txt'));
  assert.deepEqual(await commits.stagedOtherwise(['registry/m/v1.version.yaml']), ['registry/m/v1.version.yaml']);
  await commits.stage(['registry/m/v1.version.yaml']);
  assert.deepEqual(await commits.conflicts('registry'), []);
  git('merge', '--abort');
  assert.equal(await commits.underWay(), undefined);
  fails('rebase', 'left');
  assert.equal(await commits.underWay(), 'rebase');
  git('rebase', '--abort');
  fails('cherry-pick', 'left');
  assert.equal(await commits.underWay(), 'cherry-pick');
  git('cherry-pick', '--abort');
  git('bisect', 'start');
  assert.equal(await commits.underWay(), 'bisect');
  git('bisect', 'reset');
  mkdirSync(join(folder, 'project'));
  assert.equal(await localGit(join(folder, 'project')).commits.underWay(), undefined);
});

test('a commit is made beside the working tree, from a project anywhere in it', async (t) => {
  const { folder, git, write, commits } = repository(t);
  write('a.txt', 'dirty\n');
  git('add', 'a.txt');
  write('project/x', '');
  const before = git('status', '--porcelain');
  const texts = new Map([
    ['registry/m/ä.yaml', 'made\n'],
    ['b.txt', undefined],
  ]);
  const made = await localGit(join(folder, 'project')).commits.commitOn(git('rev-parse', 'HEAD'), 'Aside', texts);
  assert.equal(git('status', '--porcelain'), before);
  assert.equal(git('log', '-1', '--format=%s %P', made), `Aside ${git('rev-parse', 'HEAD')}`);
  assert.equal(git('-c', 'core.quotepath=off', 'ls-tree', '-r', '--name-only', made), 'a.txt\nregistry/m/ä.yaml');
  assert.equal(git('show', `${made}:registry/m/ä.yaml`), 'made');
  assert.equal(await commits.forwardTo(made), true);
  assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), 'dirty\n');
});

test('a remote takes a commit once, and says where it has gone on', async (t) => {
  const { folder, git, write, commits } = repository(t);
  const bare = temporaryFolder(t);
  execFileSync('git', ['clone', '-q', '--bare', folder, bare]);
  git('remote', 'add', 'origin', bare);
  assert.deepEqual([await commits.remoteUrls('origin'), await commits.remoteUrls('other')], [[bare], []]);
  git('config', `url.${bare}.insteadOf`, 'team:');
  git('remote', 'set-url', 'origin', 'team:');
  assert.deepEqual(await commits.remoteUrls('origin'), [bare, 'team:']);
  await commits.fetch('origin');
  assert.equal(await commits.upstream(), undefined);
  git('branch', '-q', '--set-upstream-to=origin/main');
  const main = { remote: 'origin', branch: 'main' };
  assert.deepEqual(await commits.upstream(), main);
  const begin = git('rev-parse', 'HEAD');
  assert.deepEqual(await commits.remoteTip(main), { ref: 'origin/main', commit: begin });
  const one = await commits.commitOn(begin, 'One', new Map([['one', '1']]));
  const two = await commits.commitOn(begin, 'Two', new Map([['two', '2']]));
  assert.equal(await commits.push(one, main), 'pushed');
  assert.equal(await commits.push(two, main), 'rejected');
  assert.equal(await commits.push(two, { remote: 'origin', branch: 'promote/m-v1' }), 'pushed');
  assert.equal((await commits.remoteTip(main))?.commit, one);
  write('elsewhere', '');
  await assert.rejects(commits.fetch('none'), { reason: 'remote-failed' });
  chmodSync(bare, 0o755);
  writeFileSync(join(bare, 'hooks/pre-receive'), '#!/bin/sh\necho "protected" >&2\nexit 1\n', { mode: 0o755 });
  await assert.rejects(commits.push(await commits.commitOn(one, 'x', new Map([['x', 'x']])), main), {
    reason: 'remote-failed',
    message: /protected/,
  });
});
