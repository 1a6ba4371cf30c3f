import { token } from '../../shared/theme.ts';
import type { ParallelAxis } from './model/parallelAxes.ts';

export interface PaintedLines {
  readonly axes: readonly ParallelAxis[];
  /** Where each axis stands, and where its foot and head are, in CSS pixels. */
  readonly lefts: readonly number[];
  readonly foot: number;
  readonly head: number;
  /** Places in the table. */
  readonly rows: Uint32Array;
  /** 1 where a run is inside all brushes; all where undefined. */
  readonly inside: Uint8Array | undefined;
  /** 0 to 1 by row, of the metric that colours; NaN where it has none. */
  readonly shades: Float64Array | undefined;
}

const SHADES = 8;

/** Paints a line for each run, many of them see-through, so that more of them are darker. */
export function paintLines(canvas: HTMLCanvasElement, painted: PaintedLines, width: number, height: number): void {
  const ratio = Math.max(1, devicePixelRatio);
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  const { rows, inside, shades } = painted;
  const count = inside === undefined ? rows.length : rows.reduce((sum, row) => sum + (inside[row] ?? 0), 0);
  const isHighContrast = document.body.classList.contains('vscode-high-contrast');
  const [ground, strong] = [token(isHighContrast ? '--my-gridline' : '--my-axis'), token('--my-fg')];
  const colours = Array.from({ length: SHADES }, (_, i) => mixed(ground, strong, i / (SHADES - 1)));
  for (const isInside of [false, true]) {
    context.globalAlpha = isInside ? alphaOf(count, isHighContrast) : alphaOf(rows.length, false) * 0.2;
    for (const row of rows) {
      if ((inside === undefined || inside[row] === 1) !== isInside) continue;
      const shade = shades?.[row] ?? Number.NaN;
      const at = Number.isNaN(shade) || !isInside ? 0 : Math.min(SHADES - 1, Math.floor(shade * SHADES));
      context.strokeStyle = colours[at] ?? ground;
      context.beginPath();
      trace(context, painted, row);
      context.stroke();
    }
  }
}

/** The same line as the `d` of an SVG path. */
export function linePathOf(painted: Pick<PaintedLines, 'axes' | 'lefts' | 'foot' | 'head'>, row: number): string {
  let path = '';
  trace(
    {
      moveTo: (x, y) => (path += `M${x.toFixed(1)} ${y.toFixed(1)}`),
      lineTo: (x, y) => (path += `L${x.toFixed(1)} ${y.toFixed(1)}`),
    },
    painted,
    row,
  );
  return path;
}

interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** An axis without a place for the run breaks its line; between two breaks a dash stays. */
function trace(
  pen: Pen,
  { axes, lefts, foot, head }: Pick<PaintedLines, 'axes' | 'lefts' | 'foot' | 'head'>,
  row: number,
): void {
  let isDown = false;
  for (const [i, { places }] of axes.entries()) {
    const place = places[row] ?? Number.NaN;
    if (Number.isNaN(place)) {
      isDown = false;
      continue;
    }
    const [x, y] = [lefts[i] ?? 0, foot + (head - foot) * place];
    if (isDown) pen.lineTo(x, y);
    else {
      pen.moveTo(x - 3, y);
      pen.lineTo(x, y);
    }
    isDown = true;
  }
}

function alphaOf(count: number, isHighContrast: boolean): number {
  return Math.max(isHighContrast ? 0.12 : 0.05, Math.min(isHighContrast ? 0.9 : 0.6, 5 / Math.sqrt(count + 1)));
}

function mixed(from: string, to: string, share: number): string {
  return `color-mix(in oklab, ${to} ${Math.round(share * 100)}%, ${from})`;
}
