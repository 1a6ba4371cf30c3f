import { metricEntry } from '../catalog/metrics.ts';
import type { Path, Tree } from '../language/tree.ts';
import { numberAt } from '../project/read.ts';
import type { Found } from './rule.ts';

/** Where `min` and `max` stand, and the metric that they limit. */
export interface Limits {
  readonly file: string;
  readonly tree: Tree;
  /** Of the map that holds them. */
  readonly path: Path;
  readonly metric: string;
}

/** Limits that nothing meets, or that stand on the wrong side; at most one problem. */
export function* limitProblem({ file, tree, path, metric }: Limits): Generator<Found> {
  const entry = metricEntry(metric);
  const min = numberAt(tree, [...path, 'min']);
  const max = numberAt(tree, [...path, 'max']);
  const [low, high] = entry?.range ?? [null, null];
  const bounds = `\`${metric}\` lies between ${low ?? '-∞'} and ${high ?? '∞'}`;
  const never = (key: 'min' | 'max', message: string): Found => ({
    code: 'limit-never-met',
    file,
    range: tree.range([...path, key]),
    message,
  });
  const wrongSide = (key: 'min' | 'max', other: 'min' | 'max'): Found => ({
    code: 'limit-on-wrong-side',
    file,
    range: tree.range([...path, key], 'key'),
    message: `\`${metric}\` is better the ${other === 'max' ? 'smaller' : 'greater'} it is, and \`${key}\` lets only worse values pass; did you mean \`${other}\`?`,
    data: { replacement: other, candidates: [other] },
  });
  if (min !== undefined && high !== null && min > high) yield never('min', `${bounds}: it is never as great as ${min}`);
  else if (max !== undefined && low !== null && max < low)
    yield never('max', `${bounds}: it is never as small as ${max}`);
  else if (min !== undefined && max !== undefined && min > max)
    yield never('min', `Nothing is at least ${min} and at most ${max}`);
  else if (entry?.better === 'lower' && min !== undefined && max === undefined) yield wrongSide('min', 'max');
  else if (entry?.better === 'higher' && max !== undefined && min === undefined) yield wrongSide('max', 'min');
}
