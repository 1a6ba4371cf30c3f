import { count } from '../../../engine/src/language/figures.ts';
import { percent, screenFigure } from '../../../engine/src/language/screenFigures.ts';

export interface Residuals {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
}

/** The finding: where most rows are, and on which side of zero. */
export function residualsText({ from, to, counts, below, above }: Residuals): string {
  const all = counts.reduce((sum, rows) => sum + rows, below + above);
  if (all === 0) return 'No residuals';
  const size = (to - from) / counts.length;
  const highest = counts.indexOf(Math.max(...counts));
  const over = counts.reduce((sum, rows, i) => (from + (i + 0.5) * size > 0 ? sum + rows : sum), above);
  const [low, high] = [from + highest * size, from + (highest + 1) * size].map(
    screenFigure as (value: number) => string,
  );
  return `Residuals of ${count(all)} rows, most between ${low} and ${high}, ${percent(over / all)} above zero`;
}
