import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { Failure } from '../../../../engine/src/failure.ts';
import { parseTree } from '../../../../engine/src/language/tree.ts';
import { readAlerts } from '../../../../engine/src/monitoring/alerts/readAlerts.ts';
import type { MonitorReport } from '../../../../engine/src/monitoring/report/monitorReport.ts';
import type { AlertsAround } from '../../../../engine/src/operations/alerts/alertsAround.ts';
import { tellAlerts } from '../../../../engine/src/operations/alerts/tellAlerts.ts';
import type { WebhookCall } from '../../../../engine/src/ports/webhooks.ts';
import { memoryMonitors } from '../../../kit/memoryMonitors.ts';
import { driftedColumn, monitorReport, reportCheck } from '../../../kit/monitorReport.ts';

const DAY = 86_400_000;
const START = Date.UTC(2001, 4, 14);

type Answer = (call: WebhookCall) => number | Failure;

/** A project with one monitor on a machine whose receivers answer as they are told. */
function world(alert: string, answer: Answer = () => 200) {
  let now = START;
  const calls: WebhookCall[] = [];
  const slept: number[] = [];
  const monitors = memoryMonitors(() => now);
  const variables: Record<string, string> = {
    MODELYARD_SECRET_ALERT_URL: 'https://user:pw@hooks.example.org/T0/secret-path',
    MODELYARD_SECRET_ALERT_KEY: 'shared',
  };
  const host = {
    clock: {
      now: () => now,
      async sleep(milliseconds: number) {
        slept.push(milliseconds);
      },
    },
    machine: { variables, modelyard: '1.0.0' },
    files: { read: async () => undefined, stat: async () => undefined, glob: async () => [], texts: async () => [] },
    webhooks: {
      async post(call: WebhookCall) {
        calls.push(call);
        const answered = answer(call);
        if (answered instanceof Failure) throw answered;
        return answered;
      },
    },
  };
  const locks = { exclusively: <T>(_name: string, work: () => Promise<T>) => work() };
  const around = { host, root: '/p', stores: { monitors, locks } } as unknown as AlertsAround;
  const rules = readAlerts(parseTree(`alert:\n${alert}`));
  let day = 0;
  return {
    calls,
    slept,
    variables,
    monitors,
    /** A check of the next day. */
    async check(more: Partial<MonitorReport> = {}) {
      now = START + day * DAY;
      day++;
      const report = monitorReport({ due: new Date(now).toISOString(), ...more });
      return tellAlerts(around, { monitor: 'flight-delay', rules, report });
    },
  };
}

const DRIFT = { verdict: 'drift', columns: [driftedColumn()] } as const;
const WEBHOOK = '  - {webhook: "${{ secrets.ALERT_URL }}", secret: "${{ secrets.ALERT_KEY }}"}';

