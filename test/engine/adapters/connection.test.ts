import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { Connection } from '../../../engine/src/adapters/sqlite/connection.ts';
import { randomIds } from '../../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../../engine/src/adapters/system/systemClock.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

function setUp(t: TestContext, pragma = '') {
  const file = join(temporaryFolder(t), 'runs.db');
  const statements: string[] = [];
  const db = new Database(file, { verbose: (statement) => void statements.push(String(statement)) });
  db.exec(`PRAGMA journal_mode = WAL; ${pragma}; CREATE TABLE words (word TEXT NOT NULL)`);
  const connection = new Connection(file, db, { clock: systemClock(), ids: randomIds() });
  t.after(() => connection.close());
  const add = (word: string | null) => (to: Database.Database) => {
    to.prepare('INSERT INTO words VALUES (?)').run(word);
  };
  const words = () => connection.read((from) => from.prepare('SELECT word FROM words').pluck().all());
  return { file, connection, statements, add, words };
}

test('what is written together is one commit, in the order in which it came', async (t) => {
  const { connection, statements, add, words } = setUp(t);
  await Promise.all(['a', 'b', 'c'].map((word) => connection.writeTogether(add(word))));
  assert.equal(statements.filter((statement) => statement === 'COMMIT').length, 1);
  assert.deepEqual(await words(), ['a', 'b', 'c']);
});

test('on a full disk all that was written together is refused, and what comes later is kept', async (t) => {
  const { connection, add, words } = setUp(t, 'PRAGMA max_page_count = 8');
  const together = ['a', 'x'.repeat(100_000), 'c'].map((word) => connection.writeTogether(add(word)));
  await Promise.all(together.map((one) => assert.rejects(one, { reason: 'disk-full' })));
  assert.deepEqual(await words(), []);
  await connection.writeTogether(add('later'));
  assert.deepEqual(await words(), ['later']);
});

test('a connection that is closed writes before what still waits', async (t) => {
  const { file, connection, add } = setUp(t);
  const kept = connection.writeTogether(add('a'));
  const refused = assert.rejects(connection.writeTogether(add(null)), { code: 'SQLITE_CONSTRAINT_NOTNULL' });
  connection.close();
  await Promise.all([kept, refused]);
  const db = new Database(file);
  t.after(() => db.close());
  assert.deepEqual(db.prepare('SELECT word FROM words').pluck().all(), ['a']);
});
