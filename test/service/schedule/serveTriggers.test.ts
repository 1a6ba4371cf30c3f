import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { servedProject } from '../../kit/serveProcess.ts';

const TRIGGERED = `pipeline: nightly
on: {schedule: "0 3 * * *", timezone: Europe/Berlin, data: flights}
steps:
  check: {uses: data/validate, with: {data: flights}}
`;

test('a service that keeps a trigger does not leave when nobody asks', async (t) => {
  const idle = servedProject(t);
  const kept = servedProject(t);
  writeFileSync(join(kept.root, 'nightly.pipeline.yaml'), TRIGGERED);
  const one = await kept.serve('--idle', '0.2');
  const line = once(createInterface({ input: one.child.stdout! }), 'line') as Promise<[string]>;
  const told = JSON.parse((await line)[0]) as { readonly type: string; readonly triggers: readonly object[] };
  assert.equal(told.type, 'triggers.kept');
  const [{ next, ...trigger }] = told.triggers as readonly [{ readonly next: number }];
  assert.deepEqual(trigger, {
    trigger: 'pipeline nightly',
    schedule: '0 3 * * *',
    timezone: 'Europe/Berlin',
    data: ['flights'],
    problem: null,
  });
  assert.equal(new Date(next).getUTCMinutes(), 0);
  const other = await idle.serve('--idle', '0.2');
  assert.equal(await other.ended(), 0);
  assert.equal(one.child.exitCode, null);
  if (process.platform !== 'win32') assert.equal(await one.end('SIGTERM'), 0);
});
