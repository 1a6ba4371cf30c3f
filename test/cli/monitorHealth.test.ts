import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { monitoredProject, ROWS } from '../kit/monitoredProject.ts';

const BEFORE = "moment < timestamp '2026-03-01'";
const HEALTH = `
#- late.monitor.yaml
monitor: late
model: late
reference: {dataset: rows, where: ${BEFORE}}
current: {dataset: rows, window: 14d, until: latest}
drift: {share: 30%}
slices: [region]
health:
  missing: {max: 1%}
  schema: same
  range: {max: 1%}
  freshness: 24h
  duplicates: {max: 1%}
  cardinality: {change: 50%}
  units: same
  anomalies: {max: 5%}
metrics:
  - {name: mean amount, sql: avg(amount), min: 0.4, max: 0.6}
  - {name: southern, sql: "count(*) FILTER (region = 'south') / count(*)", min: 0.2}
`;
/** Without the drift that the rows of the kit come with. */
const CALM = ROWS.replace('WHEN i >= 9000 THEN 0.4', 'WHEN i >= 9000 THEN 0');

test('a monitor tells whether its rows are as they should be', async (t) => {
  const { modelyard, parquet, folder } = await monitoredProject(t, { monitor: HEALTH });
  const look = async (sql: string, args = '--at 2026-05-01') => {
    rmSync(join(folder, 'data/rows.parquet'));
    await parquet('data/rows.parquet', sql);
    const said = await modelyard(`monitor run late --again --format json ${args}`);
    assert.equal(said.code, 0, said.err);
    return said.json<MonitorReport>();
  };
  const failed = ({ checks }: MonitorReport) => checks.filter(({ status }) => status !== 'passed').map(({ id }) => id);
  const check = ({ checks }: MonitorReport, id: string) => checks.find((one) => one.id === id);

  await t.test('calm rows pass all', async () => {
    const report = await look(CALM);
    assert.deepEqual(failed(report), []);
    assert.equal(report.checks.length, 11);
    const { separation, unusual } = report;
    assert.ok(separation !== null && separation.low <= 0.5 && 0.5 <= separation.high, JSON.stringify(separation));
    assert.ok(unusual !== null && unusual.share < 0.025, `${unusual?.share}`);
    assert.equal(check(report, 'freshness')?.value, 864);
  });

  await t.test('each fault is found by its own check', async () => {
    const broken = (replaced: string) => `SELECT * REPLACE (${replaced}) FROM (${CALM})`;
    const late = (value: string, column: string) =>
      `CASE WHEN i % 5 = 0 AND NOT ${BEFORE} THEN ${value} ELSE ${column} END AS ${column}`;
    const withI = (replaced: string) => broken(replaced).replace(/\bi %/, 'id %');
    assert.ok(failed(await look(withI(late('NULL', 'amount')))).includes('missing'));
    const wild = await look(withI(late('-5', 'amount')));
    assert.deepEqual(
      failed(wild).filter((id) => ['missing', 'range', 'anomalies'].includes(id)),
      ['range', 'anomalies'],
    );
    assert.deepEqual(wild.unusual?.rows[0]?.because, ['amount']);
    assert.equal(wild.separation?.columns[0]?.column, 'amount');
    const twice = await look(`SELECT * FROM (${CALM}) UNION ALL SELECT * FROM (${CALM}) WHERE id % 10 = 0`);
    assert.deepEqual(failed(twice), ['duplicates']);
    const old = await look(CALM, '--at 2026-05-04');
    assert.deepEqual(failed(old), ['freshness']);
    const many = await look(withI(late("'town' || id % 7", 'region')));
    assert.ok(failed(many).includes('cardinality') && !failed(many).includes('range'));
    assert.match(check(many, 'cardinality')?.said ?? '', /^`region` has 10 categories/);
    const thousands = await look(broken(`CASE WHEN ${BEFORE} THEN amount ELSE amount * 1000 END AS amount`));
    assert.ok(
      ['range', 'units', 'sql: mean amount'].every((id) => failed(thousands).includes(id)),
      `${failed(thousands)}`,
    );
  });

  await t.test('columns that are gone or of another type', async () => {
    const gone = await look(`SELECT * EXCLUDE (region) FROM (${CALM})`);
    assert.equal(check(gone, 'schema')?.said, '`region` is gone');
    assert.match(check(gone, 'missing')?.said ?? '', /`region` is gone/);
    assert.equal(check(gone, 'sql: southern')?.status, 'unknown');
    assert.equal(check(gone, 'sql: mean amount')?.status, 'passed');
    const retyped = await look(`SELECT * REPLACE (amount::VARCHAR AS amount) FROM (${CALM})`);
    assert.match(check(retyped, 'schema')?.said ?? '', /`amount` was .* and is string/);
  });

  await t.test('the slice that moved is named', async () => {
    const moved = `SELECT * REPLACE (CASE WHEN region = 'south' AND NOT ${BEFORE} THEN amount + 1 ELSE amount END AS amount) FROM (${CALM})`;
    const amount = (await look(moved)).columns.find(({ column }) => column === 'amount');
    const [first, ...more] = amount?.where ?? [];
    assert.deepEqual([amount?.verdict, first?.by, first?.value, more], ['drift', 'region', 'south', []]);
    assert.ok(first !== undefined && Math.abs(first.explains - 1) < 0.1, `${first?.explains}`);
  });
});
