import { checkKey, checkLength } from './entries.ts';
import type { Fields } from './fields.ts';

const VALUE = 100_000;

/** A tag of a registered model or a version. */
export function registryTag(fields: Fields, path = ''): readonly [key: string, value: string] {
  const key = fields.text('key');
  const value = fields.string('value') ?? '';
  checkKey(key, `${path}key`, 'key');
  checkLength(value, VALUE, `${path}value`);
  return [key, value];
}

export function registryTags(fields: Fields): Record<string, string> {
  return Object.fromEntries(fields.messages('tags').map((tag, at) => registryTag(tag, `tags[${at}].`)));
}
