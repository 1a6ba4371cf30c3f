/** Fewer rows tell nothing. */
export const FEWEST_ROWS = 30;

/** Why nothing is told of so many rows; undefined where they are enough. */
export function tooFewRows(shared: number): string | undefined {
  if (shared >= FEWEST_ROWS) return undefined;
  return `they share ${shared} ${shared === 1 ? 'row' : 'rows'}; ${FEWEST_ROWS} are needed`;
}
