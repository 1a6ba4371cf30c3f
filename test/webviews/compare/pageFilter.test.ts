import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRunStore } from '../../../engine/src/adapters/sqlite/openRunStore.ts';
import { systemClock } from '../../../engine/src/adapters/system/systemClock.ts';
import { selected } from '../../../server/src/data/answers/runFilter.ts';
import { columnsNamed, isWholeFilter, pageFilter } from '../../../webviews/compare/model/pageFilter.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';
import { madeTable } from './madeTable.ts';

const AUC = [0.7, 0.65, Number.NaN, undefined, Number.POSITIVE_INFINITY, -0.1, 0, 650];
const LOSS = [1, 2, 3, 4, undefined, 6, Number.NaN, 8];
const KIND = ['linear', 'Linear', 'Ärger', 'ärger', undefined, "it's", '100%', 'a_b'];
const DEPTH = ['1', '2', '10', '1e+21', undefined, '0.5', '-3', '7'];
const TEAM = ['red', 'RED', undefined, 'blue', 'blue', undefined, 'a red one', 'main'];
const NAMES = KIND.map((_, row) => `run ${row}`);
const made = (text: readonly (string | undefined)[]) =>
  text.map((one) => (one === undefined ? undefined : Number(one)));
const RUNS = {
  'metrics.auc': AUC,
  'metrics.a/b.c-d': LOSS,
  'params.kind': KIND,
  'params.depth': made(DEPTH),
  'params.size': made(DEPTH),
  'tags.team': TEAM,
  'attributes.run_name': NAMES,
  'attributes.user_id': NAMES.map(() => 'ada'),
  'attributes.start_time': NAMES.map((_, row) => 1000 + row),
};
const looks = { 'params.depth': { isPlain: true } };
const TABLE = withPlain(madeTable(RUNS));

function withPlain(table: ReturnType<typeof madeTable>): ReturnType<typeof madeTable> {
  const depth = table.cells.get('params.depth');
  assert.ok(depth?.kind === 'number');
  return { ...table, cells: new Map(table.cells).set('params.depth', { ...depth, ...looks['params.depth'] }) };
}

const keptOf = (filter: string) => pageFilter({ filter, table: TABLE, isOwn: true, hasAllColumns: true }).kept;

const KNOWN = [
  'metrics.auc > 0.65',
  'metrics.auc >= 0.65',
  ' metrics.auc<0.65 ',
  'metrics.auc <= 6.5e-1',
  'metrics.auc = 0.65',
  'metrics.auc = -0.1',
  'metrics.auc != 0.65',
  'metric.`auc` <> 0.65',
  'metrics.auc > +0 AND metrics.a/b.c-d < 6.5',
  'metrics.auc > 0 and  metrics.auc < 1 AND metrics.a/b.c-d != 2',
  'metrics.auc < 1e999',
  "params.kind = 'linear'",
  "params.kind != 'linear'",
  "params.kind LIKE 'lin%'",
  "params.kind ILIKE 'LIN%'",
  "params.kind ILIKE 'ÄRGER'",
  "params.kind = 'it''s'",
  "params.kind LIKE '100%'",
  "params.kind LIKE 'a_b'",
  'params.kind IS NULL',
  'params.kind IS NOT NULL',
  "params.depth = '1'",
  "params.depth = '1.0'",
  "params.depth = '1e+21'",
  "params.depth LIKE '1%'",
  'params.depth IS NULL',
  'params.size IS NOT NULL',
  "tags.team = 'red' AND metrics.auc > 0",
  "tags.team != 'blue'",
  'tags.team IS NULL',
  "attributes.run_name = 'run 3'",
  "run_name LIKE 'run%'",
  "attributes.user_id = 'ada'",
  'attributes.start_time > 1003',
  'start_time != 1003',
  'red',
  'RED run',
  'team',
  'run 3',
  'ada',
  'no such thing',
  '100%',
];

