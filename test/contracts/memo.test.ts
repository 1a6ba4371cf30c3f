import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { openMemo } from '../../engine/src/adapters/sqlite/openMemo.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

function setUp(t: TestContext) {
  const warnings: string[] = [];
  const file = join(temporaryFolder(t), 'cache.db');
  const log = { debug() {}, warn: (message: string) => void warnings.push(message) };
  const open = () => {
    const memo = openMemo(file, { log, busyTimeout: 20 });
    t.after(() => memo.close());
    return memo;
  };
  return { file, warnings, open };
}

test('an answer is kept by kind and key, between processes', async (t) => {
  const { open, warnings } = setUp(t);
  const [a, b] = [open(), open()];
  assert.equal(await a.get('profile', 'k'), undefined);
  await a.set('profile', 'k', { rows: 3, names: ['é'] });
  assert.deepEqual(await b.get('profile', 'k'), { rows: 3, names: ['é'] });
  assert.equal(await b.get('binding', 'k'), undefined);
  await b.set('profile', 'k', null);
  assert.equal(await a.get('profile', 'k'), null);
  assert.deepEqual(warnings, []);
});

const UNUSABLE: readonly [name: string, make: (file: string) => void][] = [
  [
    'no database',
    (file) => writeFileSync(file, 'this is not a database, but it is long enough to look like one'.repeat(20)),
  ],
  ['of a newer program', (file) => new Database(file).exec('PRAGMA user_version = 99').close()],
  ['of another program', (file) => new Database(file).exec('CREATE TABLE notes (text)').close()],
];
for (const [name, make] of UNUSABLE)
  test(`a file that is ${name} is begun anew with one warning`, async (t) => {
    const { file, open, warnings } = setUp(t);
    make(file);
    const memo = open();
    await memo.set('a', 'b', 1);
    assert.equal(await memo.get('a', 'b'), 1);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /begun anew/);
  });

test('where nothing can be kept everything is computed again, with one warning', async (t) => {
  const { file, open, warnings } = setUp(t);
  mkdirSync(file);
  const memo = open();
  await memo.set('a', 'b', 1);
  assert.equal(await memo.get('a', 'b'), undefined);
  assert.equal(warnings.length, 1);
  assert.ok(existsSync(file));
});

test('a locked file is not waited for long and not thrown away', async (t) => {
  const { file, open, warnings } = setUp(t);
  const memo = open();
  await memo.set('a', 'b', 1);
  const other = new Database(file);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  await memo.set('a', 'b', 2);
  assert.equal(warnings.length, 1);
  other.exec('ROLLBACK');
  assert.equal(await open().get('a', 'b'), 1);
});
