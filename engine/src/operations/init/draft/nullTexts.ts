import type { Column } from '../../../language/columnType.ts';
import type { DataSource } from '../../../ports/dataSource.ts';
import { identifier, listLiteral } from '../../../ports/sqlText.ts';

/** A text that stands for a missing value. */
export interface NullText {
  readonly text: string;
  /** Rows that have it, by column. */
  readonly rows: Readonly<Record<string, number>>;
}

/** What tools write where a value is missing, and nobody means as a value. `None` and `-` may mean something. */
const MARKERS = ['?', 'NA', 'N/A', '#N/A', 'n/a', 'NaN', 'nan', 'NULL', 'null', '<NA>'];
/** So many other texts among numbers or times are taken as words for a missing value. */
const FEW = 3;
/** Share of numbers or times in a column from which on its other texts are taken as words for a missing value. */
const MOST = 0.8;
const AT_ONCE = 50;

/** Finds the null texts of a table's text columns, in order; the empty text is not among them. */
export async function findNullTexts(
  source: DataSource,
  relation: string,
  columns: readonly Column[],
  signal: AbortSignal,
): Promise<readonly NullText[]> {
  const texts = columns.filter(({ type }) => type === 'string').map(({ name }) => name);
  const found = new Map<string, Record<string, number>>();
  for (let from = 0; from < texts.length; from += AT_ONCE)
    for (const look of await lookAt(source, relation, texts.slice(from, from + AT_ONCE), signal))
      for (const { text, rows } of await oddTexts(source, relation, look, signal)) {
        const held = found.get(text) ?? {};
        held[look.name] = rows;
        found.set(text, held);
      }
  return [...found].map(([text, rows]) => ({ text, rows })).sort((a, b) => (a.text < b.text ? -1 : 1));
}

interface Look {
  readonly name: string;
  readonly present: number;
  /** Values that are numbers or times, whichever are more, and the SQL type of these. */
  readonly typed: number;
  readonly sqlType: 'DOUBLE' | 'TIMESTAMP';
  /** Values that are a marker or blank. */
  readonly marked: number;
}

async function lookAt(
  source: DataSource,
  relation: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly Look[]> {
  const items = names.flatMap((name, index) => {
    const value = identifier(name);
    return [
      `count(${value}) AS present${index}`,
      `count(TRY_CAST(${value} AS DOUBLE)) AS numbers${index}`,
      `count(TRY_CAST(${value} AS TIMESTAMP)) AS times${index}`,
      `count(*) FILTER (${isMarker(value)}) AS marked${index}`,
    ];
  });
  const [found = {}] = await source.rows(`SELECT ${items.join(', ')} FROM ${relation}`, {}, { signal });
  return names.map((name, index) => {
    const at = (what: string) => Number(found[`${what}${index}`]);
    const isTime = at('times') > at('numbers');
    return {
      name,
      present: at('present'),
      typed: Math.max(at('times'), at('numbers')),
      sqlType: isTime ? 'TIMESTAMP' : 'DOUBLE',
      marked: at('marked'),
    };
  });
}

function isMarker(value: string): string {
  return `list_contains(${listLiteral(MARKERS)}, ${value}) OR trim(${value}) = ''`;
}

async function oddTexts(
  source: DataSource,
  relation: string,
  { name, present, typed, sqlType, marked }: Look,
  signal: AbortSignal,
): Promise<readonly { readonly text: string; readonly rows: number }[]> {
  const value = identifier(name);
  const group = async (predicate: string) => {
    const sql = `SELECT ${value} AS text, count(*) AS n FROM ${relation} WHERE ${predicate} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`;
    const rows = await source.rows(sql, {}, { signal });
    return rows.map((row) => ({ text: String(row['text']), rows: Number(row['n']) })).filter(({ text }) => text !== '');
  };
  if (typed + marked < present && typed >= present * MOST) {
    const others = await group(`${value} IS NOT NULL AND TRY_CAST(${value} AS ${sqlType}) IS NULL`);
    if (others.length <= FEW && !others.some(({ text }) => /\d|\$\{\{/.test(text))) return others;
  }
  return marked > 0 ? group(isMarker(value)) : [];
}
