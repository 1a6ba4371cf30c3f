import { createHmac } from 'node:crypto';
import type { AlertMessage } from './alertMessage.ts';
import type { WebhookFormat } from './alertRule.ts';

/** Alertmanager's own address for alerts takes them as a list; its receivers take a group of them. */
const ALERTS_API = /\/api\/v2\/alerts\/?$/;
/** How long Alertmanager keeps an alert firing that is not sent again: until it is resolved. */
const YEAR = 365 * 24 * 3600 * 1000;

/** The body of a webhook, as JSON. */
export function webhookBody(
  message: AlertMessage,
  to: { readonly format: WebhookFormat; readonly url: string; readonly since: string },
): string {
  if (to.format === 'slack') return JSON.stringify(slack(message));
  if (to.format === 'modelyard') return JSON.stringify(message);
  const alert = alertOf(message, to.since);
  if (ALERTS_API.test(new URL(to.url).pathname)) return JSON.stringify([alert]);
  return JSON.stringify(grouped(message, alert));
}

function slack({ event, text }: AlertMessage): unknown {
  const said = escaped(text);
  const head = event === 'fired' ? ':warning:' : ':white_check_mark:';
  return { text: said, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `${head} ${said}` } }] };
}

/** Slack's three: what would otherwise be a link or a mention. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function alertOf(message: AlertMessage, since: string) {
  const { monitor, model, project, event, text, at } = message;
  const endsAt = event === 'resolved' ? at : new Date(Date.parse(at) + YEAR).toISOString();
  return {
    status: event === 'resolved' ? 'resolved' : 'firing',
    labels: {
      alertname: 'ModelyardMonitor',
      monitor,
      severity: 'warning',
      ...(model === null ? {} : { model: model.name }),
      ...(project === null ? {} : { project }),
    },
    annotations: { summary: text, check: message.check.id ?? '', due: message.check.due },
    startsAt: since,
    endsAt,
    generatorURL: '',
    fingerprint: message.monitor,
  };
}

/** As Alertmanager's webhook receivers get it, version 4. */
function grouped({ monitor }: AlertMessage, alert: ReturnType<typeof alertOf>): unknown {
  const { status, labels, annotations } = alert;
  return {
    version: '4',
    groupKey: `{}:{monitor="${monitor}"}`,
    truncatedAlerts: 0,
    status,
    receiver: 'modelyard',
    groupLabels: { monitor },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: '',
    alerts: [{ ...alert, endsAt: status === 'resolved' ? alert.endsAt : '0001-01-01T00:00:00Z' }],
  };
}

/**
 * Value of the header `Modelyard-Signature`: `t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256 of `SECONDS.BODY` with the shared secret.
 * A receiver computes it again, and refuses a time that is minutes away from its own.
 */
export function signatureOf(body: string, secret: string, now: number): string {
  const seconds = Math.floor(now / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
