import { existsSync, readFileSync } from 'node:fs';
import { isRecord } from '../../engine/src/language/isRecord.ts';

/** One call of the unmodified MLflow client, and what MLflow's server answered. */
export interface Recorded {
  readonly scenario: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly content_type: string | null;
  /** Cut after 3,000 characters (artifacts: 120), or `<n bytes>` where it was no text. */
  readonly body: string;
  readonly body_bytes: number;
  readonly status: number;
  readonly response: string;
}

const file = new URL('../../../shared/research/wire/mlflow-wire-trace.json', import.meta.url);

/** Undefined where the recording is not at hand. */
export function recordedCalls(): readonly Recorded[] | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded[]) : undefined;
}

/** The body as it was sent, as far as that can be known: bytes that were left out are others, numbered entries go on. */
export function wholeBody({ body, body_bytes }: Recorded): string | Uint8Array {
  const size = /^<(\d+) bytes>$/.exec(body)?.[1];
  if (size !== undefined) return new Uint8Array(Number(size));
  const cut = body_bytes - Buffer.byteLength(body);
  if (cut <= 0) return body;
  if (!body.startsWith('{"run_id"')) return body + ' '.repeat(cut);
  return longValue(body, body_bytes) ?? numbered(body, body_bytes) ?? entriesOf(body);
}

/** A value that goes on with the same letter. */
function longValue(body: string, size: number): string | undefined {
  if (!/"value": "(.)\1{500,}$/.test(body)) return undefined;
  return `${body.padEnd(size - 2, body.at(-1))}"}`;
}

/** A list whose entries count up: `{"key": "p99", "value": "99"}`. */
function numbered(body: string, size: number): string | undefined {
  const text = body.slice(0, body.lastIndexOf('}') + 1);
  const last = text.slice(text.lastIndexOf('{'));
  const at = Number(/"key": "[a-z](\d+)"/.exec(last)?.[1] ?? Number.NaN);
  const before = text.slice(0, text.lastIndexOf('{'));
  if (Number.isNaN(at) || !new RegExp(`"key": "[a-z]${at - 1}"`).test(before)) return undefined;
  const counts = new RegExp(`"value": "?${at}["},.]`).test(last);
  const entry = (n: number) => {
    const keyed = last.replace(/("key": "[a-z])\d+/, `$1${n}`);
    return counts ? keyed.replace(/("value": "?)\d+/, `$1${n}`) : keyed;
  };
  let whole = text;
  for (let n = at + 1; Buffer.byteLength(whole) < size - 2; n++) whole += `, ${entry(n)}`;
  return `${whole}]}`;
}

/** What came before the cut. */
function entriesOf(body: string): string {
  const ends = [...body.matchAll(/\}/g)].map(({ index }) => index + 1).reverse();
  for (const end of ends)
    for (const close of [']}', '}]}', '}}]}'])
      if (isJson(body.slice(0, end) + close)) return body.slice(0, end) + close;
  return body;
}

/** Undefined where it was cut, or is none. */
export function responseJson({ response }: Pick<Recorded, 'response'>): unknown {
  return isJson(response) ? JSON.parse(response) : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Times and names that are made new each time. */
const MADE = /(^|\.)(start_time|end_time|creation_time|last_update_time|\w*timestamp(_ms)?|last_updated_timestamp)$/;
const RANDOM_NAME = /^[a-z]+-[a-z]+-\d+$/;
const IDS = /\b(?:m-)?[0-9a-f]{32}\b/g;

/** Ids as they were recorded, and the ones they have now. */
export class IdMap {
  readonly #now = new Map<string, string>();

  translate(text: string): string {
    return text.replace(IDS, (id) => this.#now.get(id) ?? id);
  }

  /** Learns ids that stand at the same place. */
  learn(recorded: string, now: string): void {
    const before = recorded.match(IDS) ?? [];
    const after = now.match(IDS) ?? [];
    if (before.length === after.length)
      for (const [at, id] of before.entries()) if (!this.#now.has(id)) this.#now.set(id, after[at]!);
  }
}

/** Where two answers differ: one line each. Absent is empty; lists of keys have no order. */
export function differences(recorded: unknown, now: unknown, ids: IdMap, path = ''): readonly string[] {
  if (isEmpty(recorded) && isEmpty(now)) return [];
  if (typeof recorded === 'string' && typeof now === 'string') return texts(recorded, now, ids, path);
  if (Array.isArray(recorded) && Array.isArray(now)) return lists(recorded, now, ids, path);
  if (isRecord(recorded) && isRecord(now)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(now)]);
    return [...keys].flatMap((key) => differences(recorded[key], now[key], ids, `${path}.${key}`));
  }
  if (typeof recorded === typeof now && (recorded === now || MADE.test(path))) return [];
  return [`${path}: ${short(recorded)} is ${short(now)}`];
}

function texts(recorded: string, now: string, ids: IdMap, path: string): readonly string[] {
  if (path.endsWith('page_token')) return differences(tokenOf(recorded), tokenOf(now), ids, path);
  ids.learn(recorded, now);
  if (ids.translate(recorded) === now || MADE.test(path)) return [];
  if (RANDOM_NAME.test(recorded) && RANDOM_NAME.test(now)) return [];
  return [`${path}: ${short(recorded)} is ${short(now)}`];
}

/** What a page token says: how it is spaced is its own matter. */
function tokenOf(token: string): unknown {
  return responseJson({ response: Buffer.from(token, 'base64').toString('utf8') });
}

function lists(recorded: readonly unknown[], now: readonly unknown[], ids: IdMap, path: string): readonly string[] {
  if (recorded.length !== now.length) return [`${path}: ${recorded.length} entries are ${now.length}: ${short(now)}`];
  const [left, right] = [sorted(recorded, ids), sorted(now, ids)];
  return left.flatMap((entry, at) => differences(entry, right[at], ids, `${path}[${at}]`));
}

/** Entries with keys come in any order. */
function sorted(list: readonly unknown[], ids: IdMap): readonly unknown[] {
  const nameOf = (entry: unknown): string | undefined => {
    if (!isRecord(entry)) return undefined;
    const { key, path, model_id } = entry;
    const name = [key, path, model_id].find((one) => typeof one === 'string') as string | undefined;
    return name === undefined ? undefined : `${ids.translate(name)} ${entry['step'] ?? ''} ${entry['value'] ?? ''}`;
  };
  if (list.some((entry) => nameOf(entry) === undefined)) return list;
  return [...list].sort((a, b) => (nameOf(a)! < nameOf(b)! ? -1 : 1));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.values(value).every(isEmpty);
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}
