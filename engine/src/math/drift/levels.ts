/** Rows of both sides over the same categories, values or bins. */
export interface Levels {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly referenceRows: number;
  readonly currentRows: number;
}

export function levelsOf(reference: readonly number[], current: readonly number[]): Levels {
  return { reference, current, referenceRows: total(reference), currentRows: total(current) };
}

/** Without the levels that have no rows on either side. */
export function withRows({ reference, current }: Levels): Levels {
  const has = reference.map((rows, level) => rows > 0 || current[level]! > 0);
  const kept = (counts: readonly number[]) => counts.filter((_, level) => has[level]);
  return levelsOf(kept(reference), kept(current));
}

function total(counts: readonly number[]): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
