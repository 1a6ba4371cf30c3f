import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { localGit } from '../../engine/src/adapters/git/localGit.ts';
import { openRegistry } from '../../engine/src/registry/openRegistry.ts';
import { NOW, registryKit, sha256 } from '../kit/registry.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

test('a version is one readable file, written once', async (t) => {
  const head = { commit: '4be1000000000000000000000000000000000000', branch: 'main', dirty: false };
  const identity = { name: 'Ada', email: 'ada@example.org', key: '5d41402abc4b2a76' };
  const { registry, model, artifacts, projectRoot } = registryKit(t, {
    head: async () => head,
    identity: async () => identity,
  });
  const { sha256: baseline } = await artifacts.putBytes('baseline');
  const { version, isNew } = await registry.register(await model('one', { evidence: { baseline } }));
  assert.equal(isNew, true);
  assert.equal(
    readFileSync(join(projectRoot, 'registry/flight-delay/v1.version.yaml'), 'utf8'),
    `model_version: flight-delay
version: 1
semver: 1.0.0
created: ${NOW}
by: 5d41402abc4b2a76
format: onnx
sha256: ${sha256('one')}
size: 3
signature: {inputs: {distance: float, origin: string}, outputs: {late: {task: binary, label: boolean, classes: ["false", "true"], probability: float}}}
run: 9b1f0000000000000000000000000000
commit: 4be1000000000000000000000000000000000000
dirty: false
pipeline: flight-delay
params: {rounds: 300, max_leaves: 63, seed: 7}
data: {flights: {version: a81c, rows: 3000000}}
features: {}
metrics: {roc_auc: {value: 0.713, low: 0.71, high: 0.716}}
evidence: {baseline: ${baseline}}
environment: {modelyard: 0.1.0, node: 24.21.0, platform: linux-x64}
`,
  );
  assert.deepEqual(await registry.resolve('flight-delay'), version);
});

test('the same bytes are the same version', async (t) => {
  const { registry, model, projectRoot } = registryKit(t);
  const first = await registry.register(await model('one'));
  const again = await registry.register(await model('one', { params: {}, run: 'other' }));
  assert.deepEqual(again, { version: first.version, isNew: false });
  assert.deepEqual(readdirSync(join(projectRoot, 'registry/flight-delay')), ['v1.version.yaml']);
});

test('numbers go on from the working tree, all branches and what this store has given out', async (t) => {
  const branches: string[] = [];
  const kit = registryKit(t, { filesOnBranches: async (folder) => branches.map((path) => `${folder}/${path}`) });
  const register = async (bytes: string) => (await kit.registry.register(await kit.model(bytes))).version.version;
  assert.equal(await register('a'), 1);
  branches.push('flight-delay/v4.version.yaml', 'other/v9.version.yaml', 'flight-delay/v5.notes.yaml');
  assert.equal(await register('b'), 5);
  branches.length = 0;
  await kit.files.remove(join(kit.projectRoot, 'registry'));
  assert.equal(await register('c'), 6);
  kit.write('registry/flight-delay/v20.version.yaml', '');
  await assert.rejects(register('d'), { reason: 'registry-file' });
});

test('branches and linked worktrees never give out a number twice', async (t) => {
  const { registry, model, options, projectRoot } = registryKit(t);
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: folder });
  const register = async (root: string, bytes: string) => {
    const here = openRegistry({ ...options, projectRoot: root, git: localGit(root) });
    return (await here.register(await model(bytes))).version;
  };
  git(projectRoot, 'init', '-q', '-b', 'main');
  git(projectRoot, 'commit', '-q', '--allow-empty', '-m', 'Begin');
  git(projectRoot, 'checkout', '-q', '-b', 'feature');
  await registry.register(await model('one'));
  git(projectRoot, 'add', 'registry');
  git(projectRoot, 'commit', '-q', '--no-gpg-sign', '-m', 'One');
  git(projectRoot, 'checkout', '-q', 'main');
  const elsewhere = registryKit(t);
  const clone = elsewhere.projectRoot;
  git(clone, 'clone', '-q', projectRoot, 'clone');
  const cloned = openRegistry({
    ...elsewhere.options,
    projectRoot: join(clone, 'clone'),
    git: localGit(join(clone, 'clone')),
  });
  const second = (await cloned.register(await elsewhere.model('two'))).version;
  assert.deepEqual([second.version, second.semver, second.dirty], [2, '1.0.0', false]);

  const linked = join(temporaryFolder(t), 'linked');
  git(projectRoot, 'worktree', 'add', '-q', linked, 'feature');
  assert.deepEqual([(await register(linked, 'two')).version, (await register(projectRoot, 'three')).version], [2, 3]);
  assert.equal((await register(linked, 'three')).version, 4);
});

test('registering at the same time gives each model its own number', async (t) => {
  const { registry, options, model } = registryKit(t);
  const other = openRegistry(options);
  const models = await Promise.all(Array.from({ length: 8 }, (_, i) => model(`m${i % 6}`)));
  const done = await Promise.all(models.map((one, i) => (i % 2 ? registry : other).register(one)));
  assert.deepEqual([...new Set(done.map(({ version }) => version.version))].sort(), [1, 2, 3, 4, 5, 6]);
  assert.equal(done.filter(({ isNew }) => isNew).length, 6);
});

