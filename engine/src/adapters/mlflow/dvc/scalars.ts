import { isRecord } from '../../../language/isRecord.ts';
import { floatOf } from '../mlruns/metricLines.ts';

const DEEPEST = 32;
const MOST = 100_000;

/** Leaves of nested maps by their path with dots, as DVC shows them. */
export function leaves(value: unknown): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  collect(value, '', DEEPEST, found);
  return found;
}

function collect(value: unknown, path: string, depth: number, found: Map<string, unknown>): void {
  if (found.size >= MOST) return;
  if (isRecord(value) && depth > 0)
    for (const [key, inner] of Object.entries(value))
      collect(inner, path === '' ? key : `${path}.${key}`, depth - 1, found);
  else if (path !== '') found.set(path, value);
}

/** Numbers among leaves: metrics. Python writes NaN as text in JSON that others can read. */
export function numbers(found: ReadonlyMap<string, unknown>): ReadonlyMap<string, number> {
  return new Map(
    [...found].flatMap(([key, value]) => {
      const number = typeof value === 'string' ? floatOf(value) : value;
      return typeof number === 'number' ? [[key, number] as const] : [];
    }),
  );
}

/** Values as params have them: text. */
export function texts(found: ReadonlyMap<string, unknown>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...found].map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value ?? null)]),
  );
}

/** Python's JSON has NaN and Infinity without quotes. */
export function looseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(/([:[,]\s*)(-?Infinity|NaN)(?=\s*[,}\]])/g, '$1"$2"'));
    } catch {
      return undefined;
    }
  }
}
