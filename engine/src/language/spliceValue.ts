import type { Json } from './node.ts';
import { define } from './ownProperty.ts';

export type JsonMap = { readonly [key: string]: Json };

/** A copy with another value of a key that is there. */
export function withKey(map: JsonMap, key: string, value: Json): JsonMap {
  const result: { [key: string]: Json } = { ...map };
  define(result, key, value);
  return result;
}

/** A map with its keys from `first` to `last` (exclusive) replaced by those of `part`; what is equal stays the same object. */
export function mapWith(
  map: JsonMap,
  part: JsonMap,
  { keys, first, last }: { readonly keys: readonly string[]; readonly first: number; readonly last: number },
): JsonMap {
  const own = Object.keys(part);
  const same = own.length === last - first && own.every((key, i) => key === keys[first + i]);
  const result: { [key: string]: Json } = same ? { ...map } : {};
  if (!same) for (const key of keys.slice(0, first)) define(result, key, map[key]!);
  let changed = !same;
  for (const key of own) {
    const before = Object.hasOwn(map, key) ? map[key] : undefined;
    const value = reused(before, part[key]!);
    changed ||= value !== before;
    define(result, key, value);
  }
  if (!same) for (const key of keys.slice(last)) define(result, key, map[key]!);
  return changed ? result : map;
}

/** A list with its items from `first` to `last` (exclusive) replaced by those of `part`; what is equal stays the same object. */
export function listWith(list: readonly Json[], part: readonly Json[], first: number, last: number): readonly Json[] {
  const own = part.map((item, i) => (first + i < last ? reused(list[first + i], item) : item));
  if (own.length === last - first && own.every((item, i) => item === list[first + i])) return list;
  return [...list.slice(0, first), ...own, ...list.slice(last)];
}

/** `after`, with what in it equals `before` at the same place being the same object. */
function reused(before: Json | undefined, after: Json): Json {
  if (before === after || before === undefined || before === null || after === null) return after;
  if (typeof before !== 'object' || typeof after !== 'object') return after;
  if (Array.isArray(before) && Array.isArray(after)) return listWith(before, after, 0, before.length);
  if (Array.isArray(before) || Array.isArray(after)) return after;
  const keys = Object.keys(before);
  return mapWith(before as JsonMap, after as JsonMap, { keys, first: 0, last: keys.length });
}
