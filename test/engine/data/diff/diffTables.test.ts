import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { type Distribution, differingValues } from '../../../../engine/src/data/diff/diffDistributions.ts';
import type { KeyDiff } from '../../../../engine/src/data/diff/diffRows.ts';
import { type DiffOptions, diffTables } from '../../../../engine/src/data/diff/diffTables.ts';
import { type Data, openData } from '../openData.ts';

const OLD = `id,name,amount
1,ann,1.5
2,bob,2.5
3,cid,3.5
4,dan,
`;
const NEW = `id,name,amount
2,bob,2.5
3,cid,30
4,dora,4
5,eve,5
`;

async function differ(t: TestContext) {
  const data = await openData(t);
  const diff = (a: string, b: string, options: Partial<DiffOptions> = {}) =>
    diffTables(data.source, data.csv(a), data.csv(b), { tmpFolder: data.folder, ...options });
  return { data, diff };
}

test('by key: what came, what went, what has other values and in which columns', async (t) => {
  const { diff } = await differ(t);
  const { rows, schema, changes } = await diff(OLD, NEW, { key: ['id'] });
  assert.deepEqual(rows, { a: 4, b: 4 });
  assert.deepEqual(schema, { added: [], removed: [], retyped: [] });
  assert.deepEqual(changes, {
    kind: 'key',
    key: ['id'],
    added: 1,
    removed: 1,
    changed: 2,
    same: 1,
    repeated: { a: 0, b: 0 },
    columns: [
      { name: 'amount', changed: 2 },
      { name: 'name', changed: 1 },
    ],
    samples: { added: [{ id: 5 }], removed: [{ id: 1 }], changed: [{ id: 3 }, { id: 4 }] },
  });
});

test('without a key rows are compared by their values, equal ones by how often they stand there', async (t) => {
  const { diff } = await differ(t);
  assert.deepEqual((await diff(OLD, NEW)).changes, { kind: 'content', added: 3, removed: 3, same: 1 });
  const { changes } = await diff('a,b\n1,x\n1,x\n1,x\n2,\n', 'b,a\nx,1\n,2\n,2\n');
  assert.deepEqual(changes, { kind: 'content', added: 1, removed: 2, same: 2 });
});

test('a usual key is taken where both have it, one that was asked for must be there', async (t) => {
  const { diff } = await differ(t);
  const kind = async (usualKey: string[]) => (await diff(OLD, NEW, { usualKey })).changes.kind;
  assert.deepEqual([await kind(['id']), await kind(['gone'])], ['key', 'content']);
  await assert.rejects(diff(OLD, NEW, { key: ['nam'] }), { reason: 'unknown-column', next: 'Did you mean `name`?' });
});

test('keys that are none, and null in keys, are counted and not mixed up', async (t) => {
  const { diff } = await differ(t);
  const { changes } = await diff('a,b,v\n1,,x\n,1,x\n1,1,x\n1,1,y\n', 'a,b,v\n1,,x\n,1,z\n1,1,y\n1,1,x\n', {
    key: ['a', 'b'],
  });
  const { added, removed, changed, same, repeated, columns } = changes as KeyDiff;
  assert.deepEqual({ added, removed, changed, same }, { added: 0, removed: 0, changed: 1, same: 2 });
  assert.deepEqual(repeated, { a: 1, b: 1 });
  assert.deepEqual(columns, [{ name: 'v', changed: 1 }]);
});

test('columns that came, went or have another type; 1 and 1.0 are the same value', async (t) => {
  const { diff } = await differ(t);
  const { schema, changes } = await diff('id,old,n,t\n1,a,1,7\n2,b,2,8\n', 'id,n,new,t\n1,1.0,x,7\n2,2.5,y,late\n', {
    key: ['id'],
  });
  assert.deepEqual(
    { added: schema.added.map(({ name }) => name), removed: schema.removed.map(({ name }) => name) },
    { added: ['new'], removed: ['old'] },
  );
  assert.deepEqual(schema.retyped, [
    { name: 'n', a: 'BIGINT', b: 'DOUBLE' },
    { name: 't', a: 'BIGINT', b: 'VARCHAR' },
  ]);
  assert.deepEqual((changes as KeyDiff).columns, [
    { name: 'n', changed: 1 },
    { name: 't', changed: 1 },
  ]);
});

test('tables without a common column share no row', async (t) => {
  const { diff } = await differ(t);
  const { changes, columns } = await diff('a\n1\n2\n', 'b\n1\n');
  assert.deepEqual([changes, columns], [{ kind: 'content', added: 1, removed: 2, same: 0 }, []]);
});

