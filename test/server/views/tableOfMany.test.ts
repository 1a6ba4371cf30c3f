import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { buildProject } from '../../../engine/src/project/project.ts';
import type { RunTableAsked, RunTableTold } from '../../../engine/src/tracking/table/runTable.ts';
import { viewAnswers } from '../../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import { writeManyRuns } from '../../kit/manyRuns.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const RUNS = 2100;

test('a table of many runs begins with what is in sight; the rest, and what runs at work log, is told after', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'modelyard.yaml'), 'project: bench\nlanguage: 1\n');
  writeManyRuns(join(folder, '.modelyard/runs.db'), { runs: RUNS, metrics: 6, params: 3 });
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const { runs } = await host.stores(folder);
  // Of a column that no run of the newest has.
  const oldest = (await runs.search({ limit: 1, offset: RUNS - 1 })).runs[0]?.id ?? '';
  await runs.log(oldest, { metrics: [{ key: 'old', value: 1, step: 0, timestamp: 1 }] });
  const { id } = await runs.createRun({ experiment: 'sweep', name: 'at work', startTime: Date.now(), user: 'ada' });
  await runs.log(id, { metrics: [{ key: 'metric_0', value: 0.5, step: 0, timestamp: 1 }] });
  const viewed = { host, root: folder, project: buildProject(new Map()), ...newViewMemory() };
  const ask = (asked: RunTableAsked): Promise<RunTableTold> =>
    viewAnswers.runTable(viewed, asked, new AbortController().signal);

  const table = await ask({});
  assert.ok(table.kind === 'table' && table.isPart === true);
  assert.equal(table.runs.length, RUNS + 1);
  const told = table.cells.map(({ column }) => column);
  assert.equal(told.filter((column) => column.startsWith('metrics.')).length, 4);
  assert.ok(!told.some((column) => column.startsWith('params.')));
  const more = await ask({ columns: ['params.param_2'], known: table.revision });
  assert.deepEqual(
    [more.kind, more.revision, more.kind === 'cells' && more.cells.map(({ column }) => column)],
    ['cells', table.revision, ['params.param_2']],
  );

  let { revision } = table;
  let columns = table.columns.map((column) => column.id);
  assert.ok(!columns.includes('metrics.old'));
  const changes = async () => {
    const now = await ask({ since: { revision, columns: ['metrics.metric_0'] }, columns: ['metrics.metric_0'] });
    assert.equal(now.kind, 'changes');
    revision = now.revision;
    if (now.kind === 'changes' && now.columns !== undefined) columns = now.columns.map((column) => column.id);
    return now;
  };
  while ((await changes()).isPart === true) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(columns.includes('metrics.old'));

  await runs.log(id, { metrics: [{ key: 'metric_0', value: 0.6, step: 1, timestamp: 2 }] });
  const logged = await changes();
  assert.deepEqual([logged.kind === 'changes' && logged.runs, logged.isPart], [[id], true]);
  await runs.log(oldest, { tags: { note: 'kept' } });
  const others = await changes();
  assert.deepEqual([others.kind === 'changes' && others.runs, others.isPart], [[oldest], undefined]);
});
