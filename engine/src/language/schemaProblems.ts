import { isRecord } from './isRecord.ts';
import type { Kind } from './kinds.ts';
import { nearest } from './nearest.ts';
import { type Json, type Path, valueAt } from './node.ts';
import type { Problem, ProblemData, Range } from './problem.ts';
import type { Schema, StepSchemas } from './schema.ts';
import {
  firstSentence,
  formatInWords,
  mendedName,
  quoted,
  typesInWords,
  unionKeys,
  valueInWords,
} from './schemaMessages.ts';
import { type SchemaPlace, schemaAt } from './schemas.ts';
import type { Tree } from './tree.ts';
import type { SchemaError } from './validators.generated.js';

/** The file that is judged. */
export interface At {
  readonly kind: Kind;
  readonly tree: Tree;
  readonly steps: StepSchemas;
}

/** An error of a validator, its place found in the spec. */
export interface LocatedError {
  readonly error: SchemaError;
  readonly path: Path;
}

/** Says errors of validators in the words of the spec, each mistake once. */
export function schemaProblems(errors: readonly LocatedError[], at: At): Problem[] {
  const misspelt = new Set(errors.flatMap((located) => meantKeys(located, at)));
  const problems = errors.flatMap((located) => {
    const { error, path } = located;
    if (error.keyword === 'required' && misspelt.has(keyOf(path, String(error.params['missingProperty'])))) return [];
    return translate(located, at) ?? [];
  });
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.message, problem.range]), problem])).values()];
}

function keyOf(path: Path, key: string): string {
  return JSON.stringify([...path, key]);
}

/** The missing key that an unknown one was meant to be. */
function meantKeys({ error, path }: LocatedError, at: At): string[] {
  if (error.keyword !== 'additionalProperties') return [];
  const place = schemaAt(at.kind, at.tree.value, path, at.steps);
  const meant =
    place && nearest(String(error.params['additionalProperty']), freeKeys(place.schema, valueAt(at.tree.value, path)));
  return meant === undefined ? [] : [keyOf(path, meant)];
}

function translate(located: LocatedError, at: At): Problem | undefined {
  const { error, path } = located;
  // The branch that an `if` took has said what is wrong; so has `x-type` for what it stands for, `propertyNames` likewise.
  if (error.keyword === 'if' || error.schemaPath.includes('/x-type/') || error.propertyName !== undefined)
    return undefined;
  const place = schemaAt(at.kind, at.tree.value, path, at.steps);
  if (place === undefined) return undefined;
  const value = valueAt(at.tree.value, path);
  const say = SAYINGS.get(error.keyword) ?? outOfRange;
  const { code, message, range, data } = say({ error, path, place, value: value ?? null, at });
  return { code, severity: 'error', message, range, data: { path, ...data } };
}

interface Said {
  readonly code: string;
  readonly message: string;
  readonly range: Range;
  readonly data?: ProblemData;
}

interface Saying {
  readonly error: SchemaError;
  readonly path: Path;
  readonly place: SchemaPlace;
  readonly value: Json;
  readonly at: At;
}

const SAYINGS: ReadonlyMap<string, (saying: Saying) => Said> = new Map([
  ['additionalProperties', unknownKey],
  ['required', missingKey],
  ['type', wrongType],
  ['not', noBranch],
  ['enum', notOneOf],
  ['pattern', badFormat],
  ['x-type', badFormat],
  ['propertyNames', badName],
  ['uniqueItems', repeated],
]);

function unknownKey({ error, path, place, value, at }: Saying): Said {
  const key = String(error.params['additionalProperty']);
  const full = [...path, key];
  const free = freeKeys(place.schema, value);
  const meant = nearest(key, free);
  const range = at.tree.range(full, 'key');
  const sibling = place.branches.find((branch) => Object.hasOwn(branch.properties ?? {}, key));
  if (sibling !== undefined && meant === undefined) {
    const [other] = unionKeys([sibling, ...place.branches.filter((branch) => branch !== sibling)]);
    const chosen = unionKeys(place.branches).find((each) => isRecord(value) && Object.hasOwn(value, each));
    const why = other === key ? `does not go with \`${chosen}\`` : `goes with \`${other}\`, not with \`${chosen}\``;
    return { code: 'unknown-key', message: `\`${key}\` ${why}`, range, data: { path: full, candidates: free } };
  }
  const advice =
    meant === undefined ? (free.length > 0 ? `; there is ${quoted(free)}` : '') : `; did you mean \`${meant}\`?`;
  return {
    code: 'unknown-key',
    message: `There is no key \`${key}\` here${advice}`,
    range,
    data: { path: full, candidates: likeliestFirst(meant, free), ...(meant !== undefined && { replacement: meant }) },
  };
}

