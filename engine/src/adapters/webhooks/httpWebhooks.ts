import { Cancelled, Failure } from '../../failure.ts';
import type { Webhooks } from '../../ports/webhooks.ts';

/** Posts with this machine's network. */
export const httpWebhooks: Webhooks = {
  async post({ url, headers, body, within, signal }) {
    const { address, authorization } = withoutUser(url);
    const late = AbortSignal.timeout(within);
    try {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { ...authorization, ...headers },
        body,
        redirect: 'manual',
        signal: signal === undefined ? late : AbortSignal.any([late, signal]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch (error) {
      if (signal?.aborted) throw new Cancelled();
      throw late.aborted ? tooLate(within) : unreachable(error);
    }
  },
};

/** `fetch` takes no address with a user in it. */
function withoutUser(text: string): {
  readonly address: URL;
  readonly authorization: Readonly<Record<string, string>>;
} {
  const address = new URL(text);
  const { username, password } = address;
  if (username === '' && password === '') return { address, authorization: {} };
  address.username = '';
  address.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address, authorization: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

function tooLate(within: number): Failure {
  return new Failure('webhook-late', `No answer within ${within / 1000} s.`, {
    next: 'Look whether the receiver is at work.',
  });
}

/** The system's code alone: the message of an error may hold the address. */
function unreachable(error: unknown): Failure {
  const cause = (error as { readonly cause?: NodeJS.ErrnoException }).cause;
  return new Failure('webhook-unreachable', `Not reached (${cause?.code ?? 'no connection'}).`, {
    next: 'Check the address, and that it can be reached from here.',
  });
}
