import { Failure } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import { featureSqlType } from '../../language/featureType.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import { checkSql } from '../userSql.ts';
import { type Decomposed, decompose } from './sums.ts';
import type { FeatureView, ViewField } from './view.ts';

/** A field with the way it is worked out. */
export interface PlannedField extends ViewField {
  readonly sqlType: string;
  readonly way:
    | { readonly kind: 'latest' }
    | { readonly kind: 'sums'; readonly of: Decomposed }
    | { readonly kind: 'pairs' };
}

/**
 * Proves a view against the columns of its dataset.
 * @param names The fields that are wanted; all where undefined.
 * @throws Failure `unknown-column`, `unknown-field`, `not-a-time`, `sql-refused`, `bad-window`
 */
export async function planFields(
  source: DataSource,
  view: FeatureView,
  columns: readonly Column[],
  names: readonly string[] | undefined,
): Promise<readonly PlannedField[]> {
  for (const column of Object.values(view.entity)) columnNamed(columns, column, view);
  for (const column of [view.timestamp, ...(view.created === undefined ? [] : [view.created])])
    checkTime(columnNamed(columns, column, view), `view \`${view.name}\``);
  const wanted = names ?? view.fields.map((field) => field.name);
  const fields: PlannedField[] = [];
  for (const name of wanted) fields.push(await planField(source, fieldNamed(view, name), view, columns));
  return fields;
}

async function planField(
  source: DataSource,
  field: ViewField,
  view: FeatureView,
  columns: readonly Column[],
): Promise<PlannedField> {
  const kind = field.window === undefined ? 'expression' : 'aggregate';
  if (field.window !== undefined && field.window <= 0) throw badWindow(field, view);
  const bound = await checkSql(source, { text: field.sql }, { kind, columns }, `\`${view.name}.${field.name}\``);
  const sqlType = featureSqlType(field.type, bound.sqlType);
  if (kind === 'expression') return { ...field, sqlType, way: { kind: 'latest' } };
  const of = await decompose(source, field, columns);
  return { ...field, sqlType, way: of === undefined ? { kind: 'pairs' } : { kind: 'sums', of } };
}

function fieldNamed(view: FeatureView, name: string): ViewField {
  const field = view.fields.find((one) => one.name === name);
  if (field !== undefined) return field;
  throw new Failure('unknown-field', `The view \`${view.name}\` has no field \`${name}\`.`, {
    next: `It has: ${view.fields.map((one) => one.name).join(', ')}.`,
  });
}

function columnNamed(columns: readonly Column[], name: string, view: FeatureView): Column {
  const column = columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  throw new Failure('unknown-column', `The dataset of view \`${view.name}\` has no column \`${name}\`.`, {
    next: `It has: ${columns
      .map((one) => one.name)
      .slice(0, 20)
      .join(', ')}.`,
  });
}

/** @throws Failure `not-a-time`, with what makes text one */
export function checkTime({ name, type, sqlType }: Column, where: string): void {
  if (type === 'timestamp' || type === 'date') return;
  const next =
    type === 'string'
      ? `Give it the type TIMESTAMP: for CSV under \`csv: {types: {${name}: TIMESTAMP}}\` of its dataset, else in the file itself. Values that are no time stop that with their row.`
      : 'Name a column that holds times, or write them as times.';
  throw new Failure('not-a-time', `The column \`${name}\` of ${where} is ${sqlType}, not a time.`, { next });
}

function badWindow(field: ViewField, view: FeatureView): Failure {
  return new Failure('bad-window', `The window of \`${view.name}.${field.name}\` is empty.`, {
    next: 'Give it a length such as 24h.',
  });
}
