/**
 * P-values adjusted for how many were made, in their order: judged at a level, at most that share of what is found is expected
 * to be chance (Benjamini and Hochberg 1995; `scipy.stats.false_discovery_control`).
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = [...pValues];
  let least = 1;
  for (const [place, index] of order.entries()) {
    least = Math.min(least, (pValues[index]! * pValues.length) / (pValues.length - place));
    adjusted[index] = least;
  }
  return adjusted;
}