test('a filter over cells that are here takes what the store takes', async (t) => {
  // An id that began with a word of a filter would be found by it.
  let made = 0;
  const store = openRunStore(join(temporaryFolder(t), 'runs.db'), {
    clock: systemClock(),
    ids: { runId: () => `f${made++}`.padEnd(32, '0') },
    log: { debug() {}, warn() {} },
  });
  t.after(() => store.close());
  const rows = new Map<string, number>();
  for (const row of AUC.keys()) {
    const { id } = await store.createRun({ experiment: 'e', name: `run ${row}`, startTime: 1000 + row, user: 'ada' });
    rows.set(id, row);
    const logged = { auc: AUC[row], 'a/b.c-d': LOSS[row] };
    const metrics = Object.entries(logged).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, value, step: 0, timestamp: 1 }],
    );
    const texts = (given: Readonly<Record<string, string | undefined>>) =>
      Object.fromEntries(Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
    await store.log(id, {
      metrics,
      params: texts({ kind: KIND[row], depth: DEPTH[row], size: DEPTH[row] }),
      tags: texts({ team: TEAM[row], 'modelyard.call': 'no such thing' }),
    });
  }
  for (const filter of KNOWN) {
    const kept = keptOf(filter);
    assert.ok(kept, filter);
    const { runs } = await store.search({ ...selected(filter), limit: 100 });
    assert.deepEqual(
      [...kept.keys()].filter((row) => kept[row] === 1),
      runs.map(({ id }) => rows.get(id)).toSorted(),
      filter,
    );
  }
});

test('what the cells do not tell is left to the store', () => {
  for (const filter of [
    'auc > 0.65',
    'metrics.gone > 1',
    "metrics.auc > '1'",
    'metrics.auc > 0x10',
    'metrics.auc > 1 OR metrics.auc < 0',
    'metrics.auc > 1 AND',
    'metrics.auc > 1 fast',
    'metrics.auc IS NULL',
    "params.gone = '1'",
    // The store has the text, which may be `1` or `1.0`.
    "params.size = '1'",
    "attributes.status = 'running'",
    "tags.`mlflow.runName` = 'run 3'",
    "datasets.name = 'flights'",
    'end_time > 3',
  ])
    assert.deepEqual(
      pageFilter({ filter, table: TABLE, isOwn: true, hasAllColumns: true }),
      { kept: undefined, missing: [] },
      filter,
    );
});

test('other stores read texts their own way, and words are looked for in all tags', () => {
  const asked = { table: TABLE, isOwn: false, hasAllColumns: true };
  assert.equal(pageFilter({ ...asked, filter: "params.kind = 'linear'" }).kept, undefined);
  assert.equal(pageFilter({ ...asked, filter: 'red' }).kept, undefined);
  assert.equal(pageFilter({ ...asked, filter: 'red', isOwn: true, hasAllColumns: false }).kept, undefined);
  assert.ok(pageFilter({ ...asked, filter: 'metrics.auc > 0' }).kept);
});

test('texts of which only the beginning is here are left to the store', () => {
  const table = madeTable({ 'params.long': ['x'.repeat(300), 'y'] });
  assert.deepEqual(pageFilter({ filter: "params.long = 'y'", table, isOwn: true, hasAllColumns: true }), {
    kept: undefined,
    missing: [],
  });
});

test('columns that a filter needs are named while it is written', () => {
  const table = { ...TABLE, cells: new Map() };
  const asked = { table, isOwn: true, hasAllColumns: true };
  assert.deepEqual(pageFilter({ ...asked, filter: "metrics.auc > 1 AND params.kind = 'x'" }), {
    kept: undefined,
    missing: ['metrics.auc', 'params.kind'],
  });
  assert.deepEqual(columnsNamed('metrics.auc', TABLE), ['metrics.auc']);
  assert.deepEqual(columnsNamed('metrics.gone > 1 AND params.`kind', TABLE), []);
  assert.deepEqual(columnsNamed('metrics.`auc` > 1 and tags.team', TABLE), ['metrics.auc', 'tags.team']);
});

test('the beginning of a comparison is not taken for words', () => {
  assert.deepEqual(
    ['metrics.au', 'red param.x', 'red run', 'metrics.auc > 1'].map((filter) => isWholeFilter(filter)),
    [false, false, true, true],
  );
});
