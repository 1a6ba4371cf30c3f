import { parseDocument } from 'yaml';
import { isRecord } from '../../language/isRecord.ts';

/** More than this is no file of facts. */
export const MOST_BYTES = 4 << 20;

/**
 * A map of YAML as MLflow and DVC write it; undefined where it is none. Tags of other languages are plain data.
 * Files of one line a key, as nearly all are, are read without a parser: there is one for each run.
 */
export function readMap(text: string): Readonly<Record<string, unknown>> | undefined {
  return simpleMap(text) ?? wholeMap(text);
}

function simpleMap(text: string): Readonly<Record<string, unknown>> | undefined {
  const map: Record<string, unknown> = Object.create(null);
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, key, value] = /^([a-z_]+): (.+)$/.exec(line) ?? [];
    const read = value === undefined ? UNKNOWN : scalar(value);
    if (key === undefined || read === UNKNOWN) return undefined;
    map[key] = read;
  }
  return map;
}

const UNKNOWN = Symbol('not simple');

/** Only what YAML can read in one way. */
function scalar(text: string): unknown {
  if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  // An id such as 12e4... is no number for Python, which quotes what would be one.
  if (/^[0-9a-f]{32}$/.test(text) && /[a-f]/.test(text)) return text;
  if (text === 'null') return null;
  if (text === '[]') return [];
  const quoted = /^'([^']*)'$/.exec(text) ?? /^"([^"\\]*)"$/.exec(text);
  if (quoted) return quoted[1];
  const isPlain = /^[A-Za-z/][\w/.-]*(:\/\/[\w/.-]*)?$/.test(text) && !/^(true|false|yes|no|on|off|null)$/i.test(text);
  return isPlain ? text : UNKNOWN;
}

function wholeMap(text: string): Readonly<Record<string, unknown>> | undefined {
  const document = parseDocument(text, { logLevel: 'silent', stringKeys: true, uniqueKeys: false, intAsBigInt: false });
  if (document.errors.length > 0) return undefined;
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** A whole number, of text too. */
export function wholeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}