test('the bytes must be there and right', async (t) => {
  const { registry, model, projectRoot } = registryKit(t);
  await assert.rejects(registry.register(await model('a', { sha256: sha256('elsewhere') })), {
    reason: 'object-missing',
  });
  await assert.rejects(registry.register(await model('a', { evidence: { scores: sha256('gone') } })), {
    reason: 'object-missing',
  });
  assert.equal((await registry.models()).length, 0);
  assert.equal(readdirSync(projectRoot).includes('registry'), false);
});

const NAMES = [
  '',
  'a/b',
  '../up',
  'a:1',
  'a@b',
  'run',
  'con',
  'aux.txt',
  '.hidden',
  'trailing.',
  '-x',
  'x'.repeat(101),
  'tab\t',
];
test('names that are no portable file names are refused', async (t) => {
  const { registry, model } = registryKit(t);
  for (const name of NAMES)
    await assert.rejects(registry.register(await model('a', { name })), { reason: 'model-name' }, name);
  for (const name of ['größe v2', 'A.b_c-d', '日本'])
    assert.equal((await registry.register(await model('a', { name }))).version.name, name);
  await assert.rejects(registry.register(await model('a', { name: 'GRÖSSE v2'.replace('SS', 'ß') })), {
    reason: 'model-name',
  });
  await assert.rejects(registry.register(await model('a', { name: 'größe v2'.normalize('NFD') })), {
    reason: 'model-name',
  });
});

test('references', async (t) => {
  const { registry, model } = registryKit(t);
  for (const bytes of ['a', 'b', 'c']) await registry.register(await model(bytes));
  await registry.setAlias('flight-delay', 'candidate', 2);
  const version = async (reference: string) => (await registry.resolve(reference)).version;
  assert.equal(await version('flight-delay'), 3);
  assert.equal(await version('flight-delay:1'), 1);
  assert.equal(await version('flight-delay@candidate'), 2);
  await assert.rejects(version('flight-dleay'), { reason: 'model-not-found', message: /did you mean flight-delay\?/ });
  await assert.rejects(version('Flight-Delay'), { reason: 'model-not-found', message: /did you mean flight-delay\?/ });
  await assert.rejects(version('flight-delay:4'), { reason: 'version-not-found' });
  await assert.rejects(version('flight-delay@candidat'), {
    reason: 'alias-not-found',
    message: /did you mean candidate\?/,
  });
  for (const reference of ['', 'a:b', 'a@', 'run:9b1f', 'a:0', 'a:1:2'])
    await assert.rejects(version(reference), { reason: 'model-reference' }, reference);
  for (const reference of ['..', '../../etc', '.git'])
    await assert.rejects(version(reference), { reason: 'model-not-found' });
});

test('a free alias remembers where it stood before', async (t) => {
  const { registry, model, projectRoot } = registryKit(t);
  for (const bytes of ['a', 'b']) await registry.register(await model(bytes));
  await registry.setAlias('flight-delay', 'candidate', 1);
  const moved = await registry.setAlias('flight-delay', 'candidate', 2);
  assert.deepEqual(moved, {
    model: 'flight-delay',
    alias: 'candidate',
    version: 2,
    sha256: sha256('b'),
    previous: 1,
    since: NOW,
  });
  assert.deepEqual(await registry.setAlias('flight-delay', 'candidate', 2), moved);
  assert.equal(
    readFileSync(join(projectRoot, 'registry/flight-delay/candidate.alias.yaml'), 'utf8'),
    `model_alias: flight-delay\nalias: candidate\nversion: 2\nsha256: ${sha256('b')}\nprevious: 1\nsince: ${NOW}\n`,
  );
  assert.deepEqual((await registry.model('flight-delay')).aliases, [moved]);
  for (const alias of ['v3', 'latest', 'a b', '../x', '', 'Candidate'])
    await assert.rejects(registry.setAlias('flight-delay', alias, 1), { reason: 'alias-name' }, alias);
  await assert.rejects(registry.setAlias('flight-delay', 'x', 9), { reason: 'version-not-found' });
});

test('a file that was edited by hand is refused by name', async (t) => {
  const { registry, model, write, projectRoot } = registryKit(t);
  await registry.register(await model('a'));
  const good = readFileSync(join(projectRoot, 'registry/flight-delay/v1.version.yaml'), 'utf8');
  const broken: readonly [text: string, message: RegExp][] = [
    ['', /holds no keys/],
    [good.replace('size: 1', 'size: small'), /v1\.version\.yaml is broken: size is not a whole number/],
    [good.replace(/sha256: .*/, ''), /sha256 is missing/],
    [good.replace('version: 1', 'version: 2'), /it says that it is flight-delay:2/],
    [good.replace('format: onnx', 'format: pickle'), /format is not one of onnx, mlflow, files/],
    [good.replace('params: {', 'params: {{'), /v1\.version\.yaml:\d+ is broken/],
    [good.replace('0.713', 'high'), /metrics is not a map/],
    ['a: &a [*a]', /is broken/],
  ];
  for (const [text, message] of broken) {
    write('registry/flight-delay/v1.version.yaml', text);
    await assert.rejects(registry.resolve('flight-delay'), { reason: 'registry-file', message }, text);
  }
  write('registry/flight-delay/v1.version.yaml', `${good}written_by_a_newer_one: true\n`);
  await registry.setAlias('flight-delay', 'x', 1);
  write(
    'registry/flight-delay/x.alias.yaml',
    `model_alias: flight-delay\nalias: x\nversion: 1\nsha256: ${sha256('b')}\nsince: ${NOW}\n`,
  );
  await assert.rejects(registry.resolve('flight-delay@x'), { reason: 'registry-file' });
});
