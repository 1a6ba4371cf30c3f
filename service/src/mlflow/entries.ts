import type { Metric } from '../../../engine/src/ports/runStore.ts';
import { cutText, keyProblem, LIMITS } from '../../../engine/src/tracking/limits.ts';
import { invalid } from './errors.ts';
import { type Fields, missingField } from './fields.ts';

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
  return [key, cutText(fields.string('value') ?? '', LIMITS.paramValue)];
}

export function tagOf(fields: Fields, path = ''): readonly [key: string, value: string] {
  const key = fields.text('key');
  checkKey(key, `${path}key`, 'key');
  return [key, cutText(fields.string('value') ?? '', LIMITS.tagValue)];
}

/** Of a list of tags; the last of a key counts. */
export function tagsOf(fields: Fields, name = 'tags'): Record<string, string> {
  return Object.fromEntries(fields.messages(name).map((tag, at) => tagOf(tag, `${name}[${at}].`)));
}

/** @throws MlflowError where MLflow could not keep the key as a path. */
export function checkKey(key: string, name: string, what: string): void {
  const problem = keyProblem(key);
  const value = `Invalid value ${JSON.stringify(key.slice(0, LIMITS.key))} for parameter '${name}' supplied:`;
  switch (problem?.kind) {
    case 'characters':
      throw invalid(
        `${value} Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).`,
      );
    case 'path':
      throw invalid(
        `${value} Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${problem.resolved.slice(0, LIMITS.key)}'`,
      );
    case 'length':
      checkLength(key, LIMITS.key, what);
  }
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
