import { posix } from 'node:path';

/** What MLflow's clients count on, for whoever writes for one. Lengths are of characters. Our own runs may have longer tags. */
export const LIMITS = {
  batchMetrics: 1000,
  batchParams: 100,
  batchTags: 100,
  /** Metrics, params and tags together. */
  batchItems: 1000,
  batchDatasets: 1000,
  key: 250,
  paramValue: 6000,
  tagValue: 8000,
  datasetName: 500,
  datasetDigest: 36,
  datasetSchema: 1_048_575,
  datasetSource: 65_535,
  datasetProfile: 16_777_215,
} as const;

export type KeyProblem =
  | { readonly kind: 'characters' }
  | { readonly kind: 'path'; readonly resolved: string }
  | { readonly kind: 'length' };

/** Why this cannot be the key of a metric, param or tag: keys are paths that lead nowhere else, `a/b` is one, `../a` and `a//b` are not. */
export function keyProblem(key: string): KeyProblem | undefined {
  if (!/^[/\p{L}\p{M}\p{N}_.\- :]*$/u.test(key)) return { kind: 'characters' };
  const resolved = posix.normalize(key);
  const leadsAway = resolved === '.' || resolved.startsWith('..') || resolved.startsWith('/') || resolved.endsWith('/');
  if (resolved !== key || leadsAway) return { kind: 'path', resolved };
  return key.length > LIMITS.key ? { kind: 'length' } : undefined;
}

/** Never in the middle of a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const isPair = /[\uD800-\uDBFF]/.test(text[most - 1] ?? '');
  return text.slice(0, isPair ? most - 1 : most);
}
