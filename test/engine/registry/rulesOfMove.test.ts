import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import { localGit } from '../../../engine/src/adapters/git/localGit.ts';
import { filesOfRules, rulesOfMove } from '../../../engine/src/registry/policies/rulesOfMove.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const PRODUCTION = { model: 'flight-delay', alias: 'production' };

/** A project, below the root of its repository where one is asked for. */
function around(t: TestContext, inside = '') {
  const top = temporaryFolder(t);
  const root = join(top, inside);
  const git = (...args: string[]): string => {
    const settings = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...settings, ...args], { cwd: top, encoding: 'utf8', stdio: 'pipe' }).trim();
  };
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write('modelyard.yaml', 'project: p\nlanguage: 1\n');
  const commit = (): string => {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', 'a change');
    return git('rev-parse', 'HEAD');
  };
  return { git, write, commit, here: { files: localFiles(), git: localGit(root), root } };
}

const POLICY = `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: good, threshold: roc_auc, min: 0.65, bound: low, slice: {origin: ORD}}
      - {name: not worse, better_than: production, metric: roc_auc, margin: 0.002, confidence: 90%}
      - {name: plain, better_than: production, metric: roc_auc}
      - {name: described, card: complete}
      - {name: held, checks: passed}
      - {name: quick, latency_p95: 5ms, size: 50MB}
      - {name: small, size: 10kB}
      - {name: fresh, age: 90d}
      - {name: as learned, drift: {max_share: 30%}}
      - {name: ours, run: python check.py --strict, inputs: [limits.json]}
    approvals: {count: 2, role: approver}
    rollback: {gates: none}
roles: {approver: [5d41402abc4b2a76, ada@example.org], other: [bob@example.org]}
`;

test('rules have units resolved: seconds, bytes, shares', async (t) => {
  const { here, write } = around(t);
  write('default.policy.yaml', POLICY);
  const { from, base, tree } = await rulesOfMove(here, PRODUCTION);
  assert.deepEqual([from, base], [undefined, undefined]);
  assert.deepEqual(tree?.gates, [
    { kind: 'threshold', name: 'good', metric: 'roc_auc', min: 0.65, slice: { origin: 'ORD' }, bound: 'low' },
    { kind: 'better_than', name: 'not worse', alias: 'production', metric: 'roc_auc', margin: 0.002, confidence: 0.9 },
    { kind: 'better_than', name: 'plain', alias: 'production', metric: 'roc_auc', margin: 0, confidence: 0.95 },
    { kind: 'card', name: 'described' },
    { kind: 'checks', name: 'held' },
    { kind: 'latency', name: 'quick', p95: 0.005, size: 50_000_000 },
    { kind: 'size', name: 'small', size: 10_000 },
    { kind: 'age', name: 'fresh', age: 7_776_000 },
    { kind: 'drift', name: 'as learned', share: 0.3 },
    { kind: 'run', name: 'ours', run: 'python check.py --strict', inputs: ['limits.json'] },
  ]);
  assert.deepEqual(tree?.approvals, { kind: 'people', count: 2, role: 'approver' });
  assert.deepEqual([tree?.policy, tree?.file, tree?.rollback], ['default', 'default.policy.yaml', 'none']);
  assert.deepEqual(tree?.roles, { approver: ['5d41402abc4b2a76', 'ada@example.org'], other: ['bob@example.org'] });
  assert.equal((await rulesOfMove(here, { ...PRODUCTION, alias: 'staging' })).tree, undefined);
});

test('the hash covers all that decides, and nothing else', async (t) => {
  const { here, write } = around(t);
  const hash = async (): Promise<string> => (await rulesOfMove(here, PRODUCTION)).tree!.hash;
  write('default.policy.yaml', POLICY);
  const first = await hash();
  assert.match(first, /^[0-9a-f]{64}$/);
  const seen = new Set([first]);
  const changes = async (path: string, content: string | Uint8Array): Promise<void> => {
    write(path, content);
    const next = await hash();
    assert.ok(!seen.has(next), path);
    seen.add(next);
  };
  await changes('check.py', 'exit(0)\n');
  await changes('check.py', 'exit(1)\n');
  await changes('limits.json', Uint8Array.of(0, 255, 254));
  await changes('limits.json', Uint8Array.of(0, 255, 253));
  await changes('default.policy.yaml', POLICY.replace('min: 0.65', 'min: 0.6'));
  await changes('default.policy.yaml', POLICY.replace('count: 2', 'count: 1'));
  await changes('default.policy.yaml', POLICY.replace('5d41402abc4b2a76', '5d41402abc4b2a77'));
  await changes('default.policy.yaml', POLICY.replace('    rollback: {gates: none}\n', ''));
  write('default.policy.yaml', POLICY);
  const now = await hash();
  write(
    'default.policy.yaml',
    `# a word more\n${POLICY.replace('other: [bob@example.org]', 'other: [eve@example.org]')}`,
  );
  assert.equal(await hash(), now, 'comments and roles that nobody asks for');
  write('check.py', 'exit(1)\r\n');
  assert.equal(await hash(), now, 'a checkout on Windows');
});

