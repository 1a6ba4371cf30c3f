import type { Json } from './node.ts';
import type { Schema } from './schema.ts';
import { discriminator } from './schemas.ts';

/** What a schema asks for, in words: `text`, `a whole number`, `a list or a map`. */
export function typesInWords(schema: Schema, branches: readonly Schema[]): string {
  if (schema['x-type'] !== undefined) return formatInWords(schema);
  const schemas = branches.length > 0 ? branches : [schema];
  const types = schemas.flatMap(({ type }) => type ?? []);
  return alternatives([...new Set(types)].map((type) => TYPES.get(type) ?? type));
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a map'],
  ['null', 'nothing'],
]);

/** What stands there, in words. */
export function valueInWords(value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const short = JSON.stringify(value).slice(0, 40);
  return typeof value === 'string' ? `the text ${short}` : short;
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

export function quoted(words: readonly string[], limit = 8): string {
  const shown = words.slice(0, limit).map((word) => `\`${word}\``);
  return words.length > limit ? `${shown.join(', ')}, ...` : alternatives(shown);
}

/** The first sentence of a description, to stand behind a colon. */
export function firstSentence(schema: Schema | undefined): string {
  const sentence = /^.*?(?=\.(?:\s|$)|$)/.exec(schema?.description ?? '')?.[0] ?? '';
  return sentence === '' ? '' : `: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

/** How a text of this schema is written, with an example. */
export function formatInWords(schema: Schema): string {
  const example = schema.examples?.find((each) => typeof each === 'string');
  const like = example === undefined ? '' : `, like \`${example}\``;
  if (schema['x-type'] === 'duration') return 'a duration: `30s`, `15m`, `6h` or `2d`';
  if (schema['x-type'] === 'share') return 'a share: `15%`, or a number from 0 to 1';
  if (schema['x-type'] === 'cron')
    return 'a schedule: `0 3 * * 1` (minute, hour, day of month, month, weekday), or a word such as `@daily`';
  if (schema.pattern === '^[0-9a-f]{64}$') return 'a sha256: 64 hex digits';
  if (isSnakeCase(schema)) return `snake_case: small letters, digits and _, a letter first${like}`;
  if (schema['x-name'] === 'kebab-case') return `kebab-case: small letters and digits with - or _ between${like}`;
  return example === undefined ? `text that matches ${schema.pattern}` : `written as \`${example}\``;
}

function isSnakeCase(schema: Schema): boolean {
  return schema['x-name'] === 'snake_case' || schema.pattern === '^[a-z][a-z0-9_]*$';
}

/** The name as the schema wants names, when that is a matter of letters. */
export function mendedName(name: string, schema: Schema): string | undefined {
  const snake = isSnakeCase(schema);
  if (!snake && schema['x-name'] !== 'kebab-case') return undefined;
  const separator = snake ? '_' : '-';
  const words = name.replace(/([a-z0-9])([A-Z])/g, `$1${separator}$2`).toLowerCase();
  const mended = words.replace(/[^a-z0-9]+/g, separator).replace(/^[^a-z]+|[-_]+$/g, '');
  return mended === '' || mended === name ? undefined : mended;
}

/** The keys of which a union wants one. */
export function unionKeys(branches: readonly Schema[]): readonly string[] {
  return branches.flatMap((branch) => discriminator(branch, branches) ?? []);
}
