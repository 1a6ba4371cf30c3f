import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertRule } from '../../../../engine/src/monitoring/alerts/alertRule.ts';
import type { Monitor } from '../../../../engine/src/monitoring/spec/monitor.ts';
import { type KnownQuestion, knownCheck } from '../../../../engine/src/operations/monitor/check/knownCheck.ts';
import type { WatchedModel } from '../../../../engine/src/operations/monitor/check/watchedModel.ts';
import type { MonitorAround } from '../../../../engine/src/operations/monitor/monitorAround.ts';
import type { CheckRecord } from '../../../../engine/src/ports/monitorStore.ts';
import { checkRecord } from '../../../kit/checkRecord.ts';
import { memoryMonitors } from '../../../kit/memoryMonitors.ts';

const DAY = 24 * 3_600_000;
const FIRST = Date.parse('2026-11-20T00:00:00Z');
const CHECK = checkRecord('c1', { due: FIRST, basis: 'as it was' });
const MONITOR = { name: 'ships', health: {}, performance: null, alerts: [] } as Partial<Monitor> as Monitor;

/** Id of the check that stands for the moment a day after the recorded ones. */
async function known(records: readonly CheckRecord[], asked: Partial<KnownQuestion> = {}) {
  const monitors = memoryMonitors();
  for (const record of records) await monitors.add(record, '{}');
  const found = await knownCheck({ stores: { monitors } } as unknown as MonitorAround, {
    monitor: MONITOR,
    watched: { resolved: { reference: 'ships:1' } } as unknown as WatchedModel,
    due: FIRST + DAY,
    window: { from: null, to: FIRST },
    basis: 'as it was',
    isTick: true,
    allTests: false,
    ...asked,
  });
  return found?.record.id;
}

const alerting = (rule: Partial<AlertRule>): Monitor => ({
  ...MONITOR,
  alerts: [{ after: 1, clearAfter: 1, ...rule } as AlertRule],
});

test('the newest check stands for a moment of the schedule at which all is as it was', async () => {
  assert.equal(await known([CHECK]), 'c1');
  assert.equal(await known([CHECK], { basis: 'another' }), undefined, 'version, data, spec or window are others');
  assert.equal(await known([{ ...CHECK, basis: 'another' }]), undefined);
  assert.equal(await known([]), undefined);
});

test('a check of its own moment is shown again to whoever asks', async () => {
  assert.equal(await known([CHECK], { due: FIRST, isTick: false }), 'c1');
  assert.equal(await known([CHECK], { isTick: false }), undefined, 'a day later who asks is given a new one');
});

test('a check of another version in between is not stood for, since lists would show that one', async () => {
  const candidate = checkRecord('c2', { due: FIRST + 1, model: 'ships:2', basis: 'another' });
  assert.equal(await known([CHECK, candidate]), undefined);
  assert.equal(await known([{ ...candidate, due: FIRST - 1 }, CHECK]), 'c1');
});

test('what time alone may change is looked at again', async () => {
  assert.equal(await known([CHECK], { monitor: { ...MONITOR, health: { freshness: DAY } } }), undefined);
  assert.equal(await known([CHECK], { monitor: alerting({ after: 2 }) }), undefined);
  assert.equal(await known([CHECK], { monitor: alerting({ clearAfter: 3 }) }), undefined);
  assert.equal(
    await known([CHECK], { monitor: alerting({ coolDown: DAY }) }),
    'c1',
    'alerts themselves are told again',
  );
});

test('labels that were still to come are looked for', async () => {
  const labelled = (availableAfter: number, to: number) => ({
    monitor: { ...MONITOR, performance: { labels: { availableAfter } } } as Monitor,
    window: { from: null, to },
  });
  assert.equal(await known([CHECK], labelled(DAY, FIRST)), undefined);
  assert.equal(await known([CHECK], labelled(DAY, FIRST - DAY)), 'c1');
});

test('what could not be told is looked at again', async () => {
  const untold = { status: 'unknown', value: null, low: null, high: null } as const;
  assert.equal(await known([{ ...CHECK, verdict: 'unknown' }]), undefined);
  assert.equal(await known([{ ...CHECK, checks: { performance: untold } }]), undefined);
});
