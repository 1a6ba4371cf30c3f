import './difference.css';
import type { Against } from '../../../server/src/views.ts';
import { differenceText } from '../difference.ts';

export interface DifferenceProps {
  readonly against: Pick<Against, 'difference' | 'verdict'>;
  /** Writes the size of the difference, as its column does. */
  readonly show?: (size: number) => string;
}

/** By how much better or worse; grey within the noise. */
export function Difference({ against, show }: DifferenceProps) {
  const { kind, text, said } = differenceText(against, show);
  return (
    <span class={`delta ${kind}`}>
      <span aria-hidden="true">{text}</span>
      <span class="sr">{said}</span>
    </span>
  );
}
