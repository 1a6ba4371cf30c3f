/** The whole numbers that bins hold, where each holds one of them: they are drawn as values apart. Undefined of ranges. */
export function wholeValues(edges: readonly number[]): readonly number[] | undefined {
  const values = edges.slice(0, -1).map((edge, i) => (edge + edges[i + 1]!) / 2);
  const isOne = (value: number, i: number) => Number.isInteger(value) && edges[i + 1]! - edges[i]! === 1;
  return values.length > 0 && values.every(isOne) ? values : undefined;
}
