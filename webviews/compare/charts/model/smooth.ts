/**
 * Exponential moving average without the pull of its start (debiased, as TensorBoard smooths): a value counts `weight` times
 * less with each later one. What is not finite stays as it is and counts nothing.
 * @param weight 0 (as it is) to below 1
 */
export function smoothed(values: readonly number[], weight: number): readonly number[] {
  if (!(weight > 0)) return values;
  let sum = 0;
  let mass = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = sum * weight + (1 - weight) * value;
    mass = mass * weight + (1 - weight);
    return sum / mass;
  });
}
