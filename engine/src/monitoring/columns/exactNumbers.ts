import type { Column } from '../../language/columnType.ts';
import type { NumberSide } from '../../math/drift/columnPair.ts';
import { momentsOf } from '../../math/moments.ts';
import { readNumbers } from './readNumbers.ts';
import type { ScannedTable } from './scannedTable.ts';
import { sortNumbers } from './sortNumbers.ts';

/** Values of a column in the order of the rows; NaN where there is none. */
export type RowNumbers = Float64Array;

/** Reads whole columns of numbers. */
export async function holdNumbers(
  table: ScannedTable,
  columns: readonly Column[],
): Promise<ReadonlyMap<string, RowNumbers>> {
  const held = columns.map((column) => new Held(column, table.rows));
  await readNumbers(table, new Map(held.map((one) => [one.column, (values) => one.take(values)])));
  return new Map(held.map((one) => [one.column.name, one.values()]));
}

class Held {
  readonly column: Column;
  #room: Float64Array;
  #rows = 0;

  constructor(column: Column, rows: number) {
    this.column = column;
    this.#room = new Float64Array(rows);
  }

  take(values: Float32Array | Float64Array): void {
    const end = this.#rows + values.length;
    // The file has grown since its rows were counted.
    if (end > this.#room.length) {
      const wider = new Float64Array(Math.max(end, 2 * this.#room.length));
      wider.set(this.#room);
      this.#room = wider;
    }
    this.#room.set(values, this.#rows);
    this.#rows = end;
  }

  values(): Float64Array {
    return this.#room.subarray(0, this.#rows);
  }
}

/** One side of a pair from the values themselves, which are put in order where they are. */
export function exactSide(rows: RowNumbers): NumberSide {
  let length = 0;
  let missing = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]!;
    if (value - value === 0) rows[length++] = value;
    else if (Number.isNaN(value)) missing++;
  }
  const sorted = sortNumbers(rows.subarray(0, length));
  return {
    rows: rows.length,
    missing,
    nonFinite: rows.length - length - missing,
    ...momentsOf(sorted),
    values: { kind: 'sorted', sorted },
  };
}
