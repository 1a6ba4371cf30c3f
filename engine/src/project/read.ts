import { isRecord } from '../language/isRecord.ts';
import type { Json, Path, Tree } from '../language/tree.ts';

export type JsonMap = { readonly [key: string]: Json };

/** The value at `path`; undefined when nothing is there. */
export function valueAt(tree: Tree, path: Path): Json | undefined {
  let current: Json | undefined = tree.value;
  for (const part of path) {
    if (Array.isArray(current)) current = current[Number(part)];
    else if (isRecord(current)) current = Object.hasOwn(current, part) ? current[part] : undefined;
    else return undefined;
  }
  return current;
}

/** Keys and values of the map at `path`; none where there is no map. */
export function entriesAt(tree: Tree, path: Path): readonly (readonly [string, Json])[] {
  const value = valueAt(tree, path);
  return isRecord(value) ? Object.entries(value) : [];
}

export function textAt(tree: Tree, path: Path): string | undefined {
  const value = valueAt(tree, path);
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(tree: Tree, path: Path): number | undefined {
  const value = valueAt(tree, path);
  return typeof value === 'number' ? value : undefined;
}

/** The texts of a list, or the one text that stands instead of a list. */
export function textsAt(tree: Tree, path: Path): readonly { readonly text: string; readonly path: Path }[] {
  const value = valueAt(tree, path);
  if (typeof value === 'string') return [{ text: value, path }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((text, index) => (typeof text === 'string' ? [{ text, path: [...path, index] }] : []));
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