test('columns may have any name', async (t) => {
  const { diff } = await differ(t);
  const header = '"select","a.b","it\'s ""so""","🦆","k0","status","n0","side"';
  const { changes } = await diff(`${header}\n1,2,3,4,5,6,7,8\n`, `${header}\n1,2,3,4,5,6,7,9\n`, {
    key: ['select', 'k0'],
  });
  assert.deepEqual((changes as KeyDiff).columns, [{ name: 'side', changed: 1 }]);
  assert.deepEqual((changes as KeyDiff).samples?.changed, [{ select: 1, k0: 5 }]);
});

test('distributions: those that lie furthest apart first, sensitive ones by their missing values alone', async (t) => {
  const { diff } = await differ(t);
  const table = (name: string, amount: (row: number) => number | string) =>
    `name,amount,same\n${Array.from({ length: 100 }, (_, row) => `${name}${row % 4},${amount(row)},1`).join('\n')}\n`;
  const old = table('a', (row) => row);
  const now = table('b', (row) => (row < 25 ? '' : row + 100));
  const { columns } = await diff(old, now);
  // Means 49.5 and 162; standard deviation of 0..99 (n - 1): 29.0115; half the summed shares of eight different values: 1.
  assert.deepEqual(
    columns.map(({ name, shift }) => [name, Number(shift.toFixed(4))]),
    [
      ['amount', 3.8778],
      ['name', 1],
      ['same', 0],
    ],
  );
  const [amount] = columns;
  assert.deepEqual([amount?.a.missing, amount?.b.missing, amount?.b.mean?.toFixed(9)], [0, 0.25, '162.000000000']);
  const hidden = await diff(old, now, { sensitive: ['name', 'amount'], key: ['name'] });
  const { top, min, mean } = hidden.columns.find(({ name }) => name === 'name')!.a;
  assert.deepEqual({ top, min, mean }, { top: [], min: null, mean: null });
  assert.equal((hidden.changes as KeyDiff).samples, null);
});

test('a value that is not among the most frequent ones of the other table is not called absent', () => {
  const many = (name: string, share: number) =>
    Array.from({ length: 20 }, (_, index) => ({ value: `${name}${index}`, share }));
  const table = (top: Distribution['top']): Distribution => ({ ...NOTHING, top });
  // Of the second, half of the rows have values that are not known.
  const [first, second] = [table(many('a', 0.05)), table(many('b', 0.025))];
  assert.deepEqual(differingValues(first, second).at(0), { value: 'b0', a: 0, b: 0.025 });
  assert.deepEqual(differingValues(first, second).at(-1), { value: 'a19', a: 0.05, b: undefined });
});

test('a table of no rows can be compared', async (t) => {
  const { diff } = await differ(t);
  const { changes, columns } = await diff('a,b\n', 'a,b\n1,2\n');
  assert.deepEqual(changes, { kind: 'content', added: 1, removed: 0, same: 0 });
  assert.ok(columns.every(({ shift }) => Number.isFinite(shift)));
});

test('keys are those of a comparison row by row', async (t) => {
  const data = await openData(t);
  const row = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.option(fc.integer({ min: 0, max: 2 })));
  const rows = fc.array(row, { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, rows, async (a, b) => {
      const [one, two] = [await table(data, a), await table(data, b)];
      const found = await diffTables(data.source, one, two, { tmpFolder: data.folder, key: ['k'] });
      const { added, removed, changed, same } = found.changes as KeyDiff;
      assert.deepEqual({ added, removed, changed, same }, naive(a, b));
    }),
    { numRuns: 25 },
  );
});

const NOTHING = { missing: 0, distinct: null, min: null, max: null, mean: null, std: null, quantiles: {}, top: [] };

type Pair = readonly [number, number | null];

function table(data: Data, rows: readonly Pair[]) {
  const values = rows.map(([k, v]) => `(${k}, ${v ?? 'NULL'})`).join(', ');
  const some = 'SELECT NULL::INTEGER AS k, NULL::INTEGER AS v WHERE false';
  return data.table(values === '' ? some : `${some} UNION ALL SELECT * FROM (VALUES ${values})`);
}

function naive(a: readonly Pair[], b: readonly Pair[]) {
  const valuesOf = (rows: readonly Pair[], key: number) =>
    JSON.stringify(rows.flatMap(([k, v]) => (k === key ? [String(v)] : [])).sort());
  const counts = { added: 0, removed: 0, changed: 0, same: 0 };
  for (const key of new Set([...a, ...b].map(([k]) => k))) {
    const [before, after] = [valuesOf(a, key), valuesOf(b, key)];
    counts[before === '[]' ? 'added' : after === '[]' ? 'removed' : before === after ? 'same' : 'changed']++;
  }
  return counts;
}
