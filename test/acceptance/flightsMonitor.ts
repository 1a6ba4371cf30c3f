import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { testProject } from '../kit/project.ts';

// `npm run acceptance`: three million flights of the package vega-datasets, 2001, held against January as their monitor asks.

/** The first day after 28 days of each month. */
const MONTHS = ['2001-03-01', '2001-05-01', '2001-06-01'];
const MOVES = ['late_share_24h', 'to_late_share_24h'];
const STAYS = ['distance', 'hour', 'weekday', 'origin', 'destination', 'departures_24h', 'to_departures_24h'];

test('how late airports are moves month by month, distances and places do not', async (t) => {
  const project = testProject(t, '');
  const flights = async (line: string) => {
    const said = await project.modelyard(`${line} --project flights`);
    assert.equal(said.code, 0, said.err);
    return said;
  };
  await project.modelyard('init flights --sample flights --rows all');
  await flights('run flight-delay --env ci --quiet');
  for (const month of MONTHS) {
    const said = await flights(`monitor run flight-delay --model flight-delay:1 --at ${month} --format json`);
    const { columns, drift, checks } = said.json<MonitorReport>();
    const found = new Map(columns.map((column) => [column.column, column]));
    for (const column of MOVES) {
      assert.equal(found.get(column)?.verdict, 'drift', `${month} ${column}`);
      assert.ok(found.get(column)!.statistic! > 0.12, `${month} ${column} ${found.get(column)!.statistic}`);
    }
    for (const column of STAYS) assert.equal(found.get(column)?.verdict, 'none', `${month} ${column}`);
    assert.deepEqual([drift?.drifted, drift?.tested, drift?.verdict], [2, 9, 'none']);
    assert.equal(checks.find(({ id }) => id === 'performance')?.status, 'passed', month);
  }
  const history = await flights('monitor history flight-delay --column late_share_24h');
  assert.equal(history.out.match(/ drift /g)?.length, MONTHS.length);
});
