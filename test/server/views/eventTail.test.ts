import assert from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import { EventTail } from '../../../engine/src/operations/run/eventTail.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

test('each look gives the whole lines that came since, and reads nothing twice', async (t) => {
  const path = join(temporaryFolder(t), 'events.ndjson');
  const local = localFiles();
  const read: number[] = [];
  const files: Files = {
    ...local,
    async bytesFrom(...given) {
      const bytes = await local.bytesFrom(...given);
      read.push(bytes?.length ?? 0);
      return bytes;
    },
  };
  const tail = new EventTail(files, path);
  const look = async () => {
    const lines: [string, number][] = [];
    assert.equal(await tail.read((line, at) => lines.push([line, at])), true);
    return lines;
  };
  assert.deepEqual(await look(), []);
  writeFileSync(path, 'één\ntw');
  assert.deepEqual(await look(), [['één', 0]]);
  assert.deepEqual(await look(), []);
  appendFileSync(path, 'o\n\nthree\n');
  assert.deepEqual(await look(), [
    ['two', 6],
    ['', 10],
    ['three', 11],
  ]);
  assert.deepEqual(read, [8, 9]);
});

test('a letter that was cut in two comes whole', async (t) => {
  const path = join(temporaryFolder(t), 'events.ndjson');
  const tail = new EventTail(localFiles(), path);
  const bytes = Buffer.from('é\n');
  const lines: string[] = [];
  writeFileSync(path, bytes.subarray(0, 1));
  await tail.read((line) => lines.push(line));
  appendFileSync(path, bytes.subarray(1));
  await tail.read((line) => lines.push(line));
  assert.deepEqual(lines, ['é']);
});

test('a file that was put in place of a longer one is read from its beginning', async (t) => {
  const path = join(temporaryFolder(t), 'events.ndjson');
  const tail = new EventTail(localFiles(), path);
  const lines: string[] = [];
  const look = () => tail.read((line) => lines.push(line));
  writeFileSync(path, 'one\ntwo\n');
  assert.equal(await look(), true);
  rmSync(path);
  writeFileSync(path, 'new\n');
  assert.equal(await look(), false);
  assert.equal(await look(), true);
  assert.deepEqual(lines, ['one', 'two', 'new']);
});
