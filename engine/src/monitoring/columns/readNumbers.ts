import type { Column } from '../../language/columnType.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { ScannedTable } from './scannedTable.ts';

/** Takes the values of one column batch by batch; missing ones are NaN. They are good only during the call. */
export type TakeNumbers = (values: Float32Array | Float64Array) => void;

/** Streams that columns are cut into: while one waits for the next pages of a file, values of another are taken. */
const STREAMS = 3;
/** Fewer columns are not worth a stream of their own. */
const COLUMNS = 8;

/** How many threads besides DuckDB's own read so many columns. */
export function streamsOf(columns: number): number {
  return Math.min(STREAMS, Math.ceil(columns / COLUMNS));
}

/** Streams columns of numbers through their takers, each in the order of the rows, in one pass and constant memory. */
export async function readNumbers(table: ScannedTable, takers: ReadonlyMap<Column, TakeNumbers>): Promise<void> {
  const columns = [...takers];
  const streams = streamsOf(columns.length);
  const reads = Array.from({ length: streams }, (_, stream) =>
    readStream(
      table,
      columns.filter((_, at) => at % streams === stream),
    ),
  );
  // None may go on when another has failed and the table is gone.
  await Promise.allSettled(reads);
  await Promise.all(reads);
}

async function readStream(
  { data, relation, signal }: ScannedTable,
  columns: readonly (readonly [Column, TakeNumbers])[],
): Promise<void> {
  const list = columns.map(([column], at) => `${numberSql(column)} AS "${at}"`);
  for await (const batch of data.batches(`SELECT ${list.join(', ')} FROM ${relation}`, {}, { signal, reuses: true }))
    for (const [at, [, take]] of columns.entries()) {
      const values = batch.columns[at]!;
      if (values.kind === 'numbers') take(values.values);
    }
}

/** A column as floating-point numbers: times in seconds (since 1970, or since midnight), booleans as 0 and 1. */
function numberSql({ name, type, sqlType }: Column): string {
  const value = identifier(name);
  if (sqlType === 'DOUBLE' || sqlType === 'FLOAT') return value;
  if (type === 'timestamp' || type === 'date') return `epoch(${value})`;
  if (type === 'time') return `epoch(CAST(${value} AS TIME))`;
  return `CAST(${value} AS DOUBLE)`;
}
