import { Failure } from '../../../failure.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import type { TableValue } from '../../../ports/step.ts';
import { withData } from '../../dataFile.ts';

/** Times of the first and the last row of a table, ISO 8601 UTC. */
export interface TableTimes {
  readonly from: string;
  readonly to: string;
}

const KIND = 'table-times';
/** Bytes of a table that is read for them; of a larger one they are worth less than the wait. */
const MOST_BYTES = 100e6;

/** Null where its rows have no time, or its bytes are not on this machine. Read once: bytes of one hash have one answer. */
export async function tableTimes(
  table: TableValue,
  {
    host,
    stores,
    signal,
  }: { readonly host: Host; readonly stores: Pick<Stores, 'artifacts' | 'memo'>; readonly signal: AbortSignal },
): Promise<TableTimes | null> {
  const column = table.columns.find(({ name }) => name === table.roles.timestamp);
  if (column === undefined || !['timestamp', 'date'].includes(column.type)) return null;
  const known = (await stores.memo.get(KIND, table.sha256)) as TableTimes | undefined;
  if (known !== undefined) return known;
  if (table.size > MOST_BYTES || !(await stores.artifacts.has(table.sha256))) return null;
  try {
    const file = await stores.artifacts.path(table.sha256, 'measured rows');
    const times = await readTimes(host, { file, column: column.name, signal });
    if (times !== null) await stores.memo.set(KIND, table.sha256, times);
    return times;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

interface Reading {
  readonly file: string;
  readonly column: string;
  readonly signal: AbortSignal;
}

function readTimes(host: Host, { file, column, signal }: Reading): Promise<TableTimes | null> {
  return withData(host, [file], async (data) => {
    const relation = await data.relation({ files: [file], format: 'parquet' });
    const name = `"${column.replaceAll('"', '""')}"`;
    const ends = ['min', 'max'].map((end) => `epoch_ms(${end}(${name})::TIMESTAMP)::DOUBLE AS ${end}`);
    const [row] = await data.rows(`SELECT ${ends.join(', ')} FROM ${relation}`, {}, { signal });
    const [from, to] = [row?.['min'], row?.['max']];
    if (typeof from !== 'number' || typeof to !== 'number') return null;
    return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  });
}
