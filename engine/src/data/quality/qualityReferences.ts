import type { Column } from '../../language/columnType.ts';
import { parseDatasetReference } from '../../language/datasetReference.ts';
import { identifier } from '../../ports/sqlText.ts';
import { isText } from './qualityBounds.ts';
import { type Measure, type Measured, SAMPLES } from './qualityMeasured.ts';

/** Columns whose values together must stand in another table. */
export interface Reference {
  readonly columns: readonly string[];
  /** `dataset(column, ...)`, as the user wrote it. */
  readonly to: string;
  readonly allow: number;
}

/** The other table: SQL after FROM with its columns, or why it cannot be read. */
export type Referred =
  | { readonly kind: 'table'; readonly relation: string; readonly columns: readonly Column[] }
  | { readonly kind: 'unknown'; readonly message: string };

/** Rows whose values do not stand in the other table; rows with a null among them are left out. */
export function referencesCheck(
  name: string,
  reference: Reference,
  referred: Referred,
  columns: readonly Column[],
): Measured {
  const { columns: from, allow, to } = reference;
  const check = { name, kind: 'references', threshold: allow, bindings: {}, needs: from } as const;
  const target = parseDatasetReference(to)?.columns.map((column) => column.name) ?? [];
  const unknown = whyNot(reference, target, referred, columns);
  const relation = referred.kind === 'table' ? referred.relation : '';
  const measure = missingValues(from, target, relation, allow, (name) => typeOf(columns, name));
  return { ...check, measure, ...(unknown === undefined ? {} : { unknown }) };
}

function missingValues(
  from: readonly string[],
  target: readonly string[],
  other: string,
  allow: number,
  type: (name: string) => Column | undefined,
): Measure {
  const asText = from.map((name) => (isTextual(type(name)) ? '::VARCHAR' : ''));
  const values = target
    .map((name, index) => `${identifier(name)}${asText[index] ?? ''} AS "value ${index}"`)
    .join(', ');
  const equal = from.map((name, index) => `o."value ${index}" = t.${identifier(name)}${asText[index] ?? ''}`);
  const present = from.map((name) => `t.${identifier(name)} IS NOT NULL`).join(' AND ');
  const where = `WHERE ${present} AND NOT EXISTS (
    SELECT 1 FROM (SELECT DISTINCT ${values} FROM ${other}) AS o WHERE ${equal.join(' AND ')})`;
  return {
    by: 'statement',
    allow,
    statement: ({ relation, number }) => `WITH missing AS MATERIALIZED (
        SELECT count(*) AS times, min(${number}) AS first FROM ${relation} AS t ${where}
        GROUP BY ${from.map(identifier).join(', ')})
      SELECT coalesce((SELECT sum(times) FROM missing), 0)::BIGINT AS failing,
        (SELECT list(first ORDER BY first) FROM (SELECT first FROM missing ORDER BY first LIMIT ${SAMPLES})) AS numbers`,
  };
}

function whyNot(
  { columns: from, to }: Reference,
  target: readonly string[],
  referred: Referred,
  columns: readonly Column[],
): string | undefined {
  if (referred.kind === 'unknown') return referred.message;
  if (target.length !== from.length)
    return `${from.length} columns refer to the ${target.length} of \`${to}\`: name as many`;
  for (const [index, name] of target.entries()) {
    const other = typeOf(referred.columns, name);
    if (other === undefined) return `\`${to}\`: there is no column \`${name}\``;
    const own = typeOf(columns, from[index]!);
    if (own !== undefined && family(own) !== family(other))
      return `\`${own.name}\` is ${own.type} (${own.sqlType}), \`${name}\` of \`${to}\` is ${other.type} (${other.sqlType})`;
  }
  return undefined;
}

function typeOf(columns: readonly Column[], name: string): Column | undefined {
  return columns.find((column) => column.name === name);
}

function isTextual(column: Column | undefined): boolean {
  return column !== undefined && isText(column);
}

/** Types whose values can be equal. */
function family(column: Column): string {
  if (isText(column)) return 'text';
  if (column.type === 'integer' || column.type === 'float' || column.type === 'decimal') return 'number';
  return column.type === 'date' ? 'timestamp' : column.type;
}
