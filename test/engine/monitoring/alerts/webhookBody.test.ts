import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { alertMessage } from '../../../../engine/src/monitoring/alerts/alertMessage.ts';
import { signatureOf, webhookBody } from '../../../../engine/src/monitoring/alerts/webhookBody.ts';
import { driftedColumn, monitorReport, reportCheck } from '../../../kit/monitorReport.ts';

const AT = '2026-11-22T00:00:00.000Z';
const SINCE = '2026-11-20T00:00:00.000Z';

function message(event: 'fired' | 'resolved' = 'fired') {
  const report = monitorReport({
    verdict: 'drift',
    headline: 'a-value-of-a-row is new.',
    drift: { drifted: 1, tested: 3, unknown: 0, share: 1 / 3, limit: 0.3, test: 'auto', rule: '', verdict: 'drift' },
    columns: [driftedColumn(), driftedColumn({ column: 'distance', verdict: 'none' })],
    checks: [
      reportCheck({}),
      reportCheck({ id: 'performance[carrier=a-value-of-a-row]' }),
      reportCheck({ id: 'missing', kind: 'missing', value: 0.04, unit: 'share', min: null, max: 0.01 }),
      reportCheck({ id: 'range', kind: 'range', status: 'passed' }),
    ],
  });
  return alertMessage({ event, id: 'd1', at: AT, monitor: 'flight-delay' }, report);
}

describe('a message', () => {
  test('says what was found by names and figures', () => {
    assert.equal(
      message().text,
      'flight-delay: 1 of 3 inputs drifted: late_share_24h (wasserstein 0.33); performance 0.61, at least 0.65; performance 0.61, at least 0.65; missing 4%, at most 1%.',
    );
    assert.equal(message('resolved').text, 'flight-delay: what was found is over.');
  });

  test('holds no value of a row, in any form', () => {
    for (const format of ['modelyard', 'slack', 'alertmanager'] as const)
      for (const event of ['fired', 'resolved'] as const) {
        const body = webhookBody(message(event), { format, url: 'https://example.org/x', since: SINCE });
        assert.doesNotMatch(body, /a-value-of-a-row/);
        JSON.parse(body);
      }
  });

  test('has the form that Slack takes, with nothing in it that is a link or a mention', () => {
    const told = { ...message(), text: 'a <!channel> & b' };
    const body = JSON.parse(webhookBody(told, { format: 'slack', url: 'https://example.org', since: SINCE }));
    assert.equal(body.text, 'a &lt;!channel&gt; &amp; b');
    assert.equal(body.blocks[0].text.text, ':warning: a &lt;!channel&gt; &amp; b');
  });

  test('has the form that receivers of Alertmanager get', () => {
    const to = { format: 'alertmanager', url: 'https://example.org/hook', since: SINCE } as const;
    const fired = JSON.parse(webhookBody(message(), to));
    assert.deepEqual([fired.version, fired.status, fired.alerts.length], ['4', 'firing', 1]);
    const [alert] = fired.alerts;
    assert.deepEqual(alert.labels, {
      alertname: 'ModelyardMonitor',
      monitor: 'flight-delay',
      severity: 'warning',
      model: 'flight-delay',
      project: 'flights',
    });
    assert.deepEqual([alert.startsAt, alert.endsAt], [SINCE, '0001-01-01T00:00:00Z']);
    const over = JSON.parse(webhookBody(message('resolved'), to));
    assert.deepEqual([over.status, over.alerts[0].endsAt, over.groupKey], ['resolved', AT, fired.groupKey]);
  });

  test('has the form that Alertmanager itself takes', () => {
    const to = { format: 'alertmanager', url: 'http://alerts:9093/api/v2/alerts', since: SINCE } as const;
    const [fired] = JSON.parse(webhookBody(message(), to));
    assert.ok(Date.parse(fired.endsAt) > Date.parse(AT));
    const [over] = JSON.parse(webhookBody(message('resolved'), to));
    assert.deepEqual([over.labels, over.endsAt], [fired.labels, AT]);
  });
});

test('a signature is the HMAC of time and body', () => {
  const body = '{"a":1}';
  const signed = signatureOf(body, 'key', Date.parse(AT));
  const wanted = createHmac('sha256', 'key').update(`1795305600.${body}`).digest('hex');
  assert.equal(signed, `t=1795305600,v1=${wanted}`);
});
