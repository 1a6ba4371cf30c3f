import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { testProject } from '../kit/project.ts';

// `npm run acceptance`: three million flights of the package vega-datasets, 2001, held against January as their monitor asks.

/** How far the late share of an airport's day, of each flight, is from January's: normed Wasserstein distance of the whole month. */
const DAILY = { 2: 0.21, 4: 0.2, 5: 0.33 } as const;

test('the daily late share is as far from January as the data says, month by month', async (t) => {
  const project = testProject(t, '');
  const said = await project.modelyard('init flights --sample flights --rows all');
  assert.equal(said.code, 0, said.err);
  const daily = `SELECT avg((delay > 15)::INT) OVER (PARTITION BY origin, date::DATE) AS late_share, month(date) AS month, distance
    FROM read_parquet('${join(project.folder, 'flights/data/flights.parquet')}')`;
  await project.parquet('months.parquet', `SELECT * FROM (${daily}) WHERE month IN (1, 2, 4, 5)`);
  const months = join(project.folder, 'months.parquet');
  const month = (of: number) =>
    project.parquet(`${of}.parquet`, `SELECT * EXCLUDE (month) FROM read_parquet('${months}') WHERE month = ${of}`);
  await month(1);
  for (const [of, distance] of Object.entries(DAILY)) {
    await month(Number(of));
    const { json } = await project.modelyard(`drift --reference 1.parquet --current ${of}.parquet --format json`);
    const found = new Map(json<MonitorReport>().columns.map((column) => [column.column, column]));
    const { verdict, statistic } = found.get('late_share')!;
    assert.deepEqual([verdict, Number(statistic!.toFixed(2))], ['drift', distance], of);
    assert.equal(found.get('distance')?.verdict, 'none', of);
  }
});

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
