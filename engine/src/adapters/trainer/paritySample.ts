import type { Part, Table } from '../../learning/table.ts';
import type { ModelInput } from '../../ports/modelRuntime.ts';

/** Rows as they would reach the model when it serves, evenly spread over a part. */
export interface ParitySample {
  readonly rows: Uint32Array;
  readonly inputs: Readonly<Record<string, ModelInput>>;
}

const MOST_ROWS = 50_000;
const MOST_BYTES = 64e6;

/** Copies them out of the table before its values are taken away. */
export function paritySample(table: Table, part: Part): ParitySample {
  const { columns } = table.shape;
  const rows = part === 'train' ? table.shape.trainRows : table.shape.validationRows;
  const size = Math.max(1, Math.min(rows, MOST_ROWS, Math.floor(MOST_BYTES / (4 * columns.length))));
  const chosen = Uint32Array.from({ length: size }, (_, i) => Math.floor((i * rows) / size));
  const inputs = columns.map((column, i): [string, ModelInput] => {
    const values = table.values(part, i);
    if (column.kind === 'numbers') return [column.name, Float32Array.from(chosen, (row) => values[row]!)];
    return [column.name, Array.from(chosen, (row) => column.categories[values[row]!] ?? '')];
  });
  return { rows: chosen, inputs: Object.fromEntries(inputs) };
}
