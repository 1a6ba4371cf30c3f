import { Failure } from '../failure.ts';
import { nearest } from '../language/nearest.ts';

/** One parameter of a learner, as completion, checks, docs and execution read it. */
export interface ParamEntry {
  readonly name: string;
  readonly type: 'integer' | 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly description: string;
}

export interface LearnerEntry {
  readonly name: string;
  readonly tasks: readonly ('binary' | 'multiclass' | 'regression')[];
  readonly description: string;
  readonly params: readonly ParamEntry[];
}

export const gradientBoostingParams: readonly ParamEntry[] = [
  integer(
    'rounds',
    100,
    1,
    100_000,
    'Trees that are grown one after the other (for each class where there are more than two).',
  ),
  number('learning_rate', 0.1, 1e-6, 10, 'How much of each tree counts.'),
  integer('max_leaves', 31, 2, 4096, 'Leaves of a tree at most.'),
  integer('max_depth', 0, 0, 1000, 'Splits from root to leaf at most; 0 is no limit.'),
  integer('min_rows_per_leaf', 20, 1, 1_000_000_000, 'Rows of a leaf at least, told from its share of the hessian.'),
  number('min_hessian', 1e-3, 0, 1e30, 'Sum of the hessian of a leaf at least.'),
  number('min_gain', 0, 0, 1e300, 'What a split must bring at least.'),
  number('l2', 0, 0, 1e30, 'L2 penalty on the values of leaves.'),
  integer('max_bins', 255, 2, 255, 'Bins of a column of numbers at most, next to the one for missing values.'),
  number('feature_fraction', 1, 1e-6, 1, 'Share of the columns that each tree may look at.'),
  integer(
    'early_stopping',
    0,
    0,
    100_000,
    'Rounds without gain on the validation rows that end training; the best round is kept. 0: never.',
  ),
  number(
    'cat_smooth',
    10,
    0,
    1e30,
    'Smoothing of the order of categories; categories of fewer rows in a leaf are not told apart.',
  ),
  number('cat_l2', 10, 0, 1e30, 'L2 penalty on splits by a set of categories.'),
  integer('max_cat_set', 32, 1, 254, 'Categories that a split names at most.'),
  integer('seed', 0, 0, 4_294_967_295, 'Seed of all that is drawn at random.'),
];

export const learners: readonly LearnerEntry[] = [
  {
    name: 'gradient-boosting',
    tasks: ['binary', 'multiclass', 'regression'],
    description:
      'Gradient-boosted decision trees on histograms, grown leaf by leaf; knows missing values, categories and weights.',
    params: gradientBoostingParams,
  },
];

/** Rejects an unknown name with a `Failure` that lists the known ones. */
export function learnerNamed(name: string): LearnerEntry {
  const found = learners.find((learner) => learner.name === name);
  if (found) return found;
  throw new Failure('unknown-learner', `There is no learner \`${name}\`.`, {
    next: `There is: ${learners.map((learner) => learner.name).join(', ')}.`,
  });
}

/** The parameters with defaults filled in; unknown names, wrong types and values out of range are a `Failure`. */
export function learnerParams(
  learner: LearnerEntry,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, number>> {
  const names = learner.params.map((param) => param.name);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    throw new Failure('unknown-param', `${learner.name} has no parameter \`${name}\`.`, {
      next: near ? `Did you mean \`${near}\`?` : `It has: ${names.join(', ')}.`,
    });
  }
  return Object.fromEntries(
    learner.params.map((param) => [param.name, checked(param, given[param.name] ?? param.default)]),
  );
}

function checked({ name, type, min, max }: ParamEntry, value: unknown): number {
  const fits = typeof value === 'number' && value >= min && value <= max;
  if (fits && (type === 'number' || Number.isInteger(value))) return value;
  throw new Failure('param-value', `The parameter \`${name}\` is ${JSON.stringify(value)}.`, {
    next: `Give ${type === 'integer' ? 'an integer' : 'a number'} from ${min} to ${max}.`,
  });
}

function integer(name: string, standard: number, min: number, max: number, description: string): ParamEntry {
  return { name, type: 'integer', default: standard, min, max, description };
}

function number(name: string, standard: number, min: number, max: number, description: string): ParamEntry {
  return { name, type: 'number', default: standard, min, max, description };
}
