import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const KEEPER = fileURLToPath(new URL('../../kit/scheduleKeeper.ts', import.meta.url));
const MINUTE = 60_000;
/** A minute of the schedule is a tenth of a second. */
const SPEED = 600;
const KILLS = 6;

interface Row {
  readonly due: number;
  readonly tries: number;
  readonly ended_as: string | null;
}

test('services that are killed with SIGKILL, two at a time, leave no moment out and do none twice without need', async (t) => {
  const folder = temporaryFolder(t);
  const epoch = Date.now();
  const living = new Set<ChildProcess>();
  t.after(() => {
    for (const child of living) child.kill('SIGKILL');
  });
  const begin = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [KEEPER, folder.replaceAll('\\', '/'), String(epoch), String(SPEED)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    living.add(child);
    await once(child.stdout!, 'data');
    return child;
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
    living.delete(child);
  };
  const beside = await begin();
  for (let number = 0; number < KILLS; number++) {
    const child = await begin();
    await pause(100 + 60 * Math.random());
    await kill(child);
  }
  await kill(beside);
  const last = await begin();
  const work = join(folder, 'work.txt');
  // The last one has come to do something of its own.
  const before = existsSync(work) ? readFileSync(work, 'utf8').length : 0;
  while (!existsSync(work) || readFileSync(work, 'utf8').length <= before + 60) await pause(20);
  await kill(last);

  const database = new Database(join(folder, '.modelyard/monitors.db'), { readonly: true });
  const rows = database.prepare('SELECT due, tries, ended_as FROM ticks ORDER BY due').all() as readonly Row[];
  database.close();
  assert.ok(rows.length > 5);
  assert.deepEqual(
    rows.map(({ due }) => due),
    Array.from({ length: rows.length }, (_, index) => rows[0]!.due + index * MINUTE),
  );
  const begun = readFileSync(work, 'utf8').match(/(?<=^begin )\d+$/gm) ?? [];
  const kills = KILLS + 2;
  for (const { due, tries, ended_as } of rows) {
    const times = begun.filter((one) => Number(one) === due).length;
    assert.ok(times <= tries, `${due} was begun ${times} times and taken ${tries} times`);
    if (ended_as === 'done') assert.ok(times >= 1, String(due));
  }
  const again = rows.filter(({ tries }) => tries > 1).length;
  const open = rows.filter(({ ended_as }) => ended_as === null).length;
  assert.ok(again <= kills && open <= kills, `${again} taken again, ${open} open after ${kills} kills`);
});