/** Keys that the schema knows and the value does not have yet. */
function freeKeys(schema: Schema, value: Json | undefined): readonly string[] {
  const keys = Object.keys(schema.properties ?? {});
  return isRecord(value) ? keys.filter((key) => !Object.hasOwn(value, key)) : keys;
}

function missingKey({ error, path, place, at }: Saying): Said {
  const missing = String(error.params['missingProperty']);
  const purpose = firstSentence(place.schema.properties?.[missing]);
  return {
    code: 'missing-key',
    message: `\`${missing}\` is missing${purpose}`,
    range: headOf(path, at.tree),
    data: { missing },
  };
}

/** Where the lack of something in a map is shown: at its key, in a list at its first key, at the top at the kind's. */
function headOf(path: Path, tree: Tree): Range {
  const node = tree.node(path);
  if (path.length > 0 && typeof path.at(-1) === 'string') return tree.range(path, node === undefined ? 'value' : 'key');
  const first = node?.kind === 'map' ? node.entries[0]?.key : undefined;
  return first === undefined ? placeRange(tree, path) : tree.range([...path, first], 'key');
}

function wrongType({ path, place, value, at }: Saying): Said {
  const wanted = typesInWords(place.schema, place.branches);
  const message =
    value === null
      ? `A value is missing here: ${wanted}${firstSentence(place.schema)}`
      : `This must be ${wanted}, and is ${valueInWords(value)}`;
  const replacement = mendedValue(place, value);
  return {
    code: 'wrong-type',
    message,
    range: placeRange(at.tree, path),
    ...(replacement !== undefined && { data: { replacement } }),
  };
}

