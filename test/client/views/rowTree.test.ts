import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Row } from '../../../client/src/views/row.ts';
import { RowTree } from '../../../client/src/views/rowTree.ts';

function row(key: string, description = '', children?: Row['children'], isOpen = false): Row {
  const look = { label: key, description, tooltip: '', aria: key, context: 'x' };
  return { key, look, subject: { root: 'r', run: key }, isOpen, ...(children ? { children } : {}) };
}

function tree(top: () => Promise<readonly Row[]>) {
  const changes: string[] = [];
  return { tree: new RowTree({ top, changed: (node) => changes.push(node?.row.key ?? 'top') }), changes };
}

test('rows that stay are the same objects, and only what became other is drawn again', async () => {
  let rows = [row('a'), row('b')];
  const { tree: it, changes } = tree(async () => rows);
  const [a] = await it.children();
  rows = [row('a'), row('b', 'new')];
  await it.refresh();
  assert.deepEqual(changes, ['b']);
  rows = [row('c'), row('a'), row('b', 'new')];
  await it.refresh();
  assert.deepEqual(changes, ['b', 'top']);
  const after = await it.children();
  assert.equal(after[1], a);
  assert.equal(after[0]?.run, 'c');
  assert.equal(it.get('gone'), undefined);
});

test('what is closed is not asked for until it is opened again', async () => {
  let asked = 0;
  const below = () => {
    asked += 1;
    return [row('a1', String(asked))];
  };
  const { tree: it, changes } = tree(async () => [row('a', '', below)]);
  const [a] = await it.children();
  await it.children(a);
  await it.refresh();
  assert.equal(asked, 2);
  it.opened(a!, false);
  await it.refresh();
  await it.refresh();
  assert.equal(asked, 2);
  assert.deepEqual(changes, ['a1', 'a']);
  const [a1] = await it.children(a);
  assert.equal(a1?.row.look.description, '3');
});

test('a row is replaced in its place', async () => {
  const { tree: it, changes } = tree(async () => [row('a')]);
  const [a] = await it.children();
  it.replace(row('a'));
  it.replace(row('elsewhere'));
  assert.deepEqual(changes, []);
  it.replace(row('a', '63%'));
  assert.deepEqual(changes, ['a']);
  assert.equal(a?.row.look.description, '63%');
});

test('refreshes that come while one goes on are one more, and the last state is shown', async () => {
  let asked = 0;
  let state = 1;
  const { tree: it } = tree(async () => {
    asked += 1;
    const seen = state;
    await new Promise(setImmediate);
    return [row('a', String(seen))];
  });
  await it.children();
  const all = [it.refresh()];
  state = 2;
  for (let time = 0; time < 20; time += 1) all.push(it.refresh());
  await Promise.all(all);
  assert.equal(asked, 3);
  assert.equal(it.get('a')?.row.look.description, '2');
});

test('a refresh while the first rows are on their way asks again after them', async () => {
  let state = 1;
  const { tree: it } = tree(async () => {
    const seen = state;
    await new Promise(setImmediate);
    return [row('a', String(seen))];
  });
  const first = it.children();
  state = 2;
  await Promise.all([first, it.refresh()]);
  assert.equal(it.get('a')?.row.look.description, '2');
});

test('after a reset all is asked for anew', async () => {
  let asked = 0;
  const { tree: it, changes } = tree(async () => {
    asked += 1;
    return [row('a', String(asked))];
  });
  await it.children();
  it.reset();
  assert.deepEqual(changes, ['top']);
  assert.equal((await it.children())[0]?.row.look.description, '2');
});

test('a source that throws leaves the tree to be asked again', async () => {
  let fails = true;
  const { tree: it } = tree(async () => {
    if (fails) throw new Error('gone');
    return [row('a')];
  });
  await assert.rejects(it.children(), /gone/);
  fails = false;
  assert.equal((await it.children()).length, 1);
});

test('what stands apart is asked again only where a refresh goes that far, and nobody waits for it', async () => {
  const asked = { own: 0, here: 0, away: 0 };
  let answer: () => void = () => {};
  const slow = () => {
    asked.away += 1;
    return asked.away === 1 ? [] : new Promise<readonly Row[]>((resolve) => (answer = () => resolve([row('slow')])));
  };
  const count = (name: 'own' | 'here') => () => [row(`${name}1`, String(++asked[name]))];
  const { tree: it, changes } = tree(async () => [
    { ...row('away', '', slow, true), apart: 'away' },
    { ...row('here', '', count('here'), true), apart: 'here' },
    row('own', '', count('own'), true),
  ]);
  for (const node of await it.children()) await it.children(node);
  await it.refresh('near');
  assert.deepEqual(asked, { own: 2, here: 1, away: 1 });
  await it.refresh('here');
  assert.deepEqual(asked, { own: 3, here: 2, away: 1 });
  await it.refresh();
  await it.refresh();
  assert.deepEqual(asked, { own: 5, here: 4, away: 2 });
  answer();
  await new Promise(setImmediate);
  assert.ok(changes.includes('away'));
  await it.refresh();
  assert.equal(asked.away, 3);
  answer();
});
