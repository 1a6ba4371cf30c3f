import type { DataSource } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import { isTextType, type PlannedColumn } from './columnPlan.ts';
import type { PairsRequest } from './pairedColumns.ts';

type Table = PairsRequest['current'];

/** Why nothing can be told of a column of which no type can be told either. */
export const NO_CURRENT_VALUE = 'No current row has a value';

interface Sides {
  /** Undefined where a baseline is all that there is of it. */
  readonly reference: Table | undefined;
  readonly current: Table;
}

/**
 * A file of text in which a column has no value says nothing of its type, and is read as text: such a column is not of another type,
 * it has no values. Asks only of columns that are text on one side and not on the other.
 */
export async function withoutFalseTypes(
  data: DataSource,
  plan: readonly PlannedColumn[],
  sides: Sides,
  signal: AbortSignal | undefined,
): Promise<readonly PlannedColumn[]> {
  const doubtful = plan.filter(({ schema }) => schema === 'retyped');
  if (doubtful.length === 0) return plan;
  const isEmpty = {
    reference: await emptyColumns(data, doubtful, 'reference', { table: sides.reference, signal }),
    current: await emptyColumns(data, doubtful, 'current', { table: sides.current, signal }),
  };
  return plan.map((column) => {
    const side = (['current', 'reference'] as const).find((one) => isEmpty[one].has(column.column));
    if (side === undefined) return column;
    const reason = side === 'current' ? NO_CURRENT_VALUE : 'No row of the reference has a value';
    return { ...column, schema: 'same', reason };
  });
}

async function emptyColumns(
  data: DataSource,
  plan: readonly PlannedColumn[],
  side: 'reference' | 'current',
  { table, signal }: { readonly table: Table | undefined; readonly signal: AbortSignal | undefined },
): Promise<ReadonlySet<string>> {
  const texts = plan.filter((column) => column[side] !== undefined && isTextType(column[side].type));
  if (table === undefined || texts.length === 0) return new Set();
  const counts = texts.map((column, i) => `count(${identifier(column[side]!.name)}) AS n${i}`).join(', ');
  const [row] = await data.rows(`SELECT ${counts} FROM ${table.relation}`, table.bindings, { signal });
  return new Set(texts.flatMap(({ column }, i) => (Number(row?.[`n${i}`] ?? 0) === 0 ? [column] : [])));
}
