import type { DuckDBDataChunk } from '@duckdb/node-api';
import { collectGarbage } from '../system/collectGarbage.ts';

/** Bytes of chunks that may wait to be freed. */
const WAITING = 4 * 2 ** 20;

/**
 * Chunks that were read. DuckDB's interface frees one when it is collected as garbage, and of its half a megabyte the collector sees a few
 * bytes: left alone it lets a hundred megabytes wait. To collect what is young takes less time than to ask the system for as much anew.
 */
export class ReadChunks {
  #bytes = 0;

  /** For a chunk of which nothing is used any more; it lives at least until then. */
  done(chunk: DuckDBDataChunk): void {
    this.#bytes += chunk.rowCount * chunk.columnCount * 8;
    if (this.#bytes < WAITING) return;
    this.#bytes = 0;
    collectGarbage({ type: 'minor' });
  }
}
