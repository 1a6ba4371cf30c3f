import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Restarts } from '../../client/src/restarts.ts';

test('a server that ends again and again is left alone, one that ends now and then is not', () => {
  const quick = new Restarts();
  assert.deepEqual(
    [0, 1000, 2000, 3000, 4000].map((now) => quick.again(now)),
    [true, true, true, true, false],
  );
  assert.ok(quick.again(200_000), 'minutes later it is tried again');
  const slow = new Restarts();
  for (let minute = 0; minute < 60; minute += 1) assert.ok(slow.again(minute * 60_000));
});
