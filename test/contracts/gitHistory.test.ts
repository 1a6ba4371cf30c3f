import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localGit } from '../../engine/src/adapters/git/localGit.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const NEVER = '0123456789012345678901234567890123456789';

/** A repository of this test, git in it, and what it remembers. */
function repository(t: TestContext) {
  const folder = temporaryFolder(t);
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  for (const [key, value] of Object.entries({ name: 'Ada', email: 'ada@example.org' }))
    git('config', `user.${key}`, value);
  git('config', 'commit.gpgsign', 'false');
  const commit = (files: Readonly<Record<string, string>>, subject = 'a change'): string => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', subject);
    return git('rev-parse', 'HEAD');
  };
  return { folder, git, commit, history: localGit(folder).history };
}

test('without a repository nothing is remembered', async (t) => {
  const { history } = localGit(temporaryFolder(t));
  assert.equal(await history.commitOf('HEAD'), undefined);
  assert.equal(await history.defaultBranch(), undefined);
  assert.equal(await history.mergeBase('HEAD', 'main'), undefined);
  assert.equal(await history.isShallow(), false);
  assert.deepEqual(await history.changesOf('registry', 'HEAD'), []);
  assert.equal((await history.filesAt('HEAD', 'registry')).size, 0);
  assert.equal((await history.texts([NEVER])).size, 0);
});

test('refs, the branch that decides, and where two branches parted', async (t) => {
  const { git, commit, history } = repository(t);
  assert.equal(await history.defaultBranch(), undefined);
  const first = commit({ a: '1' });
  assert.deepEqual(await history.defaultBranch(), { ref: 'main', commit: first });
  git('checkout', '-q', '-b', 'work');
  const work = commit({ b: '2' });
  git('checkout', '-q', 'main');
  const main = commit({ c: '3' });
  assert.equal(await history.commitOf('work'), work);
  assert.equal(await history.commitOf(main.slice(0, 8)), main);
  assert.deepEqual(
    [await history.commitOf('none'), await history.commitOf('--all'), await history.commitOf('')],
    [undefined, undefined, undefined],
  );
  assert.equal(await history.mergeBase(work, main), first);
  git('update-ref', 'refs/remotes/origin/main', first);
  assert.deepEqual(await history.defaultBranch(), { ref: 'origin/main', commit: first });
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  assert.deepEqual(await history.defaultBranch(), { ref: 'origin/main', commit: first });
});

test('beside a folder files of any place that end so, whatever git is told of paths', async (t) => {
  const { commit, history } = repository(t);
  commit({
    'registry/a.txt': '1',
    'default.policy.yaml': '1',
    'ml/deep/strict.policy.yaml': '1',
    'ml/modelyard.yaml': '1',
    'ml/POLICY.YAML': 'not asked for',
    'policy.yaml.txt': 'not asked for',
    'other/registry/b.txt': 'not asked for',
  });
  const paths = async () => {
    const [change] = await history.changesOf('registry', 'HEAD', { endings: ['.policy.yaml', 'modelyard.yaml'] });
    return change?.files.map(({ path }) => path).sort();
  };
  const all = ['default.policy.yaml', 'ml/deep/strict.policy.yaml', 'ml/modelyard.yaml', 'registry/a.txt'];
  assert.deepEqual(await paths(), all);
  for (const name of ['GIT_LITERAL_PATHSPECS', 'GIT_GLOB_PATHSPECS', 'GIT_NOGLOB_PATHSPECS', 'GIT_ICASE_PATHSPECS']) {
    process.env[name] = '1';
    assert.deepEqual(await paths().finally(() => delete process.env[name]), all, name);
  }
});

test('files of a folder at a commit, and their texts byte for byte', async (t) => {
  const { commit, history } = repository(t);
  const texts = { 'registry/ä b/v1.version.yaml': 'größe: 1\n', 'registry/x': '', other: 'not asked for' };
  const head = commit(texts);
  const files = await history.filesAt(head, 'registry');
  assert.deepEqual([...files.keys()].sort(), ['registry/x', 'registry/ä b/v1.version.yaml']);
  const read = await history.texts([...files.values(), NEVER]);
  assert.deepEqual(
    [...files].map(([path, blob]) => [path, read.get(blob)]),
    [...files.keys()].map((path) => [path, texts[path as keyof typeof texts]]),
  );
});

test('changes of a folder are told oldest first, a merge as one of them', async (t) => {
  const { folder, git, commit, history } = repository(t);
  commit({ 'registry/m/v1.version.yaml': 'one' }, 'Register m v1');
  const second = commit({ 'other.txt': 'x' });
  git('checkout', '-q', '-b', 'work');
  commit({ 'registry/m/v2.version.yaml': 'two' });
  rmSync(join(folder, 'registry/m/v1.version.yaml'));
  commit({});
  git('checkout', '-q', 'main');
  commit({ 'registry/m/odd\nname': 'three' }, 'Odd');
  git('merge', '-q', '--no-ff', '-m', 'Merge work', 'work');
  const told = await history.changesOf('registry', 'HEAD');
  assert.deepEqual(
    told.map(({ subject, files }) => [subject, files.map((file) => [file.path, !!file.before, !!file.after])]),
    [
      ['Register m v1', [['registry/m/v1.version.yaml', false, true]]],
      ['Odd', [['registry/m/odd\nname', false, true]]],
      [
        'Merge work',
        [
          ['registry/m/v1.version.yaml', true, false],
          ['registry/m/v2.version.yaml', false, true],
        ],
      ],
    ],
  );
  assert.deepEqual(told[0]?.author, { name: 'Ada', email: 'ada@example.org' });
  assert.match(told[0]?.at ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual([told[0]?.parent, told[1]?.parent], [undefined, second]);
  assert.equal((await history.changesOf('registry', 'HEAD', { after: second })).length, 2);
});

test('a history that was cut off is known as such', async (t) => {
  const { folder, commit } = repository(t);
  commit({ a: '1' });
  commit({ a: '2' });
  const clone = temporaryFolder(t);
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${folder}`, clone]);
  assert.equal(await localGit(clone).history.isShallow(), true);
  assert.equal(await localGit(folder).history.isShallow(), false);
});
