import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { openObjectStore } from '../../../../engine/src/adapters/files/objectStore.ts';
import { Failure } from '../../../../engine/src/failure.ts';
import type { RemoteObjects } from '../../../../engine/src/ports/remoteObjects.ts';
import { fetchObject } from '../../../../engine/src/tracking/sharing/fetchObject.ts';
import { temporaryFolder } from '../../../kit/temporaryFolder.ts';

const TEXT = 'a model of some bytes';
const SHA = createHash('sha256').update(TEXT).digest('hex');

/** A remote that gives the text piece by piece and breaks off so many times. */
function breaking(times: number, text = TEXT): { readonly remote: RemoteObjects; readonly asked: number[] } {
  const asked: number[] = [];
  let left = times;
  const get = async function* (_: string, { from = 0 }: { from?: number } = {}) {
    asked.push(from);
    for (let at = from; at < text.length; at += 4) {
      if (at > from && left > 0) {
        left--;
        throw new Failure('remote-gone', 'gone');
      }
      yield Buffer.from(text.slice(at, at + 4));
    }
  };
  return { remote: { place: 'file:///share', get } as unknown as RemoteObjects, asked };
}

function setUp(t: Parameters<typeof temporaryFolder>[0]) {
  const slept: number[] = [];
  const clock = { now: () => 0, sleep: async (milliseconds: number) => void slept.push(milliseconds) };
  return { objects: openObjectStore(join(temporaryFolder(t), 'objects')), clock, slept };
}

test('a transfer that breaks off goes on from the byte that is due, with growing pauses', async (t) => {
  const { objects, clock, slept } = setUp(t);
  const { remote, asked } = breaking(3);
  await fetchObject(SHA, 'it', { remote, objects, clock });
  assert.deepEqual(asked, [0, 4, 8, 12]);
  assert.deepEqual(slept, [500, 1000, 2000]);
  assert.equal(await objects.has(SHA), true);
});

test('one that breaks off again and again is refused, and the next goes on', async (t) => {
  const { objects, clock } = setUp(t);
  await assert.rejects(fetchObject(SHA, 'it', { remote: breaking(9).remote, objects, clock }), {
    reason: 'remote-gone',
  });
  const { remote, asked } = breaking(0);
  await fetchObject(SHA, 'it', { remote, objects, clock });
  assert.deepEqual(asked, [20]);
});

test('other bytes are named with what they were to be, and how to mend them', async (t) => {
  const { objects, clock } = setUp(t);
  const { remote } = breaking(0, 'other bytes');
  await assert.rejects(fetchObject(SHA, 'model flight:3', { remote, objects, clock }), {
    reason: 'remote-other-bytes',
    message: /model flight:3/,
    next: /push --verify/,
  });
  assert.equal(await objects.has(SHA), false);
});