/** YAML text for the same value in the type that is asked for. */
function mendedValue({ schema, branches }: SchemaPlace, value: Json): string | undefined {
  if (schema['x-type'] !== undefined) return undefined;
  const types = (branches.length > 0 ? branches : [schema]).flatMap(({ type }) => type ?? []);
  if (types.includes('boolean') && typeof value === 'string') return BOOLEANS.get(value.toLowerCase());
  if (types.includes('number') && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return value;
  if (types.includes('integer') && typeof value === 'string' && /^-?\d+$/.test(value)) return value;
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return `"${value}"`;
  if (types.includes('array') && typeof value === 'string' && /^[\w./*-]+$/.test(value)) return `[${value}]`;
  return undefined;
}

const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ['yes', 'true'],
  ['on', 'true'],
  ['true', 'true'],
  ['no', 'false'],
  ['off', 'false'],
  ['false', 'false'],
]);

/** The value picks no branch of a union: by its type, or for want of a discriminating key. */
function noBranch(saying: Saying): Said {
  const { path, place, value, at } = saying;
  const keys = unionKeys(place.branches);
  if (!isRecord(value) || keys.length === 0) return wrongType(saying);
  const misspelt = Object.keys(value).find((key) => nearest(key, keys) !== undefined && !isKnown(key, place.branches));
  if (misspelt !== undefined) {
    const meant = nearest(misspelt, keys)!;
    return {
      code: 'unknown-key',
      message: `There is no key \`${misspelt}\` here; did you mean \`${meant}\`?`,
      range: at.tree.range([...path, misspelt], 'key'),
      data: { path: [...path, misspelt], candidates: likeliestFirst(meant, keys), replacement: meant },
    };
  }
  return {
    code: 'missing-key',
    message: `One of ${quoted(keys)} is missing`,
    range: headOf(path, at.tree),
    data: { candidates: keys },
  };
}

function isKnown(key: string, branches: readonly Schema[]): boolean {
  return branches.some(({ properties }) => Object.hasOwn(properties ?? {}, key));
}

function notOneOf({ path, place, value, at }: Saying): Said {
  const candidates = (place.schema.enum ?? []).map(String);
  const meant = nearest(String(value), candidates);
  const advice = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
  return {
    code: 'not-one-of',
    message: `${capitalised(valueInWords(value))} is not one of ${quoted(candidates, 12)}${advice}`,
    range: placeRange(at.tree, path),
    data: { candidates: likeliestFirst(meant, candidates), ...(meant !== undefined && { replacement: meant }) },
  };
}

function badFormat({ path, place, value, at }: Saying): Said {
  const mended = typeof value === 'string' ? mendedName(value, place.schema) : undefined;
  return {
    code: 'bad-format',
    message: `${capitalised(valueInWords(value))} is not ${formatInWords(place.schema)}`,
    range: placeRange(at.tree, path),
    ...(mended !== undefined && { data: { replacement: mended } }),
  };
}

function badName({ error, path, place, at }: Saying): Said {
  const name = String(error.params['propertyName']);
  const names = place.schema.propertyNames ?? {};
  const mended = mendedName(name, names);
  return {
    code: 'bad-format',
    message: `The name \`${name}\` is not ${formatInWords(names)}`,
    range: at.tree.range([...path, name], 'key'),
    data: { path: [...path, name], ...(mended !== undefined && { replacement: mended }) },
  };
}

function repeated({ error, path, value, at }: Saying): Said {
  const { i, j } = error.params as { readonly i: number; readonly j: number };
  const later = [...path, Math.max(i, j)];
  const item = Array.isArray(value) ? value[Math.max(i, j)] : undefined;
  const message = `${capitalised(valueInWords(item ?? null))} stands twice in this list`;
  return { code: 'duplicate-value', message, range: at.tree.range(later), data: { path: later } };
}

/** Limits of numbers and lengths; `error.params.limit` is the limit. */
function outOfRange({ error, path, value, at }: Saying): Said {
  const limit = error.params['limit'];
  const empty = limit === 1 && error.keyword.startsWith('min') && error.keyword !== 'minimum';
  const bound = LIMITS.get(error.keyword)?.(limit) ?? 'is not allowed';
  const message = empty ? 'This may not be empty' : `${capitalised(valueInWords(value))} ${bound}`;
  const isNumber = error.keyword === 'minimum' || error.keyword === 'maximum';
  const data = isNumber ? { data: { replacement: String(limit) } } : {};
  return { code: 'out-of-range', message, range: placeRange(at.tree, path), ...data };
}

const LIMITS: ReadonlyMap<string, (limit: unknown) => string> = new Map([
  ['minimum', (limit) => `is less than ${limit}`],
  ['maximum', (limit) => `is greater than ${limit}`],
  ['exclusiveMinimum', (limit) => `is not greater than ${limit}`],
  ['exclusiveMaximum', (limit) => `is not less than ${limit}`],
  ['minLength', (limit) => `has fewer than ${limit} characters`],
  ['maxLength', (limit) => `has more than ${limit} characters`],
  ['minItems', (limit) => `has fewer than ${limit} items`],
  ['maxItems', (limit) => `has more than ${limit} items`],
  ['minProperties', (limit) => `has fewer than ${limit} keys`],
  ['maxProperties', (limit) => `has more than ${limit} key${limit === 1 ? '' : 's'}`],
]);

/** The value; of one that spans lines its key, so that not half the file is underlined. */
export function placeRange(tree: Tree, path: Path): Range {
  const range = tree.range(path);
  if (range.start.line === range.end.line) return range;
  const key = typeof path.at(-1) === 'string' ? tree.range(path, 'key') : undefined;
  return (
    key ?? {
      start: range.start,
      end: tree.lines.position(tree.lines.offset({ line: range.start.line, character: Infinity })),
    }
  );
}

function likeliestFirst(meant: string | undefined, all: readonly string[]): readonly string[] {
  return meant === undefined ? all : [meant, ...all.filter((each) => each !== meant)];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
