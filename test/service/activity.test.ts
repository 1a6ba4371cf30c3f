import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Activity } from '../../service/src/http/activity.ts';

/** A request that is answered when the returned function is called. */
function begun(activity: Activity): () => void {
  const response = new EventEmitter();
  activity.begin(response as ServerResponse);
  return () => void response.emit('close');
}

const immediates = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Immediate').length;

test('an open request is no quiet, however many end before it', async () => {
  const activity = new Activity();
  const [first, second] = [begun(activity), begun(activity)];
  await sleep(5);
  second();
  assert.equal(activity.quiet(), 0);
  first();
  await sleep(5);
  assert.ok(activity.quiet() >= 4);
});

test('after requests that follow each other at once the event loop looks out for the next, and sleeps soon after', async () => {
  const activity = new Activity();
  const before = immediates();
  for (let request = 0; request < 3; request++) begun(activity)();
  assert.equal(immediates(), before + 1);
  await sleep(20);
  assert.equal(immediates(), before);
});

test('who asks now and then is not looked out for', async () => {
  const activity = new Activity();
  const before = immediates();
  await sleep(5);
  begun(activity)();
  assert.equal(immediates(), before);
});
