import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { effectOf } from '../model/rows.ts';
import { isChosen, testWords } from '../model/testWords.ts';

const WIDTH = 92;
/** What is beyond so many times its limit is not told apart. */
const MOST = 6;

/** How large a move is beside its limit, the same for all columns. */
export function Effect({ column }: { readonly column: ColumnReport }) {
  const effect = effectOf(column);
  const { name } = testWords(column.test);
  return (
    <>
      {effect !== null && (
        <svg class="effect" width={WIDTH + 4} height="16" aria-hidden="true">
          <path class="gl" d={`M0 8H${WIDTH}`} />
          <rect
            class={column.verdict === 'drift' ? 'bw' : 'hn'}
            x="0"
            y="5"
            width={(Math.min(Math.max(effect, 0), MOST) / MOST) * WIDTH}
            height="6"
          />
          <path class="lim" d={`M${WIDTH / MOST} 1V15`} />
        </svg>
      )}
      {isChosen(column.test) && <span class="cap">{name}</span>}
    </>
  );
}
