import './charts.css';
import { useEffect, useRef } from 'preact/hooks';
import { useWidth } from '../hooks.ts';
import { themeTurn, token } from '../theme.ts';

export interface HeatMapProps {
  readonly label: string;
  readonly classes: readonly string[];
  /** By true class, then by predicted one. */
  readonly matrix: readonly (readonly number[])[];
}

const LARGEST = 420;

/** Shares of each row as tints: a glance at many classes, beside the table of the worst. Of a cell the pointer tells the rest. */
export function HeatMap({ label, classes, matrix }: HeatMapProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const side = Math.min(width, LARGEST);
  const cell = side / Math.max(1, classes.length);
  const turn = themeTurn.value;
  useEffect(() => {
    if (canvas.current !== null) paint(canvas.current, matrix, side);
  }, [matrix, side, turn]);
  const tell = ({ offsetX, offsetY, currentTarget }: PointerEvent) => {
    const [actual, predicted] = [Math.floor(offsetY / cell), Math.floor(offsetX / cell)];
    const rows = matrix[actual]?.[predicted];
    const title = rows === undefined ? '' : `${classes[actual]} predicted ${classes[predicted]}: ${rows}`;
    if (currentTarget instanceof HTMLCanvasElement) currentTarget.title = title;
  };
  return (
    <div ref={box}>
      {width > 0 && <canvas ref={canvas} class="heat" role="img" aria-label={label} onPointerMove={tell} />}
    </div>
  );
}

function paint(canvas: HTMLCanvasElement, matrix: HeatMapProps['matrix'], side: number): void {
  const scale = devicePixelRatio;
  canvas.width = Math.round(side * scale);
  canvas.height = canvas.width;
  canvas.style.width = `${side}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const cell = side / Math.max(1, matrix.length);
  const length = Math.max(0.5, cell - 0.5);
  context.scale(scale, scale);
  context.fillStyle = token('--c1');
  for (const [actual, row] of matrix.entries()) {
    const all = row.reduce((sum, rows) => sum + rows, 0) || 1;
    for (const [predicted, rows] of row.entries()) {
      if (rows === 0) continue;
      context.globalAlpha = 0.08 + 0.92 * (rows / all);
      context.fillRect(predicted * cell, actual * cell, length, length);
    }
  }
}
