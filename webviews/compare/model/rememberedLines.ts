import type { CompareView } from '../protocol.ts';
import { brushed } from './brushed.ts';
import { type GridRows, gridRows, orderOf } from './gridRows.ts';
import { type HeldLines, heldLines } from './heldLines.ts';
import { Remembered } from './remembered.ts';
import type { Table } from './table.ts';

/** The grid as it is shown. */
export interface Lines extends HeldLines, Pick<GridRows, 'taken'> {}

export interface LinesAsked {
  readonly table: Table;
  /** 1 where the filter takes a run; all where undefined. */
  readonly filtered: Uint8Array | undefined;
  readonly view: CompareView;
  readonly baseline: string | null;
  readonly selected: ReadonlySet<string>;
  /** Keys of groups. */
  readonly open: ReadonlySet<string>;
  /** Keys of lines in the order that they keep; none is kept where undefined. */
  readonly held: readonly string[] | undefined;
}

const NO_BRUSHES: NonNullable<CompareView['brushes']> = [];

/** Lines of a table: sorted when its order is another, put together when anything that decides them is, else the same objects. */
export class RememberedLines {
  readonly #order = new Remembered<Uint32Array>();
  readonly #kept = new Remembered<Uint8Array | undefined>();
  readonly #rows = new Remembered<GridRows>();
  readonly #lines = new Remembered<Lines>();

  of({ table, filtered, view, baseline, selected, open, held }: LinesAsked): Lines {
    const { runs } = table;
    const { sort, group, pinned, brushes = NO_BRUSHES } = view;
    const cellsOf = (columns: readonly string[]) => columns.map((column) => table.cells.get(column));
    const order = this.#order.of([runs, sort, ...cellsOf(sort.map(({ column }) => column))], () =>
      orderOf(table, sort),
    );
    const kept = this.#kept.of([runs, filtered, brushes, ...cellsOf(brushes.map(({ column }) => column))], () =>
      brushed(table, filtered, brushes),
    );
    // Only what a filter leaves out is shown for being selected.
    const chosen = kept === undefined ? undefined : selected;
    const rows = this.#rows.of([runs, order, kept, chosen, baseline, pinned, open, group, ...cellsOf(group)], () =>
      gridRows({ table, kept, view, baseline, selected, open, order }),
    );
    return this.#lines.of([runs, rows, held], () => {
      const { lines, taken } = rows;
      return held === undefined ? { lines, taken, added: 0, moved: 0 } : { ...heldLines(lines, held, table), taken };
    });
  }
}
