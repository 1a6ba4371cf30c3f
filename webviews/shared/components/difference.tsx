import './difference.css';
import { difference, differenceInWords } from '../../../engine/src/language/screenFigures.ts';
import type { Against } from '../../../engine/src/operations/runs/page/runPage.ts';

export interface DifferenceProps {
  readonly against: Pick<Against, 'difference' | 'verdict'>;
  /** Of its column. */
  readonly decimals?: number | undefined;
}

/** By how much better or worse; grey where that is not beyond the noise, or nothing tells. */
export function Difference({ against: { difference: by, verdict }, decimals }: DifferenceProps) {
  const number = Number(by);
  return (
    <span class={`delta ${verdict === 'better' || verdict === 'worse' ? verdict : 'noise'}`}>
      <span aria-hidden="true">{difference(number, verdict, decimals)}</span>
      <span class="sr">{differenceInWords(number, verdict, decimals)}</span>
    </span>
  );
}
