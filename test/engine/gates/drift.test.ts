import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { GateAnswer, GateRule } from '../../../engine/src/ports/gate.ts';
import type { CheckRecord } from '../../../engine/src/ports/monitorStore.ts';
import { gateKit, NOW } from '../../kit/gateKit.ts';

const RULE: GateRule = { kind: 'drift', name: 'inputs as learned', share: 0.3 };
const HOUR = 3_600_000;

const check = (id: string, more: Partial<CheckRecord> = {}): CheckRecord => ({
  id,
  monitor: 'late',
  due: Date.parse(NOW) - HOUR,
  made: Date.parse(NOW) - HOUR,
  by: 'schedule',
  model: 'late:1',
  verdict: 'none',
  headline: 'No drift: 1 of 8 inputs changed',
  rows: 5000,
  drifted: 1,
  tested: 8,
  checks: {},
  columns: {},
  ...more,
});

const monitor = (more = 'schedule: "@daily"\n', name = 'late', model = 'late@production') =>
  `monitor: ${name}\nmodel: ${model}\ncurrent: {dataset: rows}\ndrift: {share: 30%}\n${more}`;

/** A project with monitor specs by file name; asked of the checks that are given, and those given before. */
async function project(t: TestContext, specs: Readonly<Record<string, string>>) {
  const kit = await gateKit(t);
  for (const [file, text] of Object.entries(specs)) await kit.host.files.write(join(kit.root, file), text);
  const candidate = await kit.version(1);
  return async (checks: readonly CheckRecord[]): Promise<GateAnswer> => {
    for (const one of checks) await kit.stores.monitors.add(one, '{}');
    return kit.ask(RULE, candidate);
  };
}

test('the newest check of this version decides by the share of inputs that had drifted', async (t) => {
  const ask = await project(t, { 'late.monitor.yaml': monitor() });
  const passed = await ask([
    check('a1'),
    check('b2', { due: 5, drifted: 8 }),
    check('c3', { due: Date.parse(NOW), model: 'late:2', drifted: 8 }),
  ]);
  assert.equal(passed.status, 'passed', passed.reason);
  assert.deepEqual(passed.figures, [{ name: 'drift', value: 0.125, unit: 'share', max: 0.3, rows: 5000 }]);
  assert.deepEqual(passed.evidence, [{ kind: 'check', what: 'check a1 of late', monitor: 'late', check: 'a1' }]);
  assert.match(passed.reason, /^1 of 8 inputs had drifted at the check of 2026-11-20 09:00Z; 30% are allowed$/);
  const failed = await ask([check('a2', { drifted: 3, verdict: 'drift' })]);
  assert.deepEqual([failed.status, failed.code], ['failed', 'inputs-drifted']);
  assert.match(failed.next ?? '', /`modelyard monitor report late`/);
});

test('without a check of this version, or a monitor, it is unknown, and says what makes one', async (t) => {
  const ask = await project(t, { 'late.monitor.yaml': monitor() });
  const none = await ask([check('c3', { model: 'late:2' })]);
  assert.deepEqual([none.status, none.code], ['unknown', 'no-check']);
  assert.equal(none.next, 'Make one: `modelyard monitor run late --model late:1`.');
  const pinned = await project(t, { 'a.monitor.yaml': monitor(), 'b.monitor.yaml': monitor('', 'b', 'late:1') });
  assert.equal((await pinned([])).next, 'Make one: `modelyard monitor run b`.');
  const other = await project(t, {
    'o.monitor.yaml': monitor('', 'o', 'other'),
    'l.monitor.yaml': 'monitor: l\nmodel: late\n',
  });
  const without = await other([]);
  assert.deepEqual([without.status, without.code], ['unknown', 'no-monitor']);
});

test('a check that found nothing it could tell is unknown', async (t) => {
  const ask = await project(t, { 'late.monitor.yaml': monitor() });
  const answer = await ask([
    check('a1', { tested: 0, drifted: 0, verdict: 'unknown', headline: 'No verdict: 41 rows are too few' }),
  ]);
  assert.deepEqual([answer.status, answer.code], ['unknown', 'nothing-tested']);
  assert.match(answer.reason, /41 rows are too few/);
});

test('a check is too old when it is older than the schedule has it and a later one was due', async (t) => {
  const told = async (schedule: string, madeAgo: number) => {
    const ask = await project(t, { 'late.monitor.yaml': monitor(schedule) });
    const { status, code } = await ask([check('a1', { made: Date.parse(NOW) - madeAgo })]);
    return code ?? status;
  };
  assert.equal(await told('schedule: "@daily"\n', 9 * HOUR), 'passed');
  assert.equal(await told('schedule: "@daily"\n', 23 * HOUR), 'passed', 'that of today may still be at work');
  assert.equal(await told('schedule: "@daily"\n', 25 * HOUR), 'check-too-old');
  assert.equal(await told('schedule: "0 12 * * 3"\n', 46 * HOUR), 'passed');
  assert.equal(await told('schedule: "0 12 * * 3"\n', 9 * 24 * HOUR), 'check-too-old');
  assert.equal(await told('', 900 * 24 * HOUR), 'passed', 'no schedule says how old it may be');
  assert.equal(await told('schedule: "@daily"\n', -HOUR), 'time-ahead');
});

test('a moment of the schedule that found nothing new keeps a check from growing too old', async (t) => {
  const { host, root, stores, version, ask } = await gateKit(t);
  await host.files.write(join(root, 'late.monitor.yaml'), monitor());
  const candidate = await version(1);
  const [due, at] = [Date.parse(NOW) - 10 * HOUR, Date.parse(NOW) - 9 * HOUR];
  await stores.monitors.add(check('a1', { made: Date.parse(NOW) - 72 * HOUR }), '{}');
  assert.equal((await ask(RULE, candidate)).code, 'check-too-old');
  await stores.monitors.claim('monitor late', due, 'service');
  await stores.monitors.settle('monitor late', due, { at, kind: 'done', said: 'Nothing new', id: 'a1' });
  assert.equal((await ask(RULE, candidate)).status, 'passed');
});

test('of several monitors the worst answer decides, and those without a check of the version say nothing', async (t) => {
  const ask = await project(t, { 'a.monitor.yaml': monitor('', 'a'), 'b.monitor.yaml': monitor('', 'b', 'late:1') });
  const [a, b] = [check('a1', { monitor: 'a' }), check('b1', { monitor: 'b', drifted: 8 })];
  assert.equal((await ask([a])).status, 'passed');
  assert.equal((await ask([b])).evidence[0]?.what, 'check b1 of b');
});
