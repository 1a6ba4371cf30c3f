import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { DuckDBDataChunk } from '@duckdb/node-api';

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
    collectYoung();
  }
}

let collector: NodeJS.GCFunction | undefined;

function collectYoung(): void {
  collector ??= exposed();
  collector?.({ type: 'minor' });
}

/** Node gives it to contexts that are made after the flag was set. */
function exposed(): NodeJS.GCFunction | undefined {
  setFlagsFromString('--expose-gc');
  return runInNewContext('globalThis.gc') as NodeJS.GCFunction | undefined;
}
