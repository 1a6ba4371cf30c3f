import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import type { CheckRecord } from '../../../engine/src/ports/monitorStore.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { RUN_TAGS } from '../../../engine/src/tracking/tags.ts';
import { foundSince } from '../../../server/src/data/answers/checkState.ts';
import { monitorChecks } from '../../../server/src/data/answers/monitorChecks.ts';
import { monitors } from '../../../server/src/data/answers/monitors.ts';
import { checkRecord } from '../../kit/checkRecord.ts';
import { testProject } from '../../kit/project.ts';
import { aliasFile, versionFile } from '../../kit/registryFiles.ts';

const DAY = 86_400_000;
const SPEC = `
#- ships.monitor.yaml
monitor: ships
model: ships@production
current: {dataset: ships}
drift: {}
schedule: "@daily"
${versionFile('ships', 1)}
${versionFile('ships', 2)}
${aliasFile('ships', 'production', 1)}`;

async function asked(t: TestContext, fixture = SPEC) {
  const { folder } = testProject(t, fixture);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  return { host, root: folder, project: await loadProject(host.files, folder) };
}

const drifted = (id: string, due: number, more: Partial<CheckRecord> = {}) =>
  checkRecord(id, { due, verdict: 'drift', drifted: 3, ...more });

test('a monitor without a store is told as it stands in its spec, and looking makes no store', async (t) => {
  const from = await asked(t);
  const [row] = await monitors(from);
  assert.deepEqual(
    [row?.name, row?.model, row?.version, row?.schedule, row?.timezone, row?.newest, row?.since],
    ['ships', 'ships@production', 1, '@daily', 'UTC', null, null],
  );
  assert.equal(await monitorChecks(from, { monitor: 'ships' }), null);
  assert.equal(await from.host.files.stat(`${from.root}/.modelyard`), undefined);
});

test('a moment of the schedule that found nothing new counts as a look at the newest check', async (t) => {
  const from = await asked(t);
  const { monitors: store } = await from.host.stores(from.root);
  const check = checkRecord('c1', { made: 2 * DAY });
  await store.add(check, '{}');
  await store.claim('monitor ships', 3 * DAY, 'service');
  await store.settle('monitor ships', 3 * DAY, { at: 3 * DAY, kind: 'done', said: 'Nothing new', id: 'c1' });
  const [row] = await monitors(from);
  assert.equal(row?.newest?.made, new Date(3 * DAY).toISOString());
  assert.deepEqual(
    row?.checks.map(({ made }) => made),
    [new Date(2 * DAY).toISOString()],
    'the list says when it was made',
  );
});

test('the newest check of the watched version counts, those of others are listed', async (t) => {
  const from = await asked(t);
  const { monitors: store } = await from.host.stores(from.root);
  for (const check of [
    drifted('c1', DAY),
    drifted('c2', 2 * DAY),
    checkRecord('other', { due: 3 * DAY, model: 'ships:2' }),
  ])
    await store.add(check, '{}');
  const [row] = await monitors(from);
  assert.deepEqual([row?.newest?.id, row?.newest?.state], ['c2', 'drift']);
  assert.deepEqual(
    row?.checks.map(({ id }) => id),
    ['other', 'c2', 'c1'],
  );
  assert.deepEqual(row?.since, { due: new Date(DAY).toISOString(), checks: 2, isAtLeast: false });
  const told = await monitorChecks(from, { monitor: 'ships' });
  assert.deepEqual([told?.newest.id, told?.count, told?.first, told?.isAtLeast], ['c2', 3, DAY, false]);
});

test('a firing alert of the editor, a mute and a tick that failed are told', async (t) => {
  const from = await asked(t);
  const { monitors: store } = await from.host.stores(from.root);
  await store.add(checkRecord('c1', { made: 1000 }), '{}');
  await store.setAlert('ships', 'notify editor', undefined, { state: 'firing', inRow: 0, fired: 5000, due: 1 });
  await store.mute({ monitor: 'ships', until: null, by: 'ada', why: 'holidays' });
  await store.claim('monitor ships', 2 * DAY, 'h');
  await store.settle('monitor ships', 2 * DAY, {
    at: 2 * DAY,
    kind: 'failed',
    said: 'ships.csv is not there',
    id: null,
  });
  const [row] = await monitors(from);
  assert.equal(row?.fired, '1970-01-01T00:00:05.000Z');
  assert.deepEqual(row?.mute, { until: null, by: 'ada', why: 'holidays' });
  assert.deepEqual(row?.trouble, { due: new Date(2 * DAY).toISOString(), said: 'ships.csv is not there' });
  await store.add(checkRecord('c2', { made: Date.now() + DAY, due: 3 * DAY }), '{}');
  await store.mute({ monitor: 'ships', until: 1, by: 'ada', why: null });
  const [later] = await monitors(from);
  assert.deepEqual([later?.trouble, later?.mute], [null, null]);
});

test('the version that an alert had trained last is offered until the alias is moved', async (t) => {
  const from = await asked(t);
  const { runs } = await from.host.stores(from.root);
  const offer = {
    model: 'ships',
    version: 2,
    alias: 'production',
    status: 'allowed',
    champion: 1,
    gates: { passed: 1, of: 1 },
    said: 's',
  };
  const made = async (offers: readonly unknown[], startTime: number) => {
    const tags = { [RUN_TAGS.alert]: 'ships', [RUN_TAGS.offer]: JSON.stringify(offers) };
    const run = await runs.createRun({ experiment: 'ships', name: 'ships', startTime, user: 'ada', tags });
    await runs.finish(run.id, 'finished', startTime + 1);
    return run.id;
  };
  assert.equal((await monitors(from))[0]?.offer, null);
  const run = await made([offer], 1);
  const told = {
    model: 'ships',
    version: 2,
    alias: 'production',
    status: 'allowed',
    gates: offer.gates,
    said: 's',
    run,
  };
  assert.deepEqual((await monitors(from))[0]?.offer, told);
  const moved = await loadProject(
    from.host.files,
    testProject(t, SPEC.replace(aliasFile('ships', 'production', 1), aliasFile('ships', 'production', 2))).folder,
  );
  assert.equal((await monitors({ ...from, project: moved }))[0]?.offer, null, 'it is decided');
  await made([{ ...offer, champion: 7 }], 2);
  assert.equal((await monitors(from))[0]?.offer, null, 'it was held against another version');
  await made([{ ...offer, version: 3, status: 'unknown', champion: null }], 3);
  assert.equal((await monitors(from))[0]?.offer, null, 'the version is gone');
  await made([{ ...offer, status: 'unknown', champion: null }], 4);
  assert.equal((await monitors(from))[0]?.offer?.status, 'unknown');
});

test('since when something is found: a check without a verdict breaks no row, one that is clear does', () => {
  const unknown = checkRecord('u', { verdict: 'unknown' });
  const failed = checkRecord('f', {
    due: 3,
    checks: { missing: { status: 'failed', value: 1, low: null, high: null } },
  });
  assert.deepEqual(foundSince([drifted('a', 5), unknown, failed, checkRecord('n'), drifted('z', 1)]), {
    due: 3,
    checks: 2,
  });
  assert.equal(foundSince([unknown, drifted('a', 5)]), undefined);
  assert.equal(foundSince([]), undefined);
});
