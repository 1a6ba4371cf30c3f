import '../../shared/components/difference.css';
import { MINUS } from '../../../engine/src/language/screenFigures.ts';
import { figureText } from '../model/columnFigures.ts';
import type { Difference } from '../model/figures.ts';

/** `↑ 0.008`: the arrow of the change where it is beyond the noise, `≈ +0.001` within it, a sign alone where nothing tells. */
export function DifferenceText({ by, decimals }: { readonly by: Difference; readonly decimals: number | undefined }) {
  const { value, verdict } = by;
  const size = figureText(Math.abs(value), decimals);
  const isTold = verdict === 'better' || verdict === 'worse';
  const sign = value < 0 ? MINUS : '+';
  const isNothing = !/[1-9∞]/.test(size);
  const text = isTold
    ? `${value < 0 ? '↓' : '↑'} ${size}`
    : `${verdict === 'same' ? '≈ ' : ''}${isNothing ? '' : sign}${size}`;
  return (
    <span class={`delta ${isTold ? verdict : 'noise'}`}>
      <span aria-hidden="true">{text}</span>
      <span class="sr">{inWords(by, size)}</span>
    </span>
  );
}

function inWords({ value, verdict }: Difference, size: string): string {
  if (verdict === 'better' || verdict === 'worse') return `${verdict} by ${size}`;
  const side = `${size} ${value < 0 ? 'lower' : 'higher'}`;
  return verdict === 'same' ? `no difference beyond noise, ${side}` : `${side}, no verdict`;
}
