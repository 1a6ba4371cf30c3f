import './whisker.css';
import type { Figure } from '../../../engine/src/operations/runs/page/runPage.ts';
import { useWidth } from '../hooks.ts';
import { placeOn, type Strip } from '../strip.ts';

export interface WhiskerProps {
  readonly value: Figure;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** The column's, so that rows can be told apart by their places. */
  readonly scale: Strip | undefined;
  /** What the value is held against: a line across. */
  readonly mark?: Figure | undefined;
}

/** A value as a dot, its interval as a whisker, as wide as its place; hidden from readers, whom the row tells both. */
export function Whisker({ value, low, high, scale, mark }: WhiskerProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const x = (number: Figure | undefined) =>
    scale === undefined || typeof number !== 'number' ? undefined : placeOn(scale, number, width);
  const [dot, left, right, line] = [x(value), x(low), x(high), x(mark)];
  return (
    <div class="whisker-box" ref={box}>
      {width > 0 && (
        <svg class="whisker" width={width} height="16" aria-hidden="true">
          <path class="gl" d={`M0 8H${width}`} />
          {line !== undefined && <path class="ref" d={`M${line} 1V15`} />}
          {left !== undefined && right !== undefined && (
            <path class="wk" d={`M${left} 8H${right}M${left} 5v6M${right} 5v6`} />
          )}
          {dot !== undefined && <circle class="dot" cx={dot} cy="8" r="2.8" />}
        </svg>
      )}
    </div>
  );
}
