import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../../failure.ts';
import { isRecord } from '../../../language/isRecord.ts';
import { sourceBroken, sourceWantsToken } from '../sourceFailures.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface RestOptions {
  /** Bearer token, or `user:password`. */
  readonly token?: string;
  /** Milliseconds for one answer. */
  readonly timeout?: number;
  /** How often it is asked before it is given up. */
  readonly attempts?: number;
  /** Milliseconds before the first new attempt; each later one waits twice as long. */
  readonly pause?: number;
}

interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

const MAY_NOT: ReadonlySet<number> = new Set([401, 403]);
const RETRIED: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const ATTEMPTS = 4;
/** An answer of facts that is longer is none. */
const MOST_BYTES = 256 << 20;

/** Asks a server of MLflow; nothing that would change it is ever asked. */
export class RestClient {
  /** Without secrets and without a slash at its end. */
  readonly address: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeout: number;
  readonly #attempts: number;
  readonly #pause: number;

  /** @throws Failure `run-source` for what is no address */
  constructor(address: string, { token, timeout = 30_000, attempts = ATTEMPTS, pause = 500 }: RestOptions = {}) {
    const url = addressOf(address);
    const named = url.username === '' ? undefined : decodeURIComponent(`${url.username}:${url.password}`);
    url.username = '';
    url.password = '';
    this.address = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    this.#headers = authorization(token ?? named);
    this.#timeout = timeout;
    this.#attempts = attempts;
    this.#pause = pause;
  }

  /** @throws Failure `run-source`, and undefined where the server says that there is no such thing */
  async json(path: string, ask: Ask = {}): Promise<Json | undefined> {
    const response = await this.#answer(path, ask);
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    const text = await limitedText(response, this.address);
    const value = parsed(text);
    // What stands before a server says no in whatever words it has.
    if (MAY_NOT.has(response.status)) throw sourceWantsToken(this.address, response.status);
    if (!isRecord(value)) throw sourceBroken(this.address, `${path} is not answered in JSON.`, NO_SERVER);
    if (response.ok) return value;
    throw this.#refused(response.status, value);
  }

  /** Bytes as they come; undefined where there are none. */
  async bytes(
    path: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<AsyncIterable<Uint8Array> | undefined> {
    const response = await this.#answer(path, { query });
    if (response.ok && response.body !== null) return response.body;
    await response.body?.cancel();
    if (response.ok) return none();
    if (response.status === 404) return undefined;
    throw this.#refused(response.status, {});
  }

  async #answer(path: string, { method = 'GET', query = {}, body }: Ask): Promise<Response> {
    const search = new URLSearchParams(query).toString();
    const url = `${this.address}${path}${search === '' ? '' : `?${search}`}`;
    for (let attempt = 1; ; attempt++) {
      const response = await this.#once(url, method, body, attempt);
      if (response !== undefined && (!RETRIED.has(response.status) || attempt >= this.#attempts)) return response;
      const asked = Number(response?.headers.get('retry-after') ?? Number.NaN);
      await response?.body?.cancel();
      const pause = this.#pause * 2 ** (attempt - 1);
      await wait(Number.isFinite(asked) ? Math.min(asked * 1000, 10_000) : pause);
    }
  }

  /** Undefined where the server was not reached and may be later. */
  async #once(url: string, method: string, body: Json | undefined, attempt: number): Promise<Response | undefined> {
    try {
      return await fetch(url, {
        method,
        headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(this.#timeout),
      });
    } catch (error) {
      if (attempt < this.#attempts) return undefined;
      throw new Failure('run-source', `${this.address} does not answer (${whyOf(error)}).`, {
        next: 'Check the address, and that the server runs and can be reached from here.',
        cause: error,
      });
    }
  }

  #refused(status: number, { message, error_code }: Json): Failure {
    if (MAY_NOT.has(status)) return sourceWantsToken(this.address, status);
    const said = typeof message === 'string' ? message.slice(0, 300) : `status ${status}`;
    const reason = error_code === 'INVALID_PARAMETER_VALUE' ? 'Look at the filter and the order.' : NO_SERVER;
    return sourceBroken(this.address, `the server answers: ${said}`, reason);
  }
}

const NO_SERVER = 'Check that the address is that of an MLflow server.';

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw sourceBroken(
    text.slice(0, 200),
    'this is no address of a server.',
    'Write it as `https://mlflow.example.org`.',
  );
}

function authorization(token: string | undefined): Readonly<Record<string, string>> {
  if (token === undefined || token === '') return {};
  if (!token.includes(':')) return { authorization: `Bearer ${token}` };
  return { authorization: `Basic ${Buffer.from(token).toString('base64')}` };
}

async function limitedText(response: Response, address: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? none()) {
    size += part.length;
    if (size > MOST_BYTES) throw sourceBroken(address, 'an answer is longer than 256 MB.', NO_SERVER);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function* none(): AsyncIterable<Uint8Array> {}

/** Python's `NaN` and `Infinity`, which older servers write without quotes, are none of JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(/(:\s*)(-?Infinity|NaN)(?=\s*[,}\]])/g, '$1"$2"'));
    } catch {
      return undefined;
    }
  }
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it takes too long';
  const cause = error.cause as { readonly code?: string; readonly message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
