import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MonitorReport } from '../../engine/src/monitoring/report/monitorReport.ts';
import { monitoredProject } from '../kit/monitoredProject.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';

test('a monitor holds the newest rows against the training baseline, records it and shows it again', async (t) => {
  const { modelyard } = await monitoredProject(t);
  const follows = outputSchemas();
  const said = await modelyard('monitor run late --format json');
  assert.equal(said.code, 0, said.err);
  follows('monitor-run', said.json());
  const report = said.json<MonitorReport & { drifted: boolean }>();
  assert.deepEqual(
    [report.verdict, report.drifted, report.model],
    ['drift', true, { name: 'late', version: 1, alias: null }],
  );
  assert.deepEqual([report.reference.isBaseline, report.current.rows], [true, 1400]);
  assert.match(report.current.name, /^rows, 17 Apr to 30 Apr 2026$/);
  assert.equal(report.due, '2026-04-30T23:45:36.000Z');
  const byName = new Map(report.columns.map((column) => [column.column, column]));
  assert.deepEqual(
    [...byName].map(([name, { verdict, role }]) => [name, verdict, role]),
    [
      ['amount', 'drift', 'input'],
      ['hour', 'none', 'input'],
      ['region', 'none', 'input'],
      ['late_probability', 'drift', 'output'],
    ],
  );
  assert.equal(byName.get('amount')?.tests[0]?.binned, true);
  assert.match(report.summary.at(-2) ?? '', /\(binned\)/);
  assert.match(report.summary.at(-1) ?? '', /only a baseline is stored\. Name rows under `reference`/);
  assert.equal(byName.get('hour')?.type, 'integer, hour(moment)');
  assert.deepEqual(byName.get('amount')?.since, { due: report.due, checks: 1 });
  assert.deepEqual(
    report.checks.map(({ id, status }) => [id, status]),
    [
      ['drift', 'failed'],
      ['prediction_drift', 'failed'],
      ['performance', 'passed'],
      ['missing', 'passed'],
    ],
  );
  const performance = report.checks.find(({ id }) => id === 'performance')!;
  assert.ok(performance.low! < performance.value! && performance.value! < performance.high!);
  assert.deepEqual([performance.title, performance.rows], ['roc_auc, labels to 29 Apr 2026', 1300]);

  const again = await modelyard('monitor run late');
  assert.match(again.out, /--again looks again/);
  assert.match(again.out, /1 of 3 inputs drifted: 33%, at or above the limit of 30%/);
  const anew = (await modelyard('monitor run late --again --format json')).json<MonitorReport>();
  assert.notEqual(anew.id, report.id);
  assert.deepEqual({ ...anew, id: 0, made: 0, seconds: 0 }, { ...report, id: 0, made: 0, seconds: 0 });

  const shown = (await modelyard('monitor report late --format json')).json<MonitorReport>();
  follows('drift', shown);
  assert.equal(shown.id, anew.id);
  assert.equal((await modelyard('monitor report late --fail-on-drift')).code, 1);
  assert.match((await modelyard('monitor report late --format junit')).out, /<testsuite /);
  assert.match((await modelyard('monitor report late --format markdown')).out, /### ❌/);
  assert.match((await modelyard('monitor report late --format html')).out, /^<!doctype html>/);
  const list = await modelyard('monitor list --format json');
  follows('monitor-list', list.json());
  assert.match((await modelyard('monitor list')).out, /late +late +2026-04-30 23:45 +drift/);
});

test('a stretch of time is checked by the week, and tells since when a column has drifted', async (t) => {
  const { modelyard } = await monitoredProject(t);
  const follows = outputSchemas();
  const said = await modelyard('monitor run late --from 2026-03-18 --to 2026-04-22 --every 7d --format json');
  assert.equal(said.code, 0, said.err);
  follows('monitor-run', said.json());
  const { checks } = said.json<{ checks: { due: string; columns: Record<string, { verdict: string }> }[] }>();
  assert.deepEqual(
    checks.map(({ due, columns }) => [due.slice(0, 10), columns['amount']?.verdict]),
    [
      ['2026-03-18', 'none'],
      ['2026-03-25', 'none'],
      ['2026-04-01', 'none'],
      ['2026-04-08', 'drift'],
      ['2026-04-15', 'drift'],
      ['2026-04-22', 'drift'],
    ],
  );
  const report = (await modelyard('monitor report late --at 2026-04-22 --format json')).json<MonitorReport>();
  const amount = report.columns.find(({ column }) => column === 'amount');
  assert.deepEqual(amount?.since, { due: '2026-04-08T00:00:00.000Z', checks: 3 });
  const early = (await modelyard('monitor report late --at 2026-03-30 --format json')).json<MonitorReport>();
  assert.equal(early.due, '2026-03-25T00:00:00.000Z');
  const history = await modelyard('monitor history late --since 2026-04-01 --format json');
  follows('monitor-history', history.json());
  assert.equal(history.json<{ checks: unknown[] }>().checks.length, 4);
  assert.match((await modelyard('monitor history late --column amount')).out, /2026-04-08 00:00 +drift +wasserstein/);
  assert.match((await modelyard('monitor history late --check performance')).out, /2026-04-08 00:00 +passed +0\.\d+/);
  const lost = await modelyard('monitor history late --column amont');
  assert.deepEqual([lost.code, /Did you mean `amount`/.test(lost.err)], [2, true]);
});

test('what is asked for wrongly is refused with the next step', async (t) => {
  const { modelyard } = await monitoredProject(t);
  for (const [line, said] of [
    ['monitor run lade', /Did you mean `late`/],
    ['monitor run late --at yesterday', /is no time/],
    ['monitor run late --at 2026-02-30', /is no time/],
    ['monitor run late --to 2026-02-20', /go with `--from`/],
    ['monitor run late --from 2026-02-20', /names no `schedule`/],
    ['monitor run late --from 2020-01-01 --to 2026-01-01 --every 1h', /more than 1000 checks/],
    ['monitor run late --model late:9', /late.*9/],
    ['monitor report late', /Make one: `modelyard monitor run late`/],
    ['monitor report late --id 12', /no id of a check/],
    ['monitor history nobody', /no monitor `nobody`/],
  ] as const) {
    const { code, err } = await modelyard(line);
    assert.equal(code, 2, line);
    assert.match(err, said, line);
  }
});
