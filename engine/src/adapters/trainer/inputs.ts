import type { Column } from '../../language/columnType.ts';
import { MAX_CATEGORIES } from '../../learning/bins.ts';
import { unlearnableInput } from '../../learning/learningFailures.ts';
import type { InputColumn } from '../../learning/table.ts';
import { MAX_CATEGORIES as BASELINE_CATEGORIES, type CategoryBaseline } from '../../math/baseline.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import { identifier, literal } from '../../ports/sqlText.ts';

/** An input, the SQL that reads it (FLOAT, or ENUM of the categories that are told apart), and what is known of its texts. */
export interface Input {
  readonly column: InputColumn;
  readonly sql: string;
  readonly baseline: CategoryBaseline | undefined;
  readonly warnings: readonly string[];
}

/** Looks at the texts of the training rows; numbers need no look. */
export async function readInputs(
  source: DataSource,
  relation: string,
  rows: number,
  columns: readonly Column[],
): Promise<readonly Input[]> {
  const inputs: Input[] = [];
  for (const column of columns) inputs.push(await readInput(source, relation, rows, column));
  return inputs;
}

async function readInput(source: DataSource, relation: string, rows: number, column: Column): Promise<Input> {
  const { name, type, sqlType } = column;
  const quoted = identifier(name);
  if (type === 'string' || type === 'category') return categories(source, relation, rows, name);
  if (type === 'boolean' || type === 'integer' || type === 'float' || type === 'decimal') {
    // A DOUBLE beyond the range of FLOAT becomes infinite when it is stored; the cast would refuse it.
    const sql = sqlType === 'DOUBLE' ? quoted : `cast(${quoted} as FLOAT)`;
    return { column: { kind: 'numbers', name }, sql, baseline: undefined, warnings: [] };
  }
  throw unlearnableInput(name, sqlType);
}

async function categories(source: DataSource, relation: string, rows: number, name: string): Promise<Input> {
  const text = `nullif(cast(${identifier(name)} as varchar), '')`;
  const found = await source.rows(
    `select text, n, cast(count(*) over () as double) as "distinct", cast(sum(n) over () as double) as present from (
      select ${text} as text, count(*) as n from ${relation} where ${text} is not null group by 1
    ) order by n desc, text limit ${BASELINE_CATEGORIES}`,
  );
  const texts = found.map((row) => String(row['text']));
  const counts = found.map((row) => Number(row['n']));
  const distinct = Number(found[0]?.['distinct'] ?? 0);
  const present = Number(found[0]?.['present'] ?? 0);
  const kept = texts.slice(0, MAX_CATEGORIES).sort();
  const keptRows = counts.slice(0, MAX_CATEGORIES).reduce((sum, count) => sum + count, 0);
  return {
    column: { kind: 'categories', name, categories: kept },
    sql: kept.length > 0 ? `try_cast(${text} as ENUM(${kept.map(literal).join(', ')}))` : `cast(null as ENUM(''))`,
    baseline: {
      kind: 'categories',
      rows,
      missing: rows - present,
      distinct,
      categories: texts,
      counts,
      other: present - counts.reduce((sum, count) => sum + count, 0),
    },
    warnings: distinct > MAX_CATEGORIES ? [manyCategories(name, distinct, present - keptRows, rows)] : [],
  };
}

function manyCategories(name: string, distinct: number, cut: number, rows: number): string {
  const share = ((100 * cut) / rows).toFixed(1);
  return `Column \`${name}\` has ${distinct} texts: the ${MAX_CATEGORIES} most frequent are told apart, the rest (${share}% of the rows) counts as missing.`;
}
