import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, TableFiles } from '../ports/dataSource.ts';
import type { Files } from '../ports/files.ts';
import type { Memo } from '../ports/memo.ts';
import { identifier } from '../ports/sqlText.ts';
import { keyOf, type RepeatFact } from '../project/facts.ts';
import type { Project } from '../project/project.ts';
import { textsAt } from '../project/read.ts';
import { memoKey } from './memoKey.ts';

export interface SeenDataset {
  readonly table: TableFiles;
  readonly columns: readonly Column[];
}

export interface RepeatSources {
  readonly data: DataSource;
  readonly files: Files;
  /** Datasets whose files and columns were found, by name. */
  readonly tables: ReadonlyMap<string, SeenDataset>;
  readonly openMemo: (() => Promise<Memo | undefined>) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Rows from the beginning that are looked at: a value that stands twice there stands twice. */
const MOST_ROWS = 3_000_000;
const REVISION = 1;

/** How far the keys that datasets declare name rows, by `keyOf`, where their columns are there. Remembered by sizes and times of the files. */
export async function findRepeats(
  project: Project,
  { data, files, tables, openMemo, signal }: RepeatSources,
): Promise<ReadonlyMap<string, RepeatFact>> {
  const repeats = new Map<string, RepeatFact>();
  for (const { name, tree } of project.datasets.values()) {
    const seen = tables.get(name);
    const key = textsAt(tree, ['key']).map(({ text }) => text);
    const isThere = key.every((column) => seen?.columns.some((one) => one.name === column));
    if (seen === undefined || key.length === 0 || !isThere) continue;
    const memo = await openMemo?.();
    const place = memo && (await memoKey(files, seen.table, [REVISION, key]));
    const known = place === undefined ? undefined : ((await memo?.get('repeats', place)) as RepeatFact | undefined);
    const found = known ?? (await count(data, seen.table, key, signal));
    if (found === undefined) continue;
    repeats.set(keyOf(name, key), found);
    if (place !== undefined && known === undefined) await memo?.set('repeats', place, found);
  }
  return repeats;
}

/** Rows without a value in the key are left out: they are another problem. Undefined where the data cannot be read. */
async function count(
  data: DataSource,
  table: TableFiles,
  key: readonly string[],
  signal: AbortSignal | undefined,
): Promise<RepeatFact | undefined> {
  const columns = key.map(identifier);
  try {
    const relation = await data.relation(table);
    const [row] = await data.rows(
      `WITH first AS (SELECT ${columns.join(', ')} FROM ${relation} LIMIT ${MOST_ROWS}),
         repeated AS (
           SELECT count(*) AS n FROM first WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(' AND ')}
           GROUP BY ${columns.join(', ')} HAVING count(*) > 1
         )
       SELECT (SELECT count(*) FROM repeated) AS "values", (SELECT coalesce(sum(n), 0) FROM repeated) AS "rows",
         (SELECT count(*) FROM first) AS looked`,
      {},
      { signal },
    );
    const [values, rows, looked] = [Number(row!['values']), Number(row!['rows']), Number(row!['looked'])];
    return { values, rows, ...(looked < MOST_ROWS ? {} : { first: MOST_ROWS }) };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
