import './charts.css';
import { useWidth } from '../hooks.ts';

export interface HeatMapProps {
  readonly label: string;
  readonly classes: readonly string[];
  /** By true class, then by predicted one. */
  readonly matrix: readonly (readonly number[])[];
}

const LARGEST = 420;

/** Shares of each row as tints: a glance at many classes, beside the table of the worst. */
export function HeatMap({ label, classes, matrix }: HeatMapProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const side = Math.min(width, LARGEST);
  const cell = side / Math.max(1, classes.length);
  return (
    <div ref={box}>
      {width > 0 && (
        <svg class="chart heat" width={side} height={side} role="img" aria-label={label}>
          {matrix.map((row, actual) => {
            const all = row.reduce((sum, rows) => sum + rows, 0) || 1;
            return row.map((rows, predicted) =>
              rows === 0 ? null : (
                <rect
                  key={`${classes[actual]}/${classes[predicted]}`}
                  x={predicted * cell}
                  y={actual * cell}
                  width={Math.max(0.5, cell - 0.5)}
                  height={Math.max(0.5, cell - 0.5)}
                  fill-opacity={0.08 + 0.92 * (rows / all)}
                >
                  <title>{`${classes[actual]} predicted ${classes[predicted]}: ${rows}`}</title>
                </rect>
              ),
            );
          })}
        </svg>
      )}
    </div>
  );
}
