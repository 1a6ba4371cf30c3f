import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRunStore } from '../../../engine/src/adapters/sqlite/openRunStore.ts';
import { randomIds } from '../../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../../engine/src/adapters/system/systemClock.ts';
import { takenByMetrics } from '../../../webviews/compare/model/metricFilter.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';
import { madeTable } from './madeTable.ts';

const AUC = [0.7, 0.65, Number.NaN, undefined, Number.POSITIVE_INFINITY, -0.1, 0, 650];
const LOSS = [1, 2, 3, 4, undefined, 6, Number.NaN, 8];
const TABLE = madeTable({ 'metrics.auc': AUC, 'metrics.a/b.c-d': LOSS, 'metrics.words': AUC.map(() => 'text') });

const KNOWN = [
  'metrics.auc > 0.65',
  'metrics.auc >= 0.65',
  ' metrics.auc<0.65 ',
  'metrics.auc <= 6.5e-1',
  'metrics.auc = 0.65',
  'metrics.auc = -0.1',
  'metrics.auc != 0.65',
  'metrics.auc > +0 AND metrics.a/b.c-d < 6.5',
  'metrics.auc > 0 and  metrics.auc < 1 AND metrics.a/b.c-d != 2',
  'metrics.auc < 1e999',
];

test('a filter over metrics that are there takes what the store takes', async (t) => {
  const store = openRunStore(join(temporaryFolder(t), 'runs.db'), {
    clock: systemClock(),
    ids: randomIds(),
    log: { debug() {}, warn() {} },
  });
  t.after(() => store.close());
  for (const row of AUC.keys()) {
    const { id } = await store.createRun({ experiment: 'e', name: `r${row}`, startTime: row, user: 'ada' });
    const logged = { auc: AUC[row], 'a/b.c-d': LOSS[row] };
    const metrics = Object.entries(logged).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, value, step: 0, timestamp: 1 }],
    );
    await store.log(id, { metrics });
  }
  for (const filter of KNOWN) {
    const kept = takenByMetrics(filter, TABLE);
    assert.ok(kept, filter);
    const { runs } = await store.search({ filter, limit: 100 });
    assert.deepEqual(
      TABLE.runs.filter((_, row) => kept[row] === 1),
      runs.map(({ name }) => name).toSorted(),
      filter,
    );
  }
});

test('any other filter is left to the store', () => {
  for (const filter of [
    '',
    'metrics',
    'auc > 0.65',
    'metrics.gone > 1',
    'metrics.words > 1',
    "metrics.auc > '1'",
    'metrics.auc > 0x10',
    'metrics.auc > 1 OR metrics.auc < 0',
    'metrics.auc > 1 AND',
    "metrics.auc > 1 AND params.x = '1'",
    'metrics.`auc` > 1',
    'metrics.auc > 1 fast',
    'metrics.auc IS NULL',
  ])
    assert.equal(takenByMetrics(filter, TABLE), undefined, filter);
});
