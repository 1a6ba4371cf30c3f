import assert from 'node:assert/strict';
import { renameSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { DataWatch } from '../../../service/src/schedule/dataWatch.ts';
import { testProject } from '../../kit/project.ts';

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows-*.csv
#- more.dataset.yaml
dataset: more
source: {sql: select id from rows where id > 1}
#- gone.dataset.yaml
dataset: gone
source: nothing.csv
#- rows-1.csv
id
1
`;

const OLD = new Date('2026-01-01T00:00Z');

async function watched(t: TestContext) {
  const { folder, write } = testProject(t, PROJECT);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const root = folder.replaceAll('\\', '/');
  const project = await loadProject(host.files, root);
  const stores = await host.stores(root);
  utimesSync(join(folder, 'rows-1.csv'), OLD, OLD);
  const watch = new DataWatch(host, stores, root);
  return { folder, write, look: (name: string) => watch.version(project, name) };
}

test('a version is told when files stand still, and is another one when bytes are', async (t) => {
  const { folder, write, look } = await watched(t);
  const first = await look('rows');
  assert.match(first ?? '', /^[0-9a-f]{64}$/);
  assert.equal(await look('rows'), first);
  write('rows-1.csv', 'id\n1\n2\n');
  assert.equal(await look('rows'), undefined);
  const second = await look('rows');
  assert.ok(second !== undefined && second !== first);
  utimesSync(join(folder, 'rows-1.csv'), OLD, OLD);
  await look('rows');
  assert.equal(await look('rows'), second);
});

test('files that come and go make other versions, also with times of long ago', async (t) => {
  const { folder, write, look } = await watched(t);
  const first = await look('rows');
  write('new.tmp', 'id\n9\n');
  utimesSync(join(folder, 'new.tmp'), OLD, OLD);
  renameSync(join(folder, 'new.tmp'), join(folder, 'rows-2.csv'));
  assert.equal(await look('rows'), undefined);
  const second = await look('rows');
  assert.notEqual(second, first);
  unlinkSync(join(folder, 'rows-2.csv'));
  await look('rows');
  assert.equal(await look('rows'), first);
});

test('of SQL it is that of the files below; of what is not there none is told', async (t) => {
  const { write, look } = await watched(t);
  const before = await look('more');
  assert.notEqual(before, undefined);
  write('rows-2.csv', 'id\n7\n');
  assert.equal(await look('more'), undefined);
  assert.notEqual(await look('more'), before);
  assert.deepEqual([await look('gone'), await look('unknown')], [undefined, undefined]);
});

test('a file that is just being written when a service begins is not taken for whole', async (t) => {
  const { folder, look } = await watched(t);
  writeFileSync(join(folder, 'rows-1.csv'), 'id\n1\n2');
  assert.equal(await look('rows'), undefined);
  assert.notEqual(await look('rows'), undefined);
});
