import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MonitorRows } from '../../../client/src/views/monitorRows.ts';
import type { Row } from '../../../client/src/views/row.ts';
import { checkWords, monitorLook } from '../../../client/src/views/rows/monitorItems.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import { checkRow, monitorRow, offerRow } from '../monitorSamples.ts';
import { Answering, LONG, NOW, ROOT, told } from './samples.ts';

const rowsOf = async (monitors: readonly ReturnType<typeof monitorRow>[]): Promise<readonly Row[]> =>
  new MonitorRows(new Answering({ monitors: () => told(monitors) })).top();

test('a monitor says what its newest check found and since when, its checks stand below', async () => {
  const drifted = checkRow('c2', { state: 'drift', drifted: 3, failed: ['drift', 'performance'] });
  const checks = [drifted, checkRow('c1', { due: '2026-11-19T00:00:00Z' })];
  const since = { due: '2026-11-20T00:00:00Z', checks: 2, isAtLeast: false };
  const [row] = await rowsOf([monitorRow({ newest: drifted, checks, since })]);
  assert.deepEqual([row?.look.label, row?.look.icon?.id, row?.isOpen], ['flight-delay', 'warning', true]);
  assert.match(row?.look.description ?? '', /^3 of 8 drifted, since \d+ Nov \d\d:\d\d$/);
  assert.match(row?.look.aria ?? '', /^Monitor flight-delay, 3 of 8 drifted, since .*\.$/);
  assert.equal(row?.look.context, 'monitor.checked.loud.placed');
  assert.equal(row?.opens?.command, COMMANDS.openDriftReport);
  const below = (await row?.children?.()) ?? [];
  assert.deepEqual(
    below.map(({ look, subject, opens }) => [look.description, look.context, subject.check, opens?.command]),
    [
      ['3 of 8 drifted', 'check', 'c2', COMMANDS.openDriftReport],
      ['no drift', 'check', 'c1', COMMANDS.openDriftReport],
    ],
  );
});

test('a version that an alert had trained stands first and leads to where it is decided', async () => {
  const below = async (offer: ReturnType<typeof offerRow>) => {
    const [row] = await rowsOf([monitorRow({ offer })]);
    const [first] = (await row?.children?.()) ?? [];
    return [first?.look.label, first?.look.description, first?.look.context, first?.opens?.command, first?.subject];
  };
  const subject = { root: ROOT, monitor: 'flight-delay' };
  const move = { ...subject, model: 'flight-delay', version: 9, alias: 'production' };
  const [row] = await rowsOf([monitorRow({ offer: offerRow() })]);
  assert.match(row?.look.description ?? '', /^no drift, v9 offered, /, 'also where it is folded');
  assert.deepEqual(await below(offerRow()), [
    'v9 may become production',
    '5 of 5 gates passed',
    'offer',
    COMMANDS.promoteVersion,
    move,
  ]);
  assert.deepEqual(await below(offerRow({ status: 'refused', gates: { passed: 3, of: 5 } })), [
    'v9 may not become production',
    '3 of 5 gates passed',
    'offer',
    COMMANDS.promoteVersion,
    move,
  ]);
  assert.deepEqual(await below(offerRow({ status: 'same', gates: { passed: 0, of: 0 } })), [
    'Training anew gave v9 again',
    '',
    'offer.same',
    COMMANDS.openRun,
    { ...subject, run: 'r9' },
  ]);
});

test('the command of an offer is code where it is explained', async () => {
  const offer = offerRow({ said: 'v9 may become production. `modelyard models promote` moves it.' });
  const [row] = await rowsOf([monitorRow({ offer })]);
  const [first] = (await row?.children?.()) ?? [];
  for (const look of [row?.look, first?.look])
    assert.ok(look?.tooltip.includes('production\\. `modelyard models promote` moves it\\.'), look?.tooltip);
});

test('one that was never checked leads to its line', async () => {
  const place = { file: 'a.monitor.yaml', line: 3 };
  const [row] = await rowsOf([monitorRow({ newest: null, checks: [], place })]);
  assert.deepEqual(
    [row?.look.description, row?.look.icon?.id, row?.children, row?.opens?.command, row?.subject],
    ['not checked yet', 'pulse', undefined, 'modelyard.openSpecLine', { root: ROOT, monitor: 'flight-delay', place }],
  );
});

test('checks of another version say which', async () => {
  const other = checkRow('c2', { model: 'flight-delay:8' });
  const [row] = await rowsOf([monitorRow({ checks: [other, checkRow('c1')] })]);
  const descriptions = ((await row?.children?.()) ?? []).map(({ look }) => look.description);
  assert.deepEqual(descriptions, ['no drift, flight-delay:8', 'no drift']);
});

test('more checks than are listed are said to be elsewhere', async () => {
  const [row] = await rowsOf([monitorRow({ hasMore: true })]);
  assert.match((await row?.children?.())?.at(-1)?.look.label ?? '', /Older checks/);
});

test('every state has an icon and words of its own', () => {
  const looks = (['drift', 'failed', 'none', 'unknown'] as const).map((state) => {
    const newest = checkRow('c1', {
      state,
      drifted: state === 'drift' ? 2 : 0,
      failed: state === 'failed' ? ['missing'] : [],
    });
    const { icon, description } = monitorLook(monitorRow({ newest }), NOW);
    return [icon?.id, description?.split(',')[0]];
  });
  assert.deepEqual(looks, [
    ['warning', '2 of 8 drifted'],
    ['error', 'missing beyond limits'],
    ['pass', 'no drift'],
    ['question', 'no verdict'],
  ]);
});

test('what is beyond its limit is named, the inputs by their number', () => {
  const words = (more: Parameters<typeof checkRow>[1]) => checkWords(checkRow('c', more));
  assert.equal(
    words({ state: 'failed', failed: ['performance', 'missing', 'freshness'] }),
    'performance and 2 more beyond limits',
  );
  assert.equal(words({ state: 'drift', drifted: 0, tested: 0, failed: ['prediction_drift'] }), 'predictions drifted');
  assert.equal(words({ state: 'drift', drifted: 0, tested: 0, failed: [] }), 'drift');
  const ofAnswers = words({ state: 'drift', drifted: 2, failed: ['prediction_drift'] });
  assert.equal(ofAnswers, 'predictions drifted', 'two of eight are within the limit');
});

test('muted monitors and checks that could not be made say so', () => {
  const mute = { until: '2026-11-28T00:00:00Z', by: 'ada@example.org', why: 'holiday traffic' };
  const muted = monitorLook(monitorRow({ mute }), NOW);
  assert.match(muted.description ?? '', /^muted, /, 'a row is cut at its end');
  assert.match(muted.tooltip, /ada@example\\\.org.*holiday traffic/);
  assert.equal(muted.context, 'monitor.checked.muted.placed');
  const trouble = { due: '2026-11-21T00:00:00Z', said: 'flights.parquet is not there' };
  const failed = monitorLook(monitorRow({ trouble }), NOW);
  assert.equal(failed.description, 'check failed, before: no drift');
  assert.equal(failed.icon?.id, 'error');
  assert.match(failed.tooltip, /flights\\\.parquet is not there/);
});

test('a name of 200 characters and signs of Markdown are shown as they are', () => {
  const look = monitorLook(monitorRow({ name: LONG, newest: checkRow('c', { headline: '**bold** [link](x)' }) }), NOW);
  assert.equal(look.label, LONG);
  assert.doesNotMatch(look.tooltip, /\*\*bold\*\* \[link\]\(x\)/);
});
