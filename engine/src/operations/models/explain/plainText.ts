import { isRecord } from '../../../language/isRecord.ts';
import type { Json } from '../../../language/tree.ts';

/** JSON with keys in order: equal texts are equal values. */
export function canonicalText(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalText(one)}`).join(',')}}`;
}

const WIDEST = 200;

/** A value of a spec on one line, for people. */
export function shortText(value: Json | undefined): string {
  const text = typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : (JSON.stringify(value) ?? '');
  return text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 1)}…`;
}

/** What of two maps differs, each on one line: `where: a > 1`; keys of `with` stand beside the others. */
export function differingText(
  one: { readonly [key: string]: Json },
  other: { readonly [key: string]: Json },
): { readonly before: string | null; readonly after: string | null } {
  const [first, second] = [flat(one), flat(other)];
  const keys = [...new Set([...first.keys(), ...second.keys()])].filter(
    (key) => canonicalText(first.get(key)) !== canonicalText(second.get(key)),
  );
  const text = (map: ReadonlyMap<string, Json>) => {
    const lines = keys.flatMap((key) => (map.has(key) ? [`${key}: ${shortText(map.get(key))}`] : []));
    return lines.length === 0 ? null : shortText(lines.join('; '));
  };
  return { before: text(first), after: text(second) };
}

function flat(map: { readonly [key: string]: Json }): ReadonlyMap<string, Json> {
  const entries = Object.entries(map).flatMap(([key, value]): [string, Json][] =>
    key === 'with' && isRecord(value) ? Object.entries(value) : [[key, value]],
  );
  return new Map(entries);
}
