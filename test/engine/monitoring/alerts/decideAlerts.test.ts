import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AlertRule } from '../../../../engine/src/monitoring/alerts/alertRule.ts';
import { foundIn } from '../../../../engine/src/monitoring/alerts/checkFound.ts';
import { decideAlerts } from '../../../../engine/src/monitoring/alerts/decideAlerts.ts';
import type { AlertState, Mute } from '../../../../engine/src/ports/monitorStore.ts';

const DAY = 86_400_000;
const START = Date.UTC(2001, 4, 1);

const editor: AlertRule = {
  index: 0,
  key: 'notify editor',
  does: { kind: 'notify', where: 'editor' },
  after: 1,
  clearAfter: 1,
  minRows: 0,
  coolDown: 0,
};
const retrain: AlertRule = { ...editor, key: 'pipeline p', does: { kind: 'pipeline', pipeline: 'p' } };

type Day = 'found' | 'clear' | 'unknown' | 'few';
type MuteOn = (day: number) => Mute | undefined;

/** One check a day; what was told after each. */
function days(rule: AlertRule, found: readonly Day[], muted: MuteOn = () => undefined): string {
  let state: AlertState | undefined;
  const told = found.map((verdict, day) => {
    const at = START + day * DAY;
    const [decision] = decideAlerts({
      rules: [rule],
      found: { due: at, rows: verdict === 'few' ? 5 : 1000, verdict: verdict === 'few' ? 'found' : verdict },
      states: new Map(state ? [[rule.key, state]] : []),
      mute: muted(day),
      now: at,
    });
    state = decision!.state;
    return decision!.told.state;
  });
  return told.join(' ');
}

describe('an alert', () => {
  test('fires once, and says when it is over', () => {
    assert.equal(days(editor, ['clear', 'found', 'found', 'clear', 'clear']), 'quiet sent held resolved quiet');
  });

  test('waits for so many checks in a row, both ways', () => {
    const rule = { ...editor, after: 2, clearAfter: 3 };
    assert.equal(
      days(rule, ['found', 'clear', 'found', 'found', 'clear', 'clear', 'found', 'clear', 'clear', 'clear']),
      'held quiet held sent held held held held held resolved',
    );
  });

  test('takes a check without a verdict for neither', () => {
    const rule = { ...editor, after: 2 };
    assert.equal(days(rule, ['found', 'unknown', 'found', 'unknown', 'clear']), 'held quiet sent quiet resolved');
  });

  test('does not count a check on too few rows', () => {
    assert.equal(days({ ...editor, minRows: 100 }, ['few', 'found']), 'held sent');
  });

  test('rests after it was told, also where it was over in between', () => {
    const rule = { ...editor, coolDown: 3 * DAY };
    assert.equal(days(rule, ['found', 'clear', 'found', 'found']), 'sent resolved held sent');
  });

  test('starts a pipeline again when its cool-down has passed', () => {
    const rule = { ...retrain, coolDown: 2 * DAY };
    assert.equal(days(rule, ['found', 'found', 'found', 'found', 'found']), 'sent held sent held sent');
  });

  test('is kept back while muted, and told afterwards where it still is so', () => {
    const until = START + 2 * DAY;
    const mute: MuteOn = () => ({ monitor: 'm', until, by: 'ada', why: 'a storm' });
    assert.equal(days(editor, ['found', 'found', 'found'], mute), 'muted muted sent');
    assert.equal(days(editor, ['found', 'clear', 'clear'], mute), 'muted quiet quiet');
  });

  test('says why it is held and until when', () => {
    const told = decideAlerts({
      rules: [{ ...retrain, coolDown: 14 * DAY }],
      found: { due: START + DAY, rows: 10, verdict: 'found' },
      states: new Map([['pipeline p', { state: 'firing', inRow: 0, fired: START, due: START } as const]]),
      mute: undefined,
      now: START + DAY,
    })[0]!.told;
    assert.equal(told.state, 'held');
    assert.equal(told.said, 'Rests 14d after it was told, until 15 May 2001, 00:00:00 UTC.');
  });

  test('is not moved by a check that is older than the last one', () => {
    const state: AlertState = { state: 'firing', inRow: 0, fired: START, due: START };
    const [decision] = decideAlerts({
      rules: [editor],
      found: { due: START - DAY, rows: 10, verdict: 'clear' },
      states: new Map([[editor.key, state]]),
      mute: undefined,
      now: START + DAY,
    });
    assert.equal(decision!.act, null);
    assert.deepEqual(decision!.state, state);
  });

  test('does not count the same check twice', () => {
    const question = {
      rules: [{ ...editor, after: 2 }],
      found: { due: START, rows: 10, verdict: 'found' },
      mute: undefined,
      now: START,
    } as const;
    const first = decideAlerts({ ...question, states: new Map() })[0]!;
    const again = decideAlerts({ ...question, states: new Map([[editor.key, first.state]]) })[0]!;
    assert.deepEqual([first.told.state, again.told.state], ['held', 'held']);
  });

  test('rests no longer than its cool-down after the clock was set back', () => {
    const rule = { ...retrain, coolDown: DAY };
    const ask = (state: AlertState, due: number, now: number) =>
      decideAlerts({
        rules: [rule],
        found: { due, rows: 10, verdict: 'found' },
        states: new Map([[rule.key, state]]),
        mute: undefined,
        now,
      })[0]!;
    const firing = { state: 'firing', inRow: 0, fired: START + 400 * DAY, due: START } as const;
    const held = ask(firing, START + 1, START + 1);
    assert.equal(held.told.state, 'held');
    assert.equal(ask(held.state, START + 2 * DAY, START + 2 * DAY).told.state, 'sent');
  });

  test('fires at most once between two that are over, whatever is found', () => {
    const verdicts = fc.array(fc.constantFrom<Day>('found', 'clear', 'unknown', 'few'), { maxLength: 40 });
    const counts = fc.record({
      after: fc.integer({ min: 1, max: 4 }),
      clearAfter: fc.integer({ min: 1, max: 4 }),
      minRows: fc.constantFrom(0, 100),
    });
    fc.assert(
      fc.property(verdicts, counts, (found, each) => {
        const told = days({ ...editor, ...each }, found)
          .split(' ')
          .filter((state) => state === 'sent' || state === 'resolved');
        for (const [index, state] of told.entries()) assert.equal(state, index % 2 === 0 ? 'sent' : 'resolved');
      }),
    );
  });
});

describe('what a check means to alerts', () => {
  const report = { due: '2001-05-01T00:00:00.000Z', current: { rows: 10 }, verdict: 'none', checks: [] } as never;
  const unknown = { id: 'performance', status: 'unknown' };
  const lastTime = (status: string) => [{ due: START - DAY, checks: { performance: { status } } }] as never;

  test('is clear where nothing was found', () => {
    assert.equal(foundIn(report).verdict, 'clear');
  });

  test('is found where one limit is passed, whatever the inputs do', () => {
    assert.equal(
      foundIn({ ...(report as object), checks: [{ id: 'missing', status: 'failed' }] } as never).verdict,
      'found',
    );
  });

  test('is not clear while what failed before cannot be told', () => {
    const now = { ...(report as object), checks: [unknown] } as never;
    assert.equal(foundIn(now, lastTime('failed')).verdict, 'unknown');
    assert.equal(foundIn(now, lastTime('passed')).verdict, 'clear');
    assert.equal(foundIn(now).verdict, 'clear');
  });
});
