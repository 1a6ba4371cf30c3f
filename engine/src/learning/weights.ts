import { badClassWeight, noWeight, regressionClassWeights, unknownClassWeight } from './learningFailures.ts';

export interface WeightRequest {
  /** Class of each row; values for a regression. */
  readonly labels: Float64Array | Uint32Array;
  /** Row weights of the file, and the column they come from. */
  readonly weights: Float32Array | undefined;
  readonly column: string | undefined;
  /** Empty for a regression. */
  readonly classes: readonly string[];
  readonly classWeights: 'balanced' | Readonly<Record<string, number>> | undefined;
}

/** How much each class counts: 1, what was given, or `balanced`: rows / (classes x rows of the class), as in scikit-learn. */
export function classFactors({ labels, classes, classWeights }: WeightRequest): Float64Array | undefined {
  if (classWeights === undefined) return undefined;
  if (classes.length === 0) throw regressionClassWeights();
  if (classWeights === 'balanced') {
    const counts = new Float64Array(classes.length);
    for (let row = 0; row < labels.length; row++) counts[labels[row]!]!++;
    return counts.map((count) => labels.length / (classes.length * count));
  }
  for (const [label, weight] of Object.entries(classWeights)) {
    if (!classes.includes(label)) throw unknownClassWeight(label, classes);
    if (!(weight > 0 && Number.isFinite(weight))) throw badClassWeight(label);
  }
  return Float64Array.from(classes, (label) => classWeights[label] ?? 1);
}

/** Row weight times class weight; undefined where all are 1. Weights of 0 for all rows, or all of a class, are a `Failure`. */
export function rowWeights(request: WeightRequest, factors: Float64Array | undefined): Float32Array | undefined {
  const { labels, weights, column, classes } = request;
  if (weights !== undefined) refuseNoWeight(labels, weights, column ?? '', classes);
  if (factors === undefined) return weights;
  return Float32Array.from({ length: labels.length }, (_, row) => (weights?.[row] ?? 1) * factors[labels[row]!]!);
}

function refuseNoWeight(
  labels: Float64Array | Uint32Array,
  weights: Float32Array,
  column: string,
  classes: readonly string[],
): void {
  const sums = new Float64Array(Math.max(1, classes.length));
  for (let row = 0; row < weights.length; row++) sums[classes.length > 0 ? labels[row]! : 0]! += weights[row]!;
  const empty = sums.findIndex((sum) => !(sum > 0));
  if (empty >= 0) throw noWeight(column, classes[empty]);
}
