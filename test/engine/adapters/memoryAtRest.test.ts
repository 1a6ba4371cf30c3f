import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const MEGABYTE = 1e6;
const MODULE = new URL('../../../engine/src/adapters/system/memoryAtRest.ts', import.meta.url).href;

/** In a process of its own: in that of the tests, what is free already hides what is needed. */
const PROGRAM = `
import { setTimeout as sleep } from 'node:timers/promises';
import { tidyMemoryAtRest } from ${JSON.stringify(MODULE)};
tidyMemoryAtRest(50);
const held = () => process.memoryUsage.rss();
const figures = [held()];
const answer = Array.from({ length: 300_000 }, (_, at) => ({ key: 'metric ' + at, list: [at, at + 1] }));
figures.push(held());
answer.length = 0;
for (let waited = 0; waited < 400 && figures[1] - held() < 0.6 * (figures[1] - figures[0]); waited++) await sleep(25);
figures.push(held());
console.log(JSON.stringify(figures));
`;

test('what large work left behind is given back to the machine when nothing is to be done', () => {
  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], { encoding: 'utf8' });
  const [before, during, after] = JSON.parse(told) as [number, number, number];
  assert.ok(during - before > 30 * MEGABYTE, told);
  assert.ok(during - after > 0.6 * (during - before), told);
});
