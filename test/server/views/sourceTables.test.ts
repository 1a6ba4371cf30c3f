import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import type { RunTable } from '../../../engine/src/tracking/table/runTable.ts';
import { cellAt } from '../../../webviews/compare/model/cells.ts';
import { newTable } from '../../../webviews/compare/model/table.ts';
import { copyMlruns } from '../../kit/mlflowSources.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';
import { viewedSources } from '../../kit/viewedSources.ts';

test('runs that another tool keeps are a table as ours are, filtered by the same words', async (t) => {
  const root = temporaryFolder(t);
  copyMlruns(root);
  const { ask } = viewedSources(t, root);
  const told = (await ask('runTable', { source: 'mlruns' })) as RunTable;
  const table = newTable(told);
  const listed = await ask('experiments', { source: 'mlruns' });
  const first = listed[0]?.name ?? '';
  const { runs } = await ask('runs', { source: 'mlruns', experiment: first, offset: 0, limit: 500 });
  assert.ok(runs.length > 0);
  for (const { id, name, metric } of runs) {
    const row = table.rows.get(id) ?? -1;
    assert.equal(cellAt(table.cells.get('attributes.run_name'), row), name);
    if (metric !== null && typeof metric.value === 'number')
      assert.equal(cellAt(table.cells.get(`metrics.${metric.name}`), row), metric.value);
  }
  const asked = { source: 'mlruns', experiments: [first] };
  const ofFirst = (await ask('runTable', asked)) as RunTable;
  assert.deepEqual([...ofFirst.runs].sort(), runs.map(({ id }) => id).sort());
  const filter = "attributes.run_name LIKE '%'";
  const { kept } = await ask('runFilter', { ...asked, filter, revision: ofFirst.revision });
  const bits = Buffer.from(kept, 'base64');
  assert.equal(ofFirst.runs.filter((_, row) => ((bits[row >> 3] ?? 0) >> (row & 7)) & 1).length, runs.length);
});

test('asked again nothing has changed; a source that is gone is refused', async (t) => {
  const root = temporaryFolder(t);
  const folder = copyMlruns(root);
  const { ask } = viewedSources(t, root);
  const { revision } = (await ask('runTable', { source: 'mlruns' })) as RunTable;
  const since = { revision, columns: ['attributes.run_name'] };
  const again = await ask('runTable', { source: 'mlruns', since });
  assert.deepEqual(
    [again.kind, again.revision, again.kind === 'changes' && [...again.runs, ...again.gone]],
    ['changes', revision, []],
  );
  rmSync(folder, { recursive: true });
  await new Promise((done) => setTimeout(done, 1100));
  await assert.rejects(ask('runTable', { source: 'mlruns' }), { reason: 'source-not-found' });
  await assert.rejects(ask('runTable', { source: 'nowhere' }), { reason: 'source-not-found' });
});
