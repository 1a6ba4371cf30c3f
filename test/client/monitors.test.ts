import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alertText,
  inTrouble,
  type KnownMonitor,
  statusLabel,
  statusText,
  statusTooltip,
} from '../../client/src/monitors/monitorText.ts';
import { offerNotice } from '../../client/src/monitors/offerText.ts';
import { ToldAlerts } from '../../client/src/monitors/toldAlerts.ts';
import { ToldOffers } from '../../client/src/monitors/toldOffers.ts';
import type { MonitorRow } from '../../server/src/views/monitors.ts';
import { checkRow, monitorRow, offerRow } from './monitorSamples.ts';

const HEADLINE = 'Drift: 3 of 8 inputs changed, the limit is 30%';
const known = (more: Partial<MonitorRow> = {}): KnownMonitor => ({ root: 'file:///a', monitor: monitorRow(more) });
const drifting = (more: Partial<MonitorRow> = {}) =>
  known({
    newest: checkRow('c', { state: 'drift', drifted: 3, headline: HEADLINE }),
    since: { due: '2026-11-20T00:00:00Z', checks: 2, isAtLeast: false },
    ...more,
  });
const MUTE = { until: null, by: 'ada', why: null };
const TROUBLE = { due: '2026-11-21T00:00:00Z', said: 'flights.parquet is not there' };

test('the status bar shows what found something or could not be checked, unless it is muted', () => {
  const all = [known(), drifting(), drifting({ mute: MUTE }), known({ trouble: TROUBLE })];
  assert.deepEqual(inTrouble(all), [all[1], all[3]]);
  assert.equal(statusText([all[1]!]), 'flight-delay: 3 of 8 drifted');
  assert.equal(statusText([all[3]!]), 'flight-delay: check failed');
  assert.equal(statusText([all[1]!, all[3]!]), '2 monitors found something');
  assert.equal(statusText([]), '');
  assert.match(
    statusTooltip([all[1]!, all[3]!]),
    /Drift.*3 of 8 inputs changed.*\n- `flight-delay` flights\\\.parquet is not there/,
  );
  assert.equal(statusLabel([all[1]!]), 'Monitors: flight-delay, 3 of 8 drifted');
  assert.match(statusTooltip(Array.from({ length: 12 }, () => drifting())), /and 4 more/);
});

test('a notification says the verdict', () => {
  assert.equal(alertText(drifting().monitor), `flight-delay: ${HEADLINE}`);
});

test('each firing is told once, also after the window was reloaded', () => {
  const kept = new Map<string, unknown>();
  const memento = {
    get: <T>(key: string, otherwise?: T) => (kept.get(key) ?? otherwise) as T,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  const first = drifting({ fired: '2026-11-20T00:00:00Z' });
  const told = new ToldAlerts(memento);
  assert.deepEqual(told.take([first, known()]), [first]);
  assert.deepEqual(told.take([first]), []);
  assert.deepEqual(new ToldAlerts(memento).take([first]), []);
  const again = drifting({ fired: '2026-11-27T00:00:00Z' });
  assert.deepEqual(new ToldAlerts(memento).take([again]), [again]);
  const elsewhere = { ...first, root: 'file:///b' };
  assert.deepEqual(new ToldAlerts(memento).take([elsewhere]), [elsewhere]);
});

test('a muted monitor is not told, and told when it fires after', () => {
  const told = new ToldAlerts({ get: <T>(_: string, otherwise?: T) => otherwise as T, update: async () => {} });
  const fired = '2026-11-20T00:00:00Z';
  assert.deepEqual(told.take([drifting({ fired, mute: MUTE })]), []);
  assert.equal(told.take([drifting({ fired })]).length, 1);
});

test('a version to decide about is offered once, unless the monitor is muted; nothing is offered where nothing is to decide', () => {
  const kept = new Map<string, unknown>();
  const memento = {
    get: <T>(key: string, otherwise?: T) => (kept.get(key) ?? otherwise) as T,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  const offered = known({ offer: offerRow() });
  assert.deepEqual(new ToldOffers(memento).take([known(), offered]), [offered]);
  assert.deepEqual(new ToldOffers(memento).take([offered]), []);
  const next = known({ offer: offerRow({ version: 10, run: 'r10', status: 'refused' }) });
  assert.deepEqual(new ToldOffers(memento).take([known({ ...next.monitor, mute: MUTE })]), []);
  assert.deepEqual(new ToldOffers(memento).take([next]), [next]);
  assert.deepEqual(new ToldOffers(memento).take([known({ offer: offerRow({ status: 'same', run: 'r11' }) })]), []);
  assert.equal(
    offerNotice('flights', offerRow()),
    'flights had flight-delay trained anew: v9 may become production, 5 of 5 gates passed.',
  );
});
