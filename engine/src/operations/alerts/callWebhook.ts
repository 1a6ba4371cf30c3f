import { Cancelled, Failure } from '../../failure.ts';
import { EvaluationError, evaluateTemplate } from '../../language/expressions/evaluate.ts';
import { Secret } from '../../language/expressions/secret.ts';
import { parseTemplate } from '../../language/expressions/template.ts';
import type { WebhookMessage } from '../../monitoring/alerts/alertMessage.ts';
import type { AlertDeed } from '../../monitoring/alerts/alertRule.ts';
import { signatureOf, webhookBody } from '../../monitoring/alerts/webhookBody.ts';
import type { Host } from '../../ports/host.ts';
import { loadProject } from '../../project/load.ts';
import { namedSecrets } from '../run/secrets.ts';
import type { AlertsAround } from './alertsAround.ts';

export interface WebhookTelling {
  readonly does: Extract<AlertDeed, { kind: 'webhook' }>;
  readonly message: WebhookMessage;
  /** When what it tells began, ISO 8601. */
  readonly since: string;
  readonly signal?: AbortSignal | undefined;
}

/** Each attempt is cut after this, so that a receiver that hangs holds up nothing else for long. */
const WITHIN = 10_000;
/** Before the second and the third attempt. */
const PAUSES = [1000, 4000];

/**
 * Posts a message and resolves with the host that took it. What is late, not reached or answers 5xx is tried three times; what is refused
 * (4xx) or redirected is not tried again. Rejects with `Failure` `webhook-*`, which never holds the address.
 */
export async function callWebhook(
  around: AlertsAround,
  { does, message, since, signal }: WebhookTelling,
): Promise<string> {
  const { host } = around;
  const contexts = await secretContexts(around);
  const url = addressOf(textOf(does.address, contexts, 'webhook'));
  const body = webhookBody(message, { format: does.format, url: url.href, since });
  const secret = does.secret === null ? undefined : textOf(does.secret, contexts, 'secret');
  for (let attempt = 0; ; attempt++) {
    const headers = {
      'content-type': 'application/json',
      'user-agent': `modelyard/${host.machine.modelyard}`,
      'modelyard-delivery': message.id,
      ...(secret === undefined ? {} : { 'modelyard-signature': signatureOf(body, secret, host.clock.now()) }),
    };
    const failed = await attemptOnce(host, { url: url.href, headers, body, within: WITHIN, signal });
    if (failed === undefined) return url.host;
    const pause = PAUSES[attempt];
    if (pause === undefined || !failed.again) throw withHost(failed.failure, url.host);
    await host.clock.sleep(pause, signal);
  }
}

type Attempt = { readonly failure: Failure; readonly again: boolean } | undefined;

async function attemptOnce(host: Host, call: Parameters<Host['webhooks']['post']>[0]): Promise<Attempt> {
  try {
    const status = await host.webhooks.post(call);
    if (status >= 200 && status < 300) return undefined;
    return { failure: refused(status), again: status >= 500 };
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof Failure)) throw error;
    return { failure: error, again: true };
  }
}

function refused(status: number): Failure {
  if (status >= 300 && status < 400)
    return new Failure('webhook-redirected', `Answered with a redirect (${status}), which is not followed.`, {
      next: 'Name the address that it leads to.',
    });
  return new Failure('webhook-refused', `Answered ${status}.`, {
    next: status < 500 ? 'Check the address and its rights.' : 'Look at the log of the receiver.',
  });
}

function withHost(failure: Failure, host: string): Failure {
  return new Failure(
    failure.reason,
    `${host}: ${failure.message}`,
    failure.next === undefined ? {} : { next: failure.next },
  );
}

type SecretContexts = Parameters<typeof evaluateTemplate>[1];

async function secretContexts({ host, root }: AlertsAround): Promise<SecretContexts> {
  const { variables } = host.machine;
  const project = await loadProject(host.files, root);
  return {
    env: Object.fromEntries([...project.variables].map((name) => [name, variables[name] ?? null])),
    secrets: Object.fromEntries([...namedSecrets(variables)].map(([name, value]) => [name, new Secret(value)])),
  };
}

function textOf(text: string, contexts: SecretContexts, key: string): string {
  const [missing] = [...text.matchAll(SECRET)].flatMap(([, name = '']) =>
    Object.hasOwn(contexts['secrets'] as object, name) ? [] : [name],
  );
  if (missing !== undefined) throw missingSecret(key, missing);
  const value = evaluateTemplate(parseTemplate(text), contexts);
  if (value instanceof EvaluationError) throw unknownAddress(`\`${key}\`: ${value.message}.`);
  const plain = value instanceof Secret ? value.reveal() : value;
  if (typeof plain !== 'string' || plain === '') throw unknownAddress(`\`${key}\` is empty: ${text}.`);
  return plain;
}

const SECRET = /\bsecrets\.(\w+)/g;

function missingSecret(key: string, name: string): Failure {
  return new Failure('webhook-address', `\`${key}\` needs the secret ${name}, which is not set.`, {
    next: `Set the variable \`MODELYARD_SECRET_${name}\` where the service or the command runs.`,
  });
}

function unknownAddress(message: string): Failure {
  return new Failure('webhook-address', message, { next: 'Set what it names where the service or the command runs.' });
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new Failure('webhook-address', '`webhook` is no http or https address.', {
    next: 'Write it as `https://example.org/hook`.',
  });
}
