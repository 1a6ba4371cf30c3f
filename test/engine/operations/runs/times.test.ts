import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../../engine/src/adapters/host.ts';
import { tableTimes } from '../../../../engine/src/operations/runs/page/times.ts';
import type { TableValue } from '../../../../engine/src/ports/step.ts';
import { testProject } from '../../../kit/project.ts';

async function timed(t: TestContext, sql: string, type: 'timestamp' | 'date' = 'timestamp') {
  const project = testProject(t, '');
  await project.parquet('test.parquet', sql);
  const host = openHost({ folder: project.folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const stores = await host.stores(project.folder);
  const bytes = await stores.artifacts.put(join(project.folder, 'test.parquet'));
  const column = { name: 'at "x"', type, sqlType: type === 'date' ? 'DATE' : 'TIMESTAMP' };
  const table: TableValue = {
    ...{ kind: 'table', ...bytes, rows: 2, columns: [column], lineage: {} },
    roles: { timestamp: 'at "x"' },
  };
  const { signal } = new AbortController();
  return { project, table, ask: (one = table) => tableTimes(one, { host, stores, signal }) };
}

test('the times of the first and last row are read once', async (t) => {
  const sql = `SELECT timestamp '2001-06-08 16:39:00' AS "at ""x""" UNION ALL SELECT timestamp '2001-07-01 00:00:00'`;
  const { project, ask } = await timed(t, sql);
  const times = { from: '2001-06-08T16:39:00.000Z', to: '2001-07-01T00:00:00.000Z' };
  assert.deepEqual(await ask(), times);
  rmSync(join(project.folder, '.modelyard', 'objects'), { recursive: true });
  assert.deepEqual(await ask(), times);
});

test('days are times too; rows without one have none', async (t) => {
  const days = await timed(t, `SELECT date '2001-06-08' AS "at ""x"""`, 'date');
  assert.deepEqual(await days.ask(), { from: '2001-06-08T00:00:00.000Z', to: '2001-06-08T00:00:00.000Z' });
  const none = await timed(t, `SELECT NULL::TIMESTAMP AS "at ""x"""`);
  assert.equal(await none.ask(), null);
  assert.equal(await none.ask({ ...none.table, roles: {} }), null);
  assert.equal(await none.ask({ ...none.table, sha256: '0'.repeat(64) }), null);
});
