import type { NumberColumn } from './cells.ts';
import { type ColumnFigures, columnFigures, figureText } from './columnFigures.ts';
import type { GridRow } from './gridRows.ts';
import type { Table } from './table.ts';

/** How the figures of a metric's column are drawn: what its cells share, and how wide value and whisker are. */
export interface ColumnLook extends ColumnFigures {
  /** Pixels for the value. */
  readonly figure: number;
  /** Pixels for the whisker; 0: there is no room, or there are no intervals. */
  readonly whisker: number;
  readonly hasInterval: boolean;
}

const DIGIT = 7;
const GAP = 8;
const PADDING = 17;
const LEAST = 40;

/** Places of the runs that the filter takes, and of those that stay though it does not: their figures are read too. */
export function figuredRows(taken: Uint32Array, lines: readonly GridRow[]): Uint32Array {
  const others = lines.flatMap((line) => (line.kind === 'run' && line.isExcluded ? [line.row] : []));
  return others.length === 0 ? taken : Uint32Array.from([...taken, ...others]);
}

/** Looks of columns, made when a cell or a head asks for one. */
export class ColumnLooks {
  readonly #table: Table;
  readonly #rows: Uint32Array;
  readonly #hasBaseline: boolean;
  readonly #figures = new Map<string, ColumnFigures | undefined>();
  readonly #looks = new Map<string, ColumnLook | undefined>();

  /** @param rows places of the shown runs */
  constructor(table: Table, rows: Uint32Array, hasBaseline: boolean) {
    this.#table = table;
    this.#rows = rows;
    this.#hasBaseline = hasBaseline;
  }

  /** Undefined where the column has no figures, or they are not there yet. */
  of(column: string, width: number): ColumnLook | undefined {
    const key = `${width} ${column}`;
    if (!this.#looks.has(key)) this.#looks.set(key, this.#look(column, width));
    return this.#looks.get(key);
  }

  #look(column: string, width: number): ColumnLook | undefined {
    const cells = this.#table.cells.get(column);
    if (cells?.kind !== 'number') return undefined;
    const figures = this.#figures.get(column) ?? columnFigures(cells, this.#rows);
    this.#figures.set(column, figures);
    const hasInterval = cells.low !== undefined;
    const figure = figureWidth(cells, figures);
    const difference = this.#hasBaseline ? figure + 3 * DIGIT : 0;
    const room = width - PADDING - figure - difference - 2 * GAP;
    return { ...figures, figure, hasInterval, whisker: hasInterval && room >= LEAST ? room : 0 };
  }
}

function figureWidth({ values }: NumberColumn, { scale, decimals }: ColumnFigures): number {
  const ends = scale === undefined ? [values[0] ?? Number.NaN] : [scale.low, scale.high];
  return Math.max(3, ...ends.map((end) => figureText(end, decimals).length)) * DIGIT;
}
