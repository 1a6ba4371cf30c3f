import type { Column } from '../../language/columnType.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { ScannedTable } from './scannedTable.ts';

/** Takes the values of one column batch by batch; missing ones are NaN. They are good only during the call. */
export type TakeNumbers = (values: Float32Array | Float64Array) => void;

/** Streams columns of numbers through their takers, in one pass and constant memory; resolves with the rows there were. */
export async function readNumbers(
  { data, relation, signal }: ScannedTable,
  takers: ReadonlyMap<Column, TakeNumbers>,
): Promise<number> {
  const columns = [...takers.keys()];
  if (columns.length === 0) return 0;
  const takes = [...takers.values()];
  const list = columns.map((column, at) => `${numberSql(column)} AS "${at}"`);
  let rows = 0;
  for await (const batch of data.batches(`SELECT ${list.join(', ')} FROM ${relation}`, {}, { signal, reuses: true })) {
    rows += batch.rows;
    for (let at = 0; at < takes.length; at++) {
      const values = batch.columns[at]!;
      if (values.kind === 'numbers') takes[at]!(values.values);
    }
  }
  return rows;
}

/** A column as floating-point numbers: times in seconds (since 1970, or since midnight), booleans as 0 and 1. */
function numberSql({ name, type, sqlType }: Column): string {
  const value = identifier(name);
  if (sqlType === 'DOUBLE' || sqlType === 'FLOAT') return value;
  if (type === 'timestamp' || type === 'date') return `epoch(${value})`;
  if (type === 'time') return `epoch(CAST(${value} AS TIME))`;
  return `CAST(${value} AS DOUBLE)`;
}
