import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunHead } from '../../../engine/src/ports/runCells.ts';
import { printsAtWork, printsLater } from '../../../server/src/data/tables/tablePrints.ts';

function head(no: number, status: RunHead['status'], name = `run ${no}`): RunHead {
  return { no, id: `${no}`, experiment: 'e', name, status, startTime: no, endTime: null, user: 'ada' };
}

const BEFORE = {
  heads: [head(3, 'running'), head(2, 'finished'), head(1, 'finished')],
  prints: new Map([
    [3, 'three'],
    [2, 'two'],
    [1, 'one'],
  ]),
};

function cells(now: Readonly<Record<number, string>>) {
  const asked: (readonly number[] | undefined)[] = [];
  const prints = async (runs?: readonly number[]) => {
    asked.push(runs);
    return new Map(
      (runs ?? Object.keys(now).map(Number)).flatMap((no) => (now[no] === undefined ? [] : [[no, now[no]] as const])),
    );
  };
  return { asked, prints };
}

test('runs at work, new ones and renamed ones are looked at, no others', async () => {
  const store = cells({ 4: 'four', 3: 'three, and more', 2: 'other', 1: 'one, renamed' });
  const heads = [head(4, 'finished'), ...BEFORE.heads.slice(0, 2), head(1, 'finished', 'new name')];
  const prints = await printsAtWork(store, BEFORE, heads);
  assert.deepEqual(store.asked, [[4, 3, 1]]);
  assert.deepEqual(Object.fromEntries(prints ?? []), { 4: 'four', 3: 'three, and more', 2: 'two', 1: 'one, renamed' });
});

test('where those tell of no change all are to be looked at; a run that is gone is one', async () => {
  assert.equal(await printsAtWork(cells({ 3: 'three', 2: 'other' }), BEFORE, BEFORE.heads), undefined);
  const left = await printsAtWork(cells({ 3: 'three' }), BEFORE, BEFORE.heads.slice(0, 2));
  assert.equal(left?.get(3), 'three');
});

test('prints that are read after a table was told count only where nothing was written meanwhile', async () => {
  const from = (atNow: string) => ({
    cells: { prints: async () => BEFORE.prints } as unknown as Parameters<typeof printsLater>[0]['cells'],
    at: '7',
    atNow: async () => atNow,
    unread: [],
  });
  assert.deepEqual(await printsLater(from('7'), BEFORE.heads)(), BEFORE.prints);
  assert.equal(await printsLater(from('8'), BEFORE.heads)(), undefined);
});
