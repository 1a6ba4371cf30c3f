import type { TableSink, Values } from '../ports/dataSource.ts';

export interface RowsWritten<P> {
  readonly sink: TableSink;
  /** Columns of a part, in the order of the sink. @param before rows of the parts before it */
  columnsOf(part: P, before: number): readonly Values[];
  /** @param rows that are written */
  progress?: ((rows: number) => void) | undefined;
}

/** Writes parts of a table as they come, and closes it; where that fails the file is given up. @returns rows in all */
export async function writeRows<P extends { readonly rows: number }>(
  parts: AsyncIterable<P>,
  { sink, columnsOf, progress }: RowsWritten<P>,
): Promise<number> {
  let rows = 0;
  try {
    for await (const part of parts) {
      await sink.append(columnsOf(part, rows), part.rows);
      rows += part.rows;
      progress?.(rows);
    }
  } catch (error) {
    await sink.abort();
    throw error;
  }
  await sink.close();
  return rows;
}
