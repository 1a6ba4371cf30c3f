import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const MEGABYTE = 1e6;

/** In a process of its own: in that of the tests, what is free already hides what is needed. */
const PROGRAM = `
import { MemoryAtRest } from ${JSON.stringify(new URL('../../../engine/src/adapters/system/memoryAtRest.ts', import.meta.url).href)};
const memory = new MemoryAtRest();
const held = () => process.memoryUsage.rss();
const figures = [held()];
const answer = Array.from({ length: 300_000 }, (_, at) => ({ key: 'metric ' + at, list: [at, at + 1] }));
figures.push(held());
answer.length = 0;
memory.tidy();
figures.push(held());
console.log(JSON.stringify(figures));
`;

test('what a large answer left behind is given back to the machine', () => {
  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], { encoding: 'utf8' });
  const [before, during, after] = JSON.parse(told) as [number, number, number];
  assert.ok(during - before > 30 * MEGABYTE, told);
  assert.ok(during - after > 0.6 * (during - before), told);
});
