import { posix } from 'node:path';
import type { Metric } from '../../../engine/src/ports/runStore.ts';
import { invalid } from './errors.ts';
import { type Fields, missingField } from './fields.ts';

/** Characters. What is longer is cut, or refused where it names something. */
const KEY = 250;
const PARAM_VALUE = 6000;
const TAG_VALUE = 8000;

/** What one metric, param or tag is, checked as MLflow does. `path`: where it stands in its batch, such as `metrics[0].`. */
export function metricOf(fields: Fields, path = ''): Metric {
  const key = fields.text('key');
  const value = fields.float('value');
  const timestamp = fields.requiredInteger('timestamp');
  const step = fields.integer('step') ?? 0;
  checkKey(key, `${path}name`, 'Metric name');
  if (timestamp < 0)
    throw invalid(
      `Invalid value ${timestamp} for parameter '${path}timestamp' supplied: metric '${key}' (value=${value}). Timestamp must be a nonnegative long (64-bit integer) `,
    );
  const model = fields.string('model_id');
  const name = fields.string('dataset_name');
  const digest = fields.string('dataset_digest');
  return {
    key,
    value,
    timestamp,
    step,
    ...(model ? { model } : {}),
    ...(name && digest ? { dataset: { name, digest } } : {}),
  };
}

export function paramOf(fields: Fields, path = ''): readonly [key: string, value: string] {
  const key = fields.text('key');
  checkKey(key, `${path}key`, 'Param key');
  return [key, cut(fields.string('value') ?? '', PARAM_VALUE)];
}

export function tagOf(fields: Fields, path = ''): readonly [key: string, value: string] {
  const key = fields.text('key');
  checkKey(key, `${path}key`, 'key');
  return [key, cut(fields.string('value') ?? '', TAG_VALUE)];
}

/** Of a list of tags; the last of a key counts. */
export function tagsOf(fields: Fields, name = 'tags'): Record<string, string> {
  return Object.fromEntries(fields.messages(name).map((tag, at) => tagOf(tag, `${name}[${at}].`)));
}

/** @throws MlflowError where MLflow could not keep the key as a path. */
export function checkKey(key: string, name: string, what: string): void {
  const shown = JSON.stringify(key.slice(0, KEY));
  if (!/^[/\p{L}\p{M}\p{N}_.\- :]*$/u.test(key))
    throw invalid(
      `Invalid value ${shown} for parameter '${name}' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).`,
    );
  const path = posix.normalize(key);
  if (path !== key || path.endsWith('/') || path === '.' || path.startsWith('..') || path.startsWith('/'))
    throw invalid(
      `Invalid value ${shown} for parameter '${name}' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${path.slice(0, KEY)}'`,
    );
  checkLength(key, KEY, what);
}

/** @throws MlflowError */
export function checkLength(text: string, most: number, what: string): void {
  if (text.length > most) throw invalid(`'${what}' exceeds the maximum length of ${most} characters`);
}

/** Id of a run as MLflow's clients send it: twice, under an old and a new name. */
export function runIdOf(fields: Fields): string {
  const id = fields.string('run_id') || fields.string('run_uuid');
  if (!id) throw missingField('run_id');
  return id;
}

/** A character of two units stays whole. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const isPair = /[\ud800-\udbff]/.test(text[most - 1] ?? '');
  return text.slice(0, isPair ? most - 1 : most);
}
