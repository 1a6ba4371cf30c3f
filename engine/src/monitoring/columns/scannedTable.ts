import { randomUUID } from 'node:crypto';
import type { Column } from '../../language/columnType.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { PairsRequest } from './pairedColumns.ts';

type TableSide = PairsRequest['current'];

/** Rows that are read several times, a few columns each. */
export interface ScannedTable {
  readonly data: DataSource;
  /** After FROM; cheap to read in part. */
  readonly relation: string;
  readonly rows: number;
  readonly signal: AbortSignal | undefined;
}

/** Names and types of a side. */
export function columnsOf(data: DataSource, { relation, bindings }: TableSide): Promise<readonly Column[]> {
  return data.columns(`SELECT * FROM ${relation}`, bindings);
}

/**
 * Works with a side as a table that is cheap to read column by column: Parquet and tables as they are, all else (text that would be
 * parsed each time, SQL that would run each time) as a table of the columns that are asked for, dropped afterwards.
 */
export async function withScanned<T>(
  data: DataSource,
  side: TableSide,
  columns: readonly string[],
  { signal }: { readonly signal: AbortSignal | undefined },
  work: (table: ScannedTable) => Promise<T>,
): Promise<T> {
  const { relation, bindings } = side;
  if (isCheap(relation) && bindings === undefined)
    return work({ data, relation, rows: await countRows(data, relation, signal), signal });
  const name = `scanned ${randomUUID()}`;
  const list = columns.length === 0 ? 'true AS "no column"' : columns.map(identifier).join(', ');
  await data.execute(`CREATE TABLE ${identifier(name)} AS SELECT ${list} FROM ${relation}`, bindings, { signal });
  try {
    const kept = identifier(name);
    return await work({ data, relation: kept, rows: await countRows(data, kept, signal), signal });
  } finally {
    await data.execute(`DROP TABLE ${identifier(name)}`);
  }
}

function isCheap(relation: string): boolean {
  return /^read_parquet\(\[[^()]*\][^()]*\)$/.test(relation) || /^"[^"]+"$/.test(relation);
}

async function countRows(data: DataSource, relation: string, signal: AbortSignal | undefined): Promise<number> {
  const [row] = await data.rows(`SELECT count(*) AS n FROM ${relation}`, {}, { signal });
  return Number(row?.['n'] ?? 0);
}
