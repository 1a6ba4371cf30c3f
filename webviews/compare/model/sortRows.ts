import type { SortKey } from '../protocol.ts';
import type { Cells } from './cells.ts';
import type { Table } from './table.ts';

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Places of runs in the order of the keys, the first counting most: NaN after numbers, runs without a value last, whatever
 * the direction; equal ones as the table has them, the newest first. Keys whose column is not there yet are passed over.
 */
export function sortRows(rows: Uint32Array, keys: readonly SortKey[], table: Table): Uint32Array {
  const orders = keys.flatMap(({ column, descending }) => {
    const cells = table.cells.get(column);
    return cells === undefined ? [] : [{ ...ordered(cells), sign: descending ? -1 : 1 }];
  });
  return rows.slice().sort((a, b) => {
    for (const { places, values, sign } of orders) {
      const order = (places[a] ?? 0) - (places[b] ?? 0) || sign * ((values[a] ?? 0) - (values[b] ?? 0) || 0);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

interface Ordered {
  /** 0: a value that has an order; 1: NaN; 2: none. */
  readonly places: Uint8Array;
  readonly values: Float64Array | Int32Array;
}

function ordered(cells: Cells): Ordered {
  if (cells.kind === 'number') {
    const { values, has } = cells;
    const places = Uint8Array.from(has, (one, row) => (one === 0 ? 2 : Number(Number.isNaN(values[row]))));
    return { places, values: values.map((value) => (Number.isNaN(value) ? 0 : finite(value))) };
  }
  const { texts, codes } = cells;
  const byText = [...texts.keys()].sort((a, b) => collator.compare(texts[a] ?? '', texts[b] ?? ''));
  const ranks = new Int32Array(texts.length);
  for (const [rank, code] of byText.entries()) ranks[code] = rank;
  return {
    places: Uint8Array.from(codes, (code) => (code < 0 ? 2 : 0)),
    values: codes.map((code) => (code < 0 ? 0 : (ranks[code] ?? 0))),
  };
}

/** The difference of two infinite values is no number. */
function finite(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}