describe('a webhook', () => {
  test('is called when something is found and when it is over, signed', async () => {
    const { check, calls } = world(WEBHOOK);
    const told = [await check(), await check(DRIFT), await check(DRIFT), await check()].map(([one]) => one!);
    assert.deepEqual(
      told.map(({ state }) => state),
      ['quiet', 'sent', 'held', 'resolved'],
    );
    assert.deepEqual([told[1]?.target, told[3]?.target], ['hooks.example.org', 'hooks.example.org']);
    assert.deepEqual(
      calls.map(({ body }) => JSON.parse(body).event),
      ['fired', 'resolved'],
    );
    const [{ headers, body, within }] = calls as [WebhookCall];
    const [, seconds, digest] = /^t=(\d+),v1=(\w+)$/.exec(headers['modelyard-signature']!)!;
    assert.equal(createHmac('sha256', 'shared').update(`${seconds}.${body}`).digest('hex'), digest);
    assert.equal(within, 10_000);
  });

  test('is tried three times where it is late or answers 5xx, and again at the next check', async () => {
    let broken = true;
    const { check, calls, slept } = world(WEBHOOK, () =>
      broken ? new Failure('webhook-late', 'No answer within 10 s.') : 200,
    );
    const [failed] = await check(DRIFT);
    assert.deepEqual([failed?.state, calls.length, slept], ['failed', 3, [1000, 4000]]);
    assert.equal(failed?.said, 'hooks.example.org: No answer within 10 s.');
    broken = false;
    const [sent] = await check(DRIFT);
    assert.deepEqual([sent?.state, calls.length], ['sent', 4]);
  });

  test('that does not hear that it is over is told at the next check', async () => {
    const answers = [200, 503, 503, 503, 204];
    const { check } = world(WEBHOOK, () => answers.shift()!);
    const told = [await check(DRIFT), await check(), await check()].map(([one]) => one!.state);
    assert.deepEqual(told, ['sent', 'failed', 'resolved']);
  });

  test('that refuses is not tried again at once, and a redirect is not followed', async () => {
    for (const [status, said] of [
      [404, /hooks.example.org: Answered 404. Check the address/],
      [302, /redirect \(302\), which is not followed/],
    ] as const) {
      const { check, calls } = world(WEBHOOK, () => status);
      const [failed] = await check(DRIFT);
      assert.deepEqual([failed?.state, calls.length], ['failed', 1]);
      assert.match(failed?.said ?? '', said);
    }
  });

  test('says one delivery by one id, however often it is tried', async () => {
    const answers = [500, 200, 200];
    const { check, calls } = world(WEBHOOK, () => answers.shift()!);
    await check(DRIFT);
    await check();
    const ids = calls.map(({ headers }) => headers['modelyard-delivery']);
    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[1], ids[2]);
  });

  test('whose secret is not set is said, and the secret never', async () => {
    const { check, variables, calls } = world(WEBHOOK);
    delete variables['MODELYARD_SECRET_ALERT_URL'];
    const [failed] = await check(DRIFT);
    assert.deepEqual([failed?.state, failed?.target, calls.length], ['failed', 'secrets.ALERT_URL', 0]);
    assert.match(
      failed?.said ?? '',
      /`webhook` needs the secret ALERT_URL, which is not set.*`MODELYARD_SECRET_ALERT_URL`/,
    );
    variables['MODELYARD_SECRET_ALERT_URL'] = 'file:///etc/passwd';
    const [other] = await check(DRIFT);
    assert.match(other?.said ?? '', /no http or https address/);
    variables['MODELYARD_SECRET_ALERT_URL'] = 'https://user:pw@hooks.example.org/T0/secret-path';
    const [sent] = await check(DRIFT);
    for (const one of [failed, other, sent]) assert.doesNotMatch(JSON.stringify(one), /secret-path|pw|shared|passwd/);
  });

  test('does not keep others from being told', async () => {
    const alert = `${WEBHOOK}\n  - {webhook: "https://second.example.org/", format: slack}\n  - {notify: editor}`;
    const { check } = world(alert, ({ url }) => (url.includes('second') ? 200 : new Failure('webhook-late', 'Late.')));
    assert.deepEqual(
      (await check(DRIFT)).map(({ state, target, index }) => [index, state, target]),
      [
        [0, 'failed', 'secrets.ALERT_URL'],
        [1, 'sent', 'second.example.org'],
        [2, 'sent', 'editor'],
      ],
    );
  });
});

describe('an alert of a monitor', () => {
  test('is kept back while the monitor is muted', async () => {
    const { check, monitors, calls } = world(WEBHOOK);
    await monitors.mute({ monitor: 'flight-delay', until: START + DAY, by: 'ada', why: null });
    assert.deepEqual(
      [(await check(DRIFT))[0]?.state, (await check(DRIFT))[0]?.state, calls.length],
      ['muted', 'sent', 1],
    );
  });

  test('is not over while what failed cannot be told', async () => {
    const { check, monitors } = world('  - {notify: editor}');
    const failed = { checks: [reportCheck({})] };
    assert.equal((await check(failed))[0]?.state, 'sent');
    const point = { status: 'failed', value: 0.61, low: null, high: null } as const;
    await monitors.add(
      { id: 'c', monitor: 'flight-delay', model: null, due: START, checks: { performance: point } } as never,
      '{}',
    );
    assert.equal((await check({ checks: [reportCheck({ status: 'unknown' })] }))[0]?.state, 'quiet');
    assert.equal((await check({ checks: [reportCheck({ status: 'passed' })] }))[0]?.state, 'resolved');
  });
});
