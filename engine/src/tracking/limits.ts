import { posix } from 'node:path';
import { Failure } from '../failure.ts';
import type { Metric, RunDataset } from '../ports/runStore.ts';

/** What MLflow's clients count on; whoever writes for one keeps to them. Our own runs do too, except that their tags may be longer. */
export const LIMITS = {
  batchMetrics: 1000,
  batchParams: 100,
  batchTags: 100,
  batchItems: 1000,
  /** Characters, as are all below. */
  key: 250,
  paramValue: 6000,
  tagValue: 8000,
  experimentName: 500,
  experimentTagKey: 250,
  experimentTagValue: 5000,
  registryTagKey: 250,
  registryTagValue: 100_000,
  alias: 255,
  datasetName: 500,
  datasetDigest: 36,
  datasetSchema: 1_048_575,
  datasetSource: 65_535,
  datasetProfile: 16_777_215,
  runsPage: 50_000,
} as const;

export interface Pair {
  readonly key: string;
  readonly value: string;
}

/**
 * Params of one call by key. Values that are too long are cut, as MLflow cuts them.
 * @throws Failure `limit`, `key`, `param-twice`: a param is given once, even where both values are equal
 */
export function paramsOf(pairs: readonly Pair[]): Readonly<Record<string, string>> {
  const seen = new Set<string>();
  for (const { key } of pairs) {
    checkKey('param', key);
    if (seen.has(key))
      throw new Failure('param-twice', `Parameter ${key} is given twice in one call.`, { next: 'Give it once.' });
    seen.add(key);
  }
  return Object.fromEntries(pairs.map(({ key, value }) => [key, cut(value, LIMITS.paramValue)]));
}

/**
 * Tags of one call by key, the last of each. Values that are too long are cut, as MLflow cuts them.
 * @throws Failure `limit`, `key`
 */
export function tagsOf(pairs: readonly Pair[]): Readonly<Record<string, string>> {
  for (const { key } of pairs) checkKey('tag', key);
  return Object.fromEntries(pairs.map(({ key, value }) => [key, cut(value, LIMITS.tagValue)]));
}

/**
 * What one call to log may hold.
 * @throws Failure `limit`
 */
export function checkBatch(counts: { readonly metrics: number; readonly params: number; readonly tags: number }): void {
  const { metrics, params, tags } = counts;
  refuseMany('metrics', metrics, LIMITS.batchMetrics);
  refuseMany('params', params, LIMITS.batchParams);
  refuseMany('tags', tags, LIMITS.batchTags);
  refuseMany('metrics, params and tags', metrics + params + tags, LIMITS.batchItems);
}

/** @throws Failure `limit`, `key`, `number` */
export function checkMetric({ key, timestamp, step }: Metric): void {
  checkKey('metric', key);
  if (!Number.isSafeInteger(timestamp) || timestamp < 0)
    throw notNumber(`The timestamp ${timestamp} of metric ${shown(key)} is no time in milliseconds.`);
  if (!Number.isSafeInteger(step)) throw notNumber(`The step ${step} of metric ${shown(key)} is no whole number.`);
}

/**
 * Keys are paths that lead nowhere else: `a/b` is one, `../a` and `a//b` are not.
 * @throws Failure `limit`, `key`
 */
export function checkKey(what: 'metric' | 'param' | 'tag', key: string): void {
  checkLength(`The key of a ${what}`, key, LIMITS.key);
  const normal = posix.normalize(key);
  const isPath = normal === key && normal !== '.' && normal !== '..' && !/^\.\.\/|^\/|\/$/.test(normal);
  if (key !== '' && /^[\p{L}\p{N}_/.\- :]*$/u.test(key) && isPath) return;
  throw new Failure('key', `${shown(key)} cannot be the key of a ${what}.`, {
    next: 'Use letters, digits, `_`, `-`, `.`, `:`, spaces and single slashes between them.',
  });
}

/** @throws Failure `limit`, `key` */
export function checkExperimentName(name: string): void {
  if (name.trim() === '') throw new Failure('key', 'The name of an experiment is empty.', { next: 'Give it a name.' });
  checkLength('The name of an experiment', name, LIMITS.experimentName);
}

/** @throws Failure `limit`, `key` */
export function checkExperimentTag({ key, value }: Pair): void {
  checkKey('tag', key);
  checkLength('The key of a tag', key, LIMITS.experimentTagKey);
  checkLength(`The value of tag ${shown(key)}`, value, LIMITS.experimentTagValue);
}

/** @throws Failure `limit` */
export function checkRegistryTag({ key, value }: Pair): void {
  checkLength('The key of a tag', key, LIMITS.registryTagKey);
  checkLength(`The value of tag ${shown(key)}`, value, LIMITS.registryTagValue);
}

/** @throws Failure `limit` */
export function checkDataset({ name, version, origin }: RunDataset): void {
  checkLength('The name of a dataset', name, LIMITS.datasetName);
  checkLength('The digest of a dataset', version, LIMITS.datasetDigest);
  checkLength('The schema of a dataset', origin?.schema ?? '', LIMITS.datasetSchema);
  checkLength('The source of a dataset', origin?.source ?? '', LIMITS.datasetSource);
  checkLength('The profile of a dataset', origin?.profile ?? '', LIMITS.datasetProfile);
}

/** @throws Failure `limit` */
export function checkLength(what: string, text: string, most: number): void {
  if (text.length <= most) return;
  throw tooMuch(`${what} has ${text.length} characters, at most ${most} are kept.`, 'Make it shorter.');
}

function refuseMany(what: string, given: number, most: number): void {
  if (given > most) throw tooMuch(`${given} ${what} in one call are more than ${most}.`, 'Log them in several calls.');
}

function tooMuch(message: string, next: string): Failure {
  return new Failure('limit', message, { next });
}

function notNumber(message: string): Failure {
  return new Failure('number', message, { next: 'Give a whole number.' });
}

/** Never in the middle of a character. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\uD800-\uDBFF]/.test(text[most - 1]!) ? most - 1 : most;
  return text.slice(0, end);
}

function shown(key: string): string {
  return `'${key.length > 60 ? `${key.slice(0, 60)}...` : key}'`;
}
