import './charts.css';
import { useWidth } from '../hooks.ts';

export interface TimeBarProps {
  /** Shares of the whole time. */
  readonly start: number;
  readonly length: number;
  /** How much of it is done. */
  readonly done: number;
  readonly kind: 'filled' | 'outlined' | 'failed' | 'none';
}

/** When something began and how long it took, beside others on the same time; hidden from readers, whom the row tells it. */
export function TimeBar({ start, length, done, kind }: TimeBarProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const left = Math.min(start * width, Math.max(0, width - 4));
  const size = Math.max(3, Math.min(length * width, width - left));
  return (
    <div class="timebar-box" ref={box}>
      {width > 0 && (
        <svg class="timebar" width={width} height="14" aria-hidden="true">
          <path class="gl" d={`M0 7H${width}`} />
          {kind === 'outlined' && <rect class="cachedbar" x={left + 0.5} y="2.5" width="3" height="9" rx="1.5" />}
          {kind === 'failed' && <rect class="bad" x={left} y="2" width={size} height="10" rx="1.5" />}
          {kind === 'filled' && (
            <>
              {done < 1 && <rect class="rest" x={left} y="2" width={size} height="10" rx="1.5" />}
              <rect class="bar1" x={left} y="2" width={Math.max(3, size * done)} height="10" rx="1.5" />
            </>
          )}
        </svg>
      )}
    </div>
  );
}
