import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRegistry } from '../../engine/src/registry/openRegistry.ts';
import { NOW, registryKit } from '../kit/registry.ts';

const NAME = 'flight-delay';

test('notes on a version stand in a file beside its facts', async (t) => {
  const { registry, model, projectRoot } = registryKit(t);
  await registry.register(await model('one'));
  const facts = readFileSync(join(projectRoot, `registry/${NAME}/v1.version.yaml`), 'utf8');
  await registry.note(
    { model: NAME, version: 1 },
    { description: 'After the\nwinter timetable', tags: { team: 'delays', empty: '', __proto__x: '1' } },
  );
  await registry.note({ model: NAME, version: 1 }, { stage: 'Staging', tags: { empty: null } });
  assert.equal(
    readFileSync(join(projectRoot, `registry/${NAME}/v1.notes.yaml`), 'utf8'),
    `model_notes: flight-delay\nversion: 1\ndescription: |-\n  After the\n  winter timetable\ntags:\n  team: delays\n  __proto__x: "1"\nstage: Staging\n`,
  );
  const { written, ...notes } = (await registry.notes(NAME)).versions.get(1)!;
  assert.ok(written! > 0);
  assert.deepEqual(notes, {
    description: 'After the\nwinter timetable',
    tags: { team: 'delays', __proto__x: '1' },
    stage: 'Staging',
  });
  await registry.note({ model: NAME, version: 1 }, { description: null, stage: null, tags: { team: null } });
  const after = (await registry.notes(NAME)).versions.get(1)!;
  assert.deepEqual([after.description, after.stage, after.tags], [undefined, undefined, { __proto__x: '1' }]);
  assert.equal(readFileSync(join(projectRoot, `registry/${NAME}/v1.version.yaml`), 'utf8'), facts);
  await assert.rejects(registry.note({ model: NAME, version: 2 }, {}), { reason: 'version-not-found' });
  await assert.rejects(registry.note({ model: 'other' }, {}), { reason: 'model-not-found' });
});

