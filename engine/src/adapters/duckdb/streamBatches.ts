import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { Cancelled } from '../../failure.ts';
import type { Batch, BatchOptions, Bindings } from '../../ports/dataSource.ts';
import { readBatch, readerOf } from './batch.ts';
import { interruptible } from './connections.ts';
import { ReadChunks } from './readChunks.ts';
import { streamSql } from './runSql.ts';

/** A result ended before its last row. */
export class StreamBroke extends Error {}

const END = 'end of rows';

/**
 * A result chunk by chunk. DuckDB's C interface gives the same answer at the end of a stream and at an error in the middle of it,
 * so a row is added that must come last. While a batch is worked with, the next chunk is made.
 */
export async function* streamBatches(
  connection: DuckDBConnection,
  sql: string,
  bindings: Bindings | undefined,
  { signal, reuses = false }: BatchOptions,
): AsyncGenerator<Batch> {
  const step = <T>(work: () => Promise<T>) => interruptible(connection, signal, work);
  const marked = `SELECT * FROM (\n${sql}\n) UNION ALL BY NAME SELECT true AS "${END}"`;
  const result = await step(() => streamSql(connection, marked, bindings));
  const names = uniqueNames(result).slice(0, -1);
  const readers = result
    .columnTypes()
    .slice(0, -1)
    .map((type) => readerOf(type, reuses));
  const fetch = () => {
    const chunk = step(() => result.fetchChunk());
    // Seen when it is awaited; until then it is nobody's.
    chunk.catch(() => undefined);
    return chunk;
  };
  const read = new ReadChunks();
  let next = fetch();
  try {
    for (;;) {
      const chunk = await next;
      if (chunk === null || chunk.rowCount === 0) throw signal?.aborted ? new Cancelled() : new StreamBroke();
      const ended = isEnd(chunk, names.length);
      const rows = chunk.rowCount - (ended ? 1 : 0);
      if (!ended) next = fetch();
      if (rows > 0) yield readBatch(chunk, names, readers, rows);
      if (reuses) read.done(chunk);
      if (ended) return;
    }
  } finally {
    // The connection must not be closed under it.
    await next.catch(() => undefined);
  }
}

export function uniqueNames(result: DuckDBResult): readonly string[] {
  const names = result.columnNames();
  if (new Set(names).size < names.length) throw new Error(`columns of one name in a result: ${names.join(', ')}`);
  return names;
}

/** Whether the last row is the one that was added: only there is the last column not null. */
function isEnd(chunk: DuckDBDataChunk, column: number): boolean {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
  const mask = duckdb.vector_get_validity(vector, Math.ceil(chunk.rowCount / 64) * 8);
  const last = chunk.rowCount - 1;
  return !mask || (mask[last >> 3]! & (1 << (last & 7))) !== 0;
}