test('both states must be met, and equal ones are one', async (t) => {
  const { here, write, commit, git } = around(t, 'team/project');
  write('default.policy.yaml', POLICY);
  write('check.py', 'exit(1)\n');
  const first = commit();
  const same = await rulesOfMove(here, PRODUCTION);
  assert.deepEqual(same.from, { ref: 'main', commit: first });
  assert.deepEqual([same.base?.at, same.tree], [{ ref: 'main', commit: first }, undefined]);
  git('checkout', '-q', '-b', 'work');
  write('default.policy.yaml', POLICY.replace('min: 0.65', 'min: 0.1').replace('ada@example.org', 'eve@example.org'));
  const weaker = await rulesOfMove(here, PRODUCTION);
  assert.deepEqual(
    [weaker.base?.gates[0], weaker.tree?.gates[0]].map((rule) => rule?.kind === 'threshold' && rule.min),
    [0.65, 0.1],
  );
  assert.deepEqual(weaker.tree?.roles['approver'], ['5d41402abc4b2a76', 'ada@example.org'], 'roles of the base');
  write('default.policy.yaml', POLICY);
  write('check.py', 'exit(0)\n');
  const read = await filesOfRules(here, same);
  assert.equal(new TextDecoder().decode(await read('check.py')), 'exit(1)\n');
  assert.equal((await rulesOfMove(here, PRODUCTION)).tree, undefined, 'the script of the base holds');
  assert.equal(await read('../../modelyard.yaml'), undefined);
  assert.equal(await read('none.py'), undefined);
});

test('a policy that nobody can read, or two of them, judge nothing', async (t) => {
  const { here, write } = around(t);
  const refused = async (reason: string, message: RegExp): Promise<void> => {
    await assert.rejects(rulesOfMove(here, PRODUCTION), (error: Error & { reason?: string }) => {
      assert.equal(error.reason, reason);
      assert.match(error.message, message);
      return true;
    });
  };
  write('a.policy.yaml', POLICY);
  write('b.policy.yaml', POLICY.replace('default', 'second'));
  await refused('policy-ambiguous', /`default` \(a\.policy\.yaml\) and `second` \(b\.policy\.yaml\)/);
  write('b.policy.yaml', POLICY.replace('default', 'second').replace('"*"', 'flight-*'));
  assert.equal((await rulesOfMove(here, PRODUCTION)).tree?.policy, 'second');
  write(
    'b.policy.yaml',
    POLICY.replace('default', 'second').replace('"*"', 'flight-*').replace('threshold:', 'treshold:'),
  );
  await refused('policy-broken', /b\.policy\.yaml cannot be read as a policy/);
  write('b.policy.yaml', 'policy: second\napplies_to: ["other"]\naliases: 7\n');
  assert.equal((await rulesOfMove(here, PRODUCTION)).tree?.policy, 'default', 'of another model');
});

test('policies of projects below, and of folders that are left out, are none of this project', async (t) => {
  const { here, write, commit } = around(t);
  write('default.policy.yaml', POLICY);
  write('examples/a/modelyard.yaml', 'project: a\nlanguage: 1\n');
  write('examples/a/deep/default.policy.yaml', POLICY.replace('default', 'nested'));
  write('old/default.policy.yaml', POLICY.replace('default', 'old'));
  write('modelyard.yaml', 'project: p\nlanguage: 1\nexclude: ["old/**"]\n');
  assert.equal((await rulesOfMove(here, PRODUCTION)).tree?.policy, 'default');
  commit();
  const { base, tree } = await rulesOfMove(here, PRODUCTION);
  assert.deepEqual([base?.policy, tree], ['default', undefined]);
});