test('what somebody wrote into the notes by hand stays', async (t) => {
  const { registry, model, projectRoot, write } = registryKit(t);
  await registry.register(await model('one'));
  const file = `registry/${NAME}/v1.notes.yaml`;
  write(file, `model_notes: ${NAME}\nversion: 1\n# asked by Ada\ntags: [candidate]\nof_a_newer_one: true\n`);
  assert.deepEqual((await registry.notes(NAME)).versions.get(1)?.tags, { candidate: '' });
  await registry.note({ model: NAME, version: 1 }, { tags: { team: 'x' } });
  const text = readFileSync(join(projectRoot, file), 'utf8');
  assert.match(text, /# asked by Ada/);
  assert.match(text, /of_a_newer_one: true/);
  assert.deepEqual((await registry.notes(NAME)).versions.get(1)?.tags, { candidate: '', team: 'x' });
  for (const broken of [
    '',
    'a: [',
    `model_notes: ${NAME}\nversion: 2\n`,
    `model_notes: ${NAME}\nversion: 1\ntags: 3\n`,
  ]) {
    write(file, broken);
    await assert.rejects(registry.notes(NAME), { reason: 'registry-file' }, broken);
    await assert.rejects(registry.note({ model: NAME, version: 1 }, {}), { reason: 'registry-file' }, broken);
  }
});

test('a model is there before its first version, where empty ones are asked for', async (t) => {
  const { registry, model, projectRoot } = registryKit(t);
  const made = await registry.createModel(NAME, { description: 'Delays', tags: { team: 'x' } });
  assert.deepEqual(made, { name: NAME, versions: [], aliases: [] });
  assert.equal(
    readFileSync(join(projectRoot, `registry/${NAME}/model.notes.yaml`), 'utf8'),
    `model_notes: flight-delay\ncreated: ${NOW}\ndescription: Delays\ntags:\n  team: x\n`,
  );
  assert.deepEqual(await registry.models(), []);
  assert.deepEqual(await registry.models({ empty: true }), [made]);
  assert.deepEqual(await registry.model(NAME, { empty: true }), made);
  await assert.rejects(registry.model(NAME), { reason: 'model-not-found' });
  await assert.rejects(registry.createModel(NAME), { reason: 'model-exists' });
  await assert.rejects(registry.createModel('Flight-Delay'), { reason: 'model-name' });
  await assert.rejects(registry.createModel('../x'), { reason: 'model-name' });
  assert.equal((await registry.register(await model('one'))).version.version, 1);
  await assert.rejects(registry.createModel(NAME), { reason: 'model-exists' });
  assert.equal((await registry.notes(NAME)).description, 'Delays');
});

test('what is withdrawn keeps its files and its number', async (t) => {
  const { registry, model, projectRoot } = registryKit(t, {
    identity: async () => ({ name: 'Ada', email: 'ada@example.org' }),
  });
  for (const bytes of ['a', 'b']) await registry.register(await model(bytes));
  await registry.withdraw({ model: NAME, version: 2 }, 'wrong labels');
  assert.deepEqual((await registry.notes(NAME)).versions.get(2)?.withdrawn, {
    at: NOW,
    by: 'ada@example.org',
    reason: 'wrong labels',
  });
  assert.deepEqual([(await registry.resolve(NAME)).version, (await registry.resolve(`${NAME}:2`)).version], [1, 2]);
  await registry.withdraw({ model: NAME }, 'no longer needed');
  await assert.rejects(registry.resolve(NAME), { reason: 'version-withdrawn', message: /All versions/ });
  const notes = await registry.notes(NAME);
  assert.deepEqual(
    [notes.withdrawn?.reason, notes.versions.get(1)?.withdrawn?.reason, notes.versions.get(2)?.withdrawn?.reason],
    ['no longer needed', 'no longer needed', 'wrong labels'],
  );
  assert.deepEqual(readdirSync(join(projectRoot, 'registry', NAME)), [
    'model.notes.yaml',
    'v1.notes.yaml',
    'v1.version.yaml',
    'v2.notes.yaml',
    'v2.version.yaml',
  ]);
  await registry.createModel(NAME);
  assert.equal((await registry.notes(NAME)).withdrawn, undefined);
  assert.equal((await registry.register(await model('c'))).version.version, 3);
});

test('the same bytes become another version where one is wanted again', async (t) => {
  const { registry, model } = registryKit(t);
  const first = await registry.register(await model('a'));
  const again = await registry.register(await model('a'), { again: true });
  assert.deepEqual([again.version.version, again.isNew], [2, true]);
  assert.equal(again.version.sha256, first.version.sha256);
  assert.equal((await registry.register(await model('a'))).isNew, false);
});

test('folder, source and a missing run are facts of a version', async (t) => {
  const { registry, model, artifacts } = registryKit(t);
  const { sha256: folder } = await artifacts.putBytes('list');
  const { version } = await registry.register(
    await model('a', { format: 'mlflow', folder, source: 'models:/m-0f99', run: '' }),
  );
  const found = await registry.resolve(NAME);
  assert.deepEqual(found, version);
  assert.deepEqual([found.folder, found.source, found.run], [folder, 'models:/m-0f99', '']);
  await assert.rejects(registry.register(await model('b', { folder: '0'.repeat(64) })), { reason: 'object-missing' });
});

test('an alias is taken away', async (t) => {
  const { registry, model, projectRoot } = registryKit(t);
  await registry.register(await model('a'));
  await registry.setAlias(NAME, 'candidate', 1);
  assert.equal(await registry.deleteAlias(NAME, 'candidate'), true);
  assert.equal(await registry.deleteAlias(NAME, 'candidate'), false);
  assert.equal(await registry.deleteAlias(NAME, '../../x'), false);
  assert.equal(existsSync(join(projectRoot, `registry/${NAME}/candidate.alias.yaml`)), false);
  await assert.rejects(registry.deleteAlias('other', 'x'), { reason: 'model-not-found' });
  await assert.rejects(registry.setAlias(NAME, 'LATEST', 1), { reason: 'alias-name' });
});

test('a model without versions takes another name', async (t) => {
  const { registry, model } = registryKit(t);
  await registry.createModel('old', { tags: { a: 'b' } });
  assert.equal((await registry.renameModel('old', 'new')).name, 'new');
  assert.deepEqual((await registry.notes('new')).tags, { a: 'b' });
  await assert.rejects(registry.notes('old'), { reason: 'model-not-found' });
  await registry.register(await model('a'));
  await assert.rejects(registry.renameModel(NAME, 'x'), { reason: 'model-has-versions' });
  await assert.rejects(registry.renameModel('new', NAME), { reason: 'model-exists' });
  await assert.rejects(registry.renameModel('new', 'a/b'), { reason: 'model-name' });
});

test('notes of many writers are all there', async (t) => {
  const { registry, options, model } = registryKit(t);
  await registry.register(await model('a'));
  const other = openRegistry(options);
  await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      (i % 2 ? registry : other).note({ model: NAME, version: 1 }, { tags: { [`k${i}`]: String(i) } }),
    ),
  );
  assert.equal(Object.keys((await registry.notes(NAME)).versions.get(1)!.tags).length, 12);
});
