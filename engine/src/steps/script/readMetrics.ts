import { isRecord } from '../../language/isRecord.ts';
import { placeOf, readLooseJson } from './looseJson.ts';

/** A point of a metric; without a step it is the only one. */
export interface MeasuredPoint {
  readonly name: string;
  readonly value: number;
  readonly step: number;
}

/** What a file of measurements says, or the first place that cannot be read; line and column count from 1. */
export type Measured<T> =
  | { readonly kind: 'read'; readonly read: T }
  | { readonly kind: 'problem'; readonly line: number; readonly column: number; readonly message: string };

/** `metrics.json`: numbers by name, each alone, as `{value, step}`, or as a list of those; maps in it give names with `/`. */
export function readMetricsJson(text: string): Measured<readonly MeasuredPoint[]> {
  const json = readLooseJson(text);
  if (json.kind === 'problem') return json;
  const points: MeasuredPoint[] = [];
  const wrong = isRecord(json.value)
    ? collect(json.value, [], points)
    : { path: [], message: 'this is no map of numbers by name' };
  return wrong === undefined
    ? { kind: 'read', read: points }
    : { kind: 'problem', ...placeOfKey(text, wrong.path), message: wrong.message };
}

interface Wrong {
  readonly path: readonly string[];
  readonly message: string;
}

function collect(
  map: Readonly<Record<string, unknown>>,
  path: readonly string[],
  into: MeasuredPoint[],
): Wrong | undefined {
  for (const [key, value] of Object.entries(map)) {
    const here = [...path, key];
    const wrong = isRecord(value) && !('value' in value) ? collect(value, here, into) : addSeries(value, here, into);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function addSeries(value: unknown, path: readonly string[], into: MeasuredPoint[]): Wrong | undefined {
  const all = Array.isArray(value) ? value : [value];
  for (const [at, one] of all.entries()) {
    const wrong = addPoint(one, Array.isArray(value) ? at : 0, path, into);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Null is a figure that there is not. */
function addPoint(one: unknown, at: number, path: readonly string[], into: MeasuredPoint[]): Wrong | undefined {
  const { value, step } = isRecord(one) ? { value: one['value'], step: one['step'] ?? at } : { value: one, step: at };
  const name = path.join('/');
  if (value === null) return undefined;
  if (typeof value !== 'number') return { path, message: `\`${name}\` is ${kindOf(value)}, not a number` };
  if (typeof step !== 'number' || !Number.isSafeInteger(step))
    return { path, message: `the step of \`${name}\` is not a whole number` };
  into.push({ name, value, step });
  return undefined;
}

/** `params.json`: texts, numbers, booleans and null by name; maps in it give names with `/`, lists stay JSON. */
export function readParamsJson(text: string): Measured<Readonly<Record<string, string>>> {
  const json = readLooseJson(text);
  if (json.kind === 'problem') return json;
  if (!isRecord(json.value))
    return { kind: 'problem', line: 1, column: 1, message: 'this is no map of params by name' };
  return { kind: 'read', read: Object.fromEntries(flat(json.value, [])) };
}

function flat(map: Readonly<Record<string, unknown>>, path: readonly string[]): (readonly [string, string])[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const here = [...path, key];
    if (isRecord(value)) return flat(value, here);
    return [[here.join('/'), Array.isArray(value) ? JSON.stringify(value) : String(value)] as const];
  });
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? `\`${value}\`` : 'a list or a map';
}

/** Where a key stands, each sought behind the one before. */
function placeOfKey(text: string, path: readonly string[]): { readonly line: number; readonly column: number } {
  let at = 0;
  for (const key of path) at = Math.max(at, text.indexOf(JSON.stringify(key), at));
  return placeOf(text, at);
}
