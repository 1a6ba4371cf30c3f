import { cut, figure } from '../../../engine/src/language/figures.ts';
import { MINUS, onScreen } from '../../../engine/src/language/screenFigures.ts';
import type { Strip } from '../../shared/strip.ts';
import type { NumberColumn } from './cells.ts';

/** What the cells of a column share. */
export interface ColumnFigures {
  /** Of all its figures, so that points line up; undefined where one of them needs powers of ten or nothing is finite. */
  readonly decimals: number | undefined;
  /** From the least to the greatest value or end of an interval; undefined where nothing is finite. */
  readonly scale: Strip | undefined;
  /** How many runs there are along the scale, of the most as 1. */
  readonly shares: readonly number[];
}

const BINS = 22;
/** Widths of intervals that are looked at for the digits. */
const SAMPLE = 200;

const known = new WeakMap<NumberColumn, { readonly rows: Uint32Array; readonly figures: ColumnFigures }>();

/** Is remembered for the last rows of a column. @param rows places of the shown runs */
export function columnFigures(cells: NumberColumn, rows: Uint32Array): ColumnFigures {
  const before = known.get(cells);
  if (before?.rows === rows) return before.figures;
  const scale = scaleOf(cells, rows);
  const figures = { decimals: decimalsOfColumn(cells, rows), scale, shares: sharesOf(cells, rows, scale) };
  known.set(cells, { rows, figures });
  return figures;
}

function scaleOf({ values, has, low, high }: NumberColumn, rows: Uint32Array): Strip | undefined {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (value: number | undefined) => {
    if (value === undefined || !Number.isFinite(value)) return;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  };
  for (const row of rows) {
    if (has[row] !== 1) continue;
    take(values[row]);
    take(low?.[row]);
    take(high?.[row]);
  }
  if (least > greatest) return undefined;
  const room = (greatest - least || Math.abs(greatest) || 1) * 0.08;
  return { low: least - room, high: greatest + room };
}

function sharesOf({ values, has }: NumberColumn, rows: Uint32Array, scale: Strip | undefined): readonly number[] {
  if (scale === undefined) return [];
  const counts = new Array<number>(BINS).fill(0);
  const perUnit = BINS / (scale.high - scale.low);
  for (const row of rows) {
    const value = values[row];
    if (has[row] !== 1 || value === undefined || !Number.isFinite(value)) continue;
    const bin = Math.min(BINS - 1, Math.floor((value - scale.low) * perUnit));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  return counts.map((count) => count / most);
}

/** The digit that is in doubt in half of the intervals; without intervals four digits of the greatest. */
function decimalsOfColumn({ values, has, low, high }: NumberColumn, rows: Uint32Array): number | undefined {
  const halves: number[] = [];
  let greatest = 0;
  let areWhole = true;
  for (const row of rows) {
    const value = values[row];
    if (has[row] !== 1 || value === undefined || !Number.isFinite(value)) continue;
    greatest = Math.max(greatest, Math.abs(value));
    areWhole &&= Number.isInteger(value);
    const half = ((high?.[row] ?? Number.NaN) - (low?.[row] ?? Number.NaN)) / 2;
    if (half > 0 && halves.length < SAMPLE) halves.push(half);
  }
  const half = halves.sort((a, b) => a - b)[halves.length >> 1];
  if (half !== undefined) return Math.min(12, Math.max(0, -Math.floor(Math.log10(half))));
  if (areWhole && greatest < 1e7) return 0;
  if (greatest < 1e-4 || greatest >= 1e7) return undefined;
  return Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(greatest))));
}

/** A figure with the decimals of its column: `0.713`, `−3,000`, `NaN`, `∞`; very great ones `1.2e+8`. What rounds to nothing is `0.000`. */
export function figureText(value: number, decimals: number | undefined): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (decimals === undefined || Math.abs(value) >= 1e7) return onScreen(figure(value));
  return cut(value, decimals).replace('-', MINUS);
}
