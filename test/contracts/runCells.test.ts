import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRunStore } from '../../engine/src/adapters/sqlite/openRunStore.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import type { KeyKind, RunCells, RunSpan } from '../../engine/src/ports/runCells.ts';
import { runsAsCells } from '../../server/src/data/tables/runsAsCells.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const KINDS: readonly KeyKind[] = ['metric', 'param', 'tag', 'dataset'];
const ALL: RunSpan = { from: 0, to: 1000 };

test('cells of runs at hand are those that the store gives', async (t) => {
  const store = openRunStore(join(temporaryFolder(t), 'runs.db'), {
    clock: systemClock(),
    ids: randomIds(),
    log: { debug() {}, warn() {} },
  });
  t.after(() => store.close());
  const make = (name: string, startTime: number, more = {}) =>
    store.createRun({ experiment: 'e', name, startTime, user: 'ada', ...more });
  const one = await make('one', 1000, {
    params: { depth: '6', mode: 'fast', scientific: '1e-3' },
    tags: { team: 'air' },
  });
  const two = await make('two', 2000, { params: { depth: 'none' }, parent: undefined });
  const gone = await make('gone', 3000);
  await make('step', 2500, { parent: one.id });
  await store.log(one.id, {
    metrics: [
      { key: 'auc', value: 0.7, step: 0, timestamp: 1 },
      { key: 'auc', value: 0.6, step: 1, timestamp: 2 },
      { key: 'loss', value: Number.POSITIVE_INFINITY, step: 0, timestamp: 1 },
    ],
    datasets: [{ name: 'flights', version: 'a81c' }],
  });
  await store.log(two.id, { metrics: [{ key: 'auc', value: Number.NaN, step: 0, timestamp: 1 }] });
  await store.finish(two.id, 'failed', 9000);
  await store.deleteRun(gone.id);
  const { runs } = await store.search({ topLevel: true, limit: 100 });
  const ours = await told(store);
  const theirs = await told(runsAsCells(runs));
  assert.deepEqual(theirs, ours);
  assert.equal(ours.heads.length, 2);
});

/** All that can be asked, by the ids of runs. */
async function told(cells: RunCells) {
  const heads = await cells.heads();
  const idOf = new Map(heads.map(({ no, id }) => [no, id]));
  const byKey = <T extends { readonly key: string }>(list: readonly T[]) =>
    list.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const kinds = await Promise.all(
    KINDS.map(async (kind) => ({
      spreads: byKey(await cells.spreads(kind, ALL)).map(({ key, filled, numbers }) => [key, filled, numbers]),
      values: byKey(await cells.values(kind, ['auc', 'loss', 'depth', 'scientific', 'team', 'flights', 'no'], ALL)).map(
        ({ key, runs, values }) => [
          key,
          runs.map((no, place) => [idOf.get(no), values[place]]).toSorted((a, b) => (`${a[0]}` < `${b[0]}` ? -1 : 1)),
        ],
      ),
    })),
  );
  const matching = async (selection: Parameters<RunCells['matching']>[0]) =>
    (await cells.matching(selection)).map((no) => idOf.get(no)).filter((id) => id !== undefined);
  return {
    heads: heads.map(({ no: _, ...head }) => head),
    kinds,
    filtered: await matching({ filter: 'metrics.auc < 0.65' }),
    worded: await matching({ words: ['air'] }),
    prints: (await cells.prints()).size,
  };
}
