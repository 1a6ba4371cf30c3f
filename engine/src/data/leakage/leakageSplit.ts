import { count } from '../../language/figures.ts';
import type { DataSource, QueryOptions, TableFiles } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { Part } from '../examples/split.ts';
import type { LeakageFinding } from './finding.ts';

export interface SplitLeakageRequest {
  /** The parts that were made. */
  readonly parts: Readonly<Partial<Record<Part, TableFiles>>>;
  /** Column of the row id, as data/examples makes it. */
  readonly rowId?: string;
  /** What should stand in one part only. */
  readonly entities?: readonly SplitEntity[];
  readonly signal?: AbortSignal | undefined;
}

export interface SplitEntity {
  /** What it is called: the names of its columns. */
  readonly columns: readonly string[];
  /** Our SQL over the columns of the parts that stands for it; rows where it is null have none. */
  readonly sql: string;
}

/**
 * Rows to validate or test on of which an earlier part (of train, validation, test) holds a copy, or the same entity.
 * Copies are told by row ids that differ by their occurrence number alone (`HASH`, `HASH-2`): those stand for equal rows
 * without a key.
 */
export async function findSplitLeakage(
  source: DataSource,
  { parts, rowId, entities = [], signal }: SplitLeakageRequest,
): Promise<readonly LeakageFinding[]> {
  const files = [parts.train, parts.validation, parts.test].filter((part) => part !== undefined);
  if (files.length < 2) return [];
  const relations = await Promise.all(files.map((part) => source.relation(part)));
  const options = { signal };
  const findings: LeakageFinding[] = [];
  const copied = rowId === undefined ? undefined : await copiedIds(source, relations, identifier(rowId), options);
  if (copied !== undefined) {
    const { rows, of } = await sharedRows(source, relations, copied, options);
    const message = `${count(rows)} of ${count(of)} rows to validate or test on are copies of rows in an earlier part`;
    if (rows > 0)
      findings.push({ kind: 'duplicates-across-parts', columns: [], value: rows, severity: 'warning', message });
  }
  for (const { columns, sql } of entities) {
    const { rows, of } = await sharedRows(source, relations, { sql, where: `${sql} IS NOT NULL` }, options);
    const names = columns.map((name) => `\`${name}\``).join(', ');
    const message = `${count(rows)} of ${count(of)} rows to validate or test on have a ${names} that an earlier part holds too`;
    if (rows > 0) findings.push({ kind: 'entity-across-parts', columns, value: rows, severity: 'warning', message });
  }
  return findings;
}

/** SQL that stands for what is shared, and for the rows that count. */
interface Sharing {
  readonly sql: string;
  readonly where: string;
}

const HASH = 16;

/** Undefined where no row stands twice: then only one quick look at the row ids was needed. */
async function copiedIds(
  source: DataSource,
  relations: readonly string[],
  rowId: string,
  options: QueryOptions,
): Promise<Sharing | undefined> {
  const isCopy = `contains(${rowId}, '-') AND regexp_full_match(${rowId}, '[0-9a-f]{${HASH}}-[0-9]+')`;
  const sql = `left(${rowId}, ${HASH})`;
  const copies = union(relations.map((relation) => `SELECT ${sql} AS copied FROM ${relation} WHERE ${isCopy}`));
  const [row] = await source.rows(`SELECT count(*) AS n FROM (${copies})`, {}, options);
  return Number(row!['n']) === 0 ? undefined : { sql, where: `${sql} IN (${copies})` };
}

async function sharedRows(
  source: DataSource,
  relations: readonly string[],
  { sql, where }: Sharing,
  options: QueryOptions,
): Promise<{ readonly rows: number; readonly of: number }> {
  const held = (relation: string) => `SELECT ${sql} AS held FROM ${relation} WHERE ${where}`;
  const counts = relations
    .map((relation, index) => ({ relation, earlier: relations.slice(0, index) }))
    .slice(1)
    .map(
      ({ relation, earlier }) =>
        `SELECT (SELECT count(*) FROM (${held(relation)}) WHERE held IN (${union(earlier.map(held))})) AS shared,
                (SELECT count(*) FROM ${relation}) AS n`,
    );
  const [row] = await source.rows(`SELECT sum(shared) AS shared, sum(n) AS n FROM (${union(counts)})`, {}, options);
  return { rows: Number(row!['shared']), of: Number(row!['n']) };
}

function union(selects: readonly string[]): string {
  return selects.join(' UNION ALL ');
}

/** SQL for some of the columns of a key, out of the row id that `rowIdSql` makes of several: `a|b`, a bar in a value escaped. */
export function keyPartSql(rowId: string, key: readonly string[], columns: readonly string[]): string {
  const pattern = key.map((name) => (columns.includes(name) ? '(VALUE)' : '(?:VALUE)')).join('\\|');
  const values = pattern.replaceAll('VALUE', String.raw`(?:[^\\|]|\\.)*`);
  const groups = columns.map((_, index) => `\\${index + 1}`).join('|');
  return `nullif(regexp_replace(${identifier(rowId)}, '^${values}$', '${groups}', 's'), ${identifier(rowId)})`;
}
