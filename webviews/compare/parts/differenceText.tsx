import '../../shared/components/difference.css';
import { MINUS } from '../../../engine/src/language/screenFigures.ts';
import { figureText } from '../model/columnFigures.ts';
import type { Difference } from '../model/figures.ts';

export interface DifferenceTextProps {
  readonly by: Difference;
  readonly decimals: number | undefined;
}

/** `↑ 0.008`: the arrow of the change where it is beyond the noise, `≈ +0.001` within it, a sign alone where nothing tells. */
export function differenceText({ by: { value, verdict }, decimals }: DifferenceTextProps): string {
  const size = figureText(Math.abs(value), decimals);
  if (isTold(verdict)) return `${value < 0 ? '↓' : '↑'} ${size}`;
  const isNothing = !/[1-9∞]/.test(size);
  return `${verdict === 'same' ? '≈ ' : ''}${isNothing ? '' : value < 0 ? MINUS : '+'}${size}`;
}

/** The same, told in words to readers. */
export function DifferenceText(props: DifferenceTextProps) {
  const { by, decimals } = props;
  return (
    <span class={`delta ${isTold(by.verdict) ? by.verdict : 'noise'}`}>
      <span aria-hidden="true">{differenceText(props)}</span>
      <span class="sr">{inWords(by, figureText(Math.abs(by.value), decimals))}</span>
    </span>
  );
}

function isTold(verdict: Difference['verdict']): boolean {
  return verdict === 'better' || verdict === 'worse';
}

function inWords({ value, verdict }: Difference, size: string): string {
  if (verdict === 'better' || verdict === 'worse') return `${verdict} by ${size}`;
  const side = `${size} ${value < 0 ? 'lower' : 'higher'}`;
  return verdict === 'same' ? `no difference beyond noise, ${side}` : `${side}, no verdict`;
}
