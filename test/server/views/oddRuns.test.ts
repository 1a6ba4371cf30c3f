import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { MetricPoint } from '../../../engine/src/ports/runStore.ts';
import type { RunTable, RunTableChanges } from '../../../engine/src/tracking/table/runTable.ts';
import { cellAt } from '../../../webviews/compare/model/cells.ts';
import { newTable, withChanges } from '../../../webviews/compare/model/table.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';
import { viewedSources } from '../../kit/viewedSources.ts';

const AT = 1_760_000_000_000;
const MARKUP = `<b>'a' & "b"</b> \` OR 1=1 --`;

test('runs with other metrics each, none, or none that is finite stand apart in one table', async (t) => {
  const { ask, add } = await project(t);
  const other = await add({ metrics: { f1: [{ value: 0.5 }] } });
  const none = await add({});
  const odd = await add({ metrics: { loss: [{ value: Number.NaN }], gain: [{ value: Number.NEGATIVE_INFINITY }] } });
  const table = newTable((await ask('runTable', {})) as RunTable);
  const of = (run: string, column: string) => cellAt(table.cells.get(column), table.rows.get(run) ?? -1);
  assert.deepEqual(
    ['metrics.f1', 'metrics.loss', 'metrics.gain'].map((column) => [other, none, odd].map((run) => of(run, column))),
    [
      [0.5, undefined, undefined],
      [undefined, undefined, Number.NaN],
      [undefined, undefined, Number.NEGATIVE_INFINITY],
    ],
  );
});

test('one point and equal times are curves; a long param is cut in the table and whole on the page', async (t) => {
  const { ask, add } = await project(t);
  const one = await add({ metrics: { loss: [{ value: 0.3 }] } });
  const equal = await add({ metrics: { loss: [3, 1, 2].map((value, step) => ({ value, step })) } });
  const same = await add({
    metrics: {
      loss: [
        { value: 1, step: 4 },
        { value: 2, step: 4 },
      ],
    },
  });
  const { curves } = await ask('curves', { runs: [one, equal, same], metrics: ['loss'] });
  assert.deepEqual(
    curves.map(({ run, total }) => [run, total]),
    [
      [one, 1],
      [equal, 3],
      [same, 2],
    ],
  );
  const long = await add({ params: { text: 'x'.repeat(100_000) } });
  const table = newTable((await ask('runTable', {})) as RunTable);
  const shown = String(cellAt(table.cells.get('params.text'), table.rows.get(long) ?? -1));
  assert.deepEqual([shown.length, shown.at(-1)], [200, '…']);
  const page = await ask('runPage', { run: long });
  assert.match(JSON.stringify(page), /x{100000}/);
});

test('names with quotes and markup are texts, also in a filter; runs that are deleted leave', async (t) => {
  const { ask, add, remove } = await project(t);
  const run = await add({ name: MARKUP, params: { note: MARKUP } });
  const plain = await add({});
  const whole = (await ask('runTable', {})) as RunTable;
  const table = newTable(whole);
  assert.equal(cellAt(table.cells.get('attributes.run_name'), table.rows.get(run) ?? -1), MARKUP);
  const filter = `params.note = '${MARKUP.replaceAll("'", "''")}'`;
  const { kept } = await ask('runFilter', { filter, revision: whole.revision });
  assert.equal(Buffer.from(kept, 'base64')[0], 1 << (table.rows.get(run) ?? 0));
  await remove(run);
  const since = { revision: whole.revision, columns: ['attributes.run_name'] };
  const changes = (await ask('runTable', { since })) as RunTableChanges;
  assert.deepEqual(changes.gone, [run]);
  assert.deepEqual(withChanges(table, changes).runs, [plain]);
  assert.deepEqual((await ask('curves', { runs: [run], metrics: ['loss'] })).curves, []);
});

interface Odd {
  readonly name?: string;
  readonly metrics?: Readonly<Record<string, readonly Partial<MetricPoint>[]>>;
  readonly params?: Readonly<Record<string, string>>;
}

async function project(t: TestContext) {
  const viewed = viewedSources(t, temporaryFolder(t));
  const { runs } = await viewed.viewed.host.stores(viewed.viewed.root);
  const add = async ({ name = 'odd', metrics = {}, params = {} }: Odd) => {
    const { id } = await runs.createRun({ experiment: 'odd', name, startTime: AT, user: 'ada', params });
    const points = Object.entries(metrics).flatMap(([key, all]) =>
      all.map((point) => ({ key, value: 0, step: 0, timestamp: AT, ...point })),
    );
    await runs.log(id, { metrics: points });
    return id;
  };
  return { ...viewed, add, remove: (id: string) => runs.deleteRun(id) };
}
