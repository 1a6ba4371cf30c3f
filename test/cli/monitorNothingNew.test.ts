import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { MONITOR, monitoredProject, ROWS } from '../kit/monitoredProject.ts';

test('a moment of the schedule that finds nothing new shows the check before it, and makes none', async (t) => {
  const { modelyard, parquet, write, read } = await monitoredProject(t);
  const tick = async (at: string) => {
    const { code, err, json } = await modelyard(`monitor run late --at ${at} --by schedule --format json`);
    assert.equal(code, 0, err);
    const { due, id } = json<MonitorReport>();
    return { due: due.slice(0, 10), id };
  };
  const spec = read('late.monitor.yaml');
  const asking = (rest: string) => write('late.monitor.yaml', `${spec}${rest}`);

  assert.equal((await tick('2026-05-01')).due, '2026-05-01');
  const second = await tick('2026-05-02');
  assert.equal(second.due, '2026-05-02', 'labels of the last day became known');
  assert.deepEqual(await tick('2026-05-03'), second, 'the rows are the same, and all that can be known of them is');
  const { checks } = (await modelyard('monitor history late --format json')).json<{ checks: { due: string }[] }>();
  assert.deepEqual(
    checks.map(({ due }) => due.slice(0, 10)),
    ['2026-05-01', '2026-05-02'],
  );
  const byHand = await modelyard('monitor run late --at 2026-05-03 --format json');
  assert.equal(byHand.json<MonitorReport>().due.slice(0, 10), '2026-05-03', 'who asks by hand is given a check');

  asking('alert: [{notify: editor, after: 2}]\n');
  assert.equal((await tick('2026-05-04')).due, '2026-05-04', 'an alert that waits for a second check counts this one');
  asking('alert: [{notify: editor}]\n');
  assert.equal((await tick('2026-05-05')).due, '2026-05-04');

  write('late.monitor.yaml', spec.replace('health: {', 'health: {freshness: 60d, '));
  assert.equal((await tick('2026-05-06')).due, '2026-05-06');
  assert.equal((await tick('2026-05-07')).due, '2026-05-07', 'the newest row is a day older');

  write('late.monitor.yaml', spec);
  assert.equal((await tick('2026-05-08')).due, '2026-05-08', 'the spec asks for something else');
  await parquet('data/rows.parquet', `SELECT * REPLACE (amount + 1 AS amount) FROM (${ROWS})`);
  assert.equal((await tick('2026-05-09')).due, '2026-05-09', 'the data is another');
  assert.equal((await tick('2026-05-10')).due, '2026-05-09');
});

test('what could not be told is looked for again at the next moment', async (t) => {
  const { modelyard } = await monitoredProject(t, {
    monitor: MONITOR.replace('available_after: 1d', 'available_after: 200d'),
  });
  for (const at of ['2026-05-05', '2026-05-06']) {
    const said = await modelyard(`monitor run late --at ${at} --by schedule --format json`);
    assert.equal(said.json<MonitorReport>().due.slice(0, 10), at);
  }
});
