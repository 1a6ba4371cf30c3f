import { createHmac } from 'node:crypto';
import type { WebhookMessage } from './alertMessage.ts';
import type { WebhookFormat } from './alertRule.ts';

/** Alertmanager's own address for alerts takes them as a list; its receivers take a group of them. */
const ALERTS_API = /\/api\/v2\/alerts\/?$/;
/** How long Alertmanager keeps an alert firing that is not sent again: until it is resolved, an offer for a day. */
const DAY = 24 * 3600 * 1000;
const YEAR = 365 * DAY;

/** The body of a webhook, as JSON. */
export function webhookBody(
  message: WebhookMessage,
  to: { readonly format: WebhookFormat; readonly url: string; readonly since: string },
): string {
  if (to.format === 'slack') return JSON.stringify(slack(message));
  if (to.format === 'modelyard') return JSON.stringify(message);
  const alert = alertOf(message, to.since);
  if (ALERTS_API.test(new URL(to.url).pathname)) return JSON.stringify([alert]);
  return JSON.stringify(grouped(message, alert));
}

function slack({ event, text }: WebhookMessage): unknown {
  const said = escaped(text);
  const head = { fired: ':warning:', resolved: ':white_check_mark:', offered: ':package:' }[event];
  return { text: said, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `${head} ${said}` } }] };
}

/** Slack's three: what would otherwise be a link or a mention. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function alertOf(message: WebhookMessage, since: string) {
  const { monitor, project, event, text, at } = message;
  const isOffer = message.event === 'offered';
  const endsAt = event === 'resolved' ? at : new Date(Date.parse(at) + (isOffer ? DAY : YEAR)).toISOString();
  const model = isOffer ? message.offers[0]?.model : message.model?.name;
  return {
    status: event === 'resolved' ? 'resolved' : 'firing',
    labels: {
      alertname: isOffer ? 'ModelyardOffer' : 'ModelyardMonitor',
      monitor,
      severity: isOffer ? 'info' : 'warning',
      ...(model === undefined ? {} : { model }),
      ...(project === null ? {} : { project }),
    },
    annotations: isOffer
      ? { summary: text, run: message.run }
      : { summary: text, check: message.check.id ?? '', due: message.check.due },
    startsAt: since,
    endsAt,
    generatorURL: '',
    fingerprint: monitor,
  };
}

/** As Alertmanager's webhook receivers get it, version 4. */
function grouped({ monitor }: WebhookMessage, alert: ReturnType<typeof alertOf>): unknown {
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
