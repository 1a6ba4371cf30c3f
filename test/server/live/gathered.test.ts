import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gathered } from '../../../server/src/live/gathered.ts';
import { fakeTimers } from '../../kit/fakeTimers.ts';

test('what is asked a thousand times at once is done once, soon', async () => {
  const timers = fakeTimers();
  let done = 0;
  const gathered = new Gathered(async () => void done++, timers);
  for (let i = 0; i < 1000; i++) gathered.ask();
  await timers.pass(149);
  assert.equal(done, 0);
  await timers.pass(1);
  assert.equal(done, 1);
  await timers.pass(10_000);
  assert.equal(done, 1);
});

test('what is asked without end is done a few times a second', async () => {
  const timers = fakeTimers();
  let done = 0;
  const gathered = new Gathered(async () => void done++, timers);
  for (let time = 0; time < 10_000; time += 10) {
    gathered.ask();
    await timers.pass(10);
  }
  assert.ok(done >= 20 && done <= 30, String(done));
});

test('what comes soon after it was done is done soon too, the third of them later', async () => {
  const timers = fakeTimers();
  let done = 0;
  const gathered = new Gathered(async () => void done++, timers);
  const at: number[] = [];
  for (let time = 0; time < 800; time += 5) {
    gathered.ask(0);
    await timers.pass(5);
    while (at.length < done) at.push(time);
  }
  assert.deepEqual([at.length, at[1]! - at[0]! <= 60, at[2]! - at[0]! >= 650], [4, true, true], String(at));
});

test('an earlier wish moves the work forward, a later one does not move it back', async () => {
  const timers = fakeTimers();
  let done = 0;
  const gathered = new Gathered(async () => void done++, timers);
  gathered.ask(2000);
  gathered.ask();
  gathered.ask(2000);
  await timers.pass(150);
  assert.equal(done, 1);
});

test('what is asked while the work goes on is done after it', async () => {
  const timers = fakeTimers();
  const ends: (() => void)[] = [];
  const gathered = new Gathered(() => new Promise((resolve) => ends.push(resolve)), timers);
  gathered.ask();
  await timers.pass(150);
  gathered.ask();
  await timers.pass(1000);
  assert.equal(ends.length, 1);
  ends[0]?.();
  await timers.pass(350);
  assert.equal(ends.length, 2);
  ends[1]?.();
});

test('nothing is done after the end', async () => {
  const timers = fakeTimers();
  let done = 0;
  const gathered = new Gathered(async () => void done++, timers);
  gathered.ask();
  gathered.close();
  gathered.ask();
  await timers.pass(1000);
  assert.equal(done, 0);
});
