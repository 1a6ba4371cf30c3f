import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryAtRest } from '../../service/src/memoryAtRest.ts';

const MEGABYTES = 1e6;

test('what a large answer left behind is given back to the machine', () => {
  const memory = new MemoryAtRest();
  const before = process.memoryUsage.rss();
  const answer = Array.from({ length: 300_000 }, (_, at) => ({ key: `metric ${at}`, value: at, list: [at, at + 1] }));
  const during = process.memoryUsage.rss();
  assert.ok(during - before > 30 * MEGABYTES && answer.length > 0);
  answer.length = 0;
  memory.tidy();
  assert.ok(during - process.memoryUsage.rss() > 20 * MEGABYTES);
});
