import { figure } from '../../engine/src/language/figures.ts';
import type { Against, MetricRow } from '../../server/src/views.ts';

/** A difference as it is written, and as it is said. */
export interface DifferenceText {
  readonly kind: 'better' | 'worse' | 'noise';
  /** `↑ 0.008`, `≈ +0.001` within the noise, `+0.004` where there is no verdict. */
  readonly text: string;
  /** `better by 0.008`. */
  readonly said: string;
}

/** How a metric differs from what it is held against. */
export function differenceText(
  { difference, verdict }: Pick<Against, 'difference' | 'verdict'>,
  show: (size: number) => string = figure,
): DifferenceText {
  if (typeof difference !== 'number') return { kind: 'noise', text: '-', said: 'no difference can be told' };
  const size = show(Math.abs(difference));
  const signed = `${difference < 0 ? '−' : '+'}${size}`;
  if (verdict === null) return { kind: 'noise', text: signed, said: `differs by ${signed}, no verdict` };
  if (verdict === 'same') return { kind: 'noise', text: `≈ ${signed}`, said: `no different beyond noise: ${signed}` };
  return { kind: verdict, text: `${difference < 0 ? '↓' : '↑'} ${size}`, said: `${verdict} by ${size}` };
}

/** `roc_auc ↑`: the arrow points to what is better; none where that is not known. */
export function betterArrow(better: MetricRow['better']): '↑' | '↓' | undefined {
  if (better === null) return undefined;
  return better === 'higher' ? '↑' : '↓';
}
