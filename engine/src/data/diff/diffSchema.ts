import type { Column } from '../../language/columnType.ts';
import { identifier } from '../../ports/sqlText.ts';

export interface SchemaDiff {
  readonly added: readonly Column[];
  readonly removed: readonly Column[];
  readonly retyped: readonly { readonly name: string; readonly a: string; readonly b: string }[];
}

/** A column of both tables, with SQL that gives values of it which can be compared. */
export interface CommonColumn {
  readonly name: string;
  readonly sql: string;
}

export function compareSchemas(a: readonly Column[], b: readonly Column[]): SchemaDiff {
  const before = new Map(a.map((column) => [column.name, column]));
  const after = new Map(b.map((column) => [column.name, column]));
  return {
    added: b.filter(({ name }) => !before.has(name)),
    removed: a.filter(({ name }) => !after.has(name)),
    retyped: a.flatMap(({ name, sqlType }) => {
      const other = after.get(name)?.sqlType;
      return other === undefined || other === sqlType ? [] : [{ name, a: sqlType, b: other }];
    }),
  };
}

/** In the order of the first. */
export function commonColumns(a: readonly Column[], b: readonly Column[]): readonly CommonColumn[] {
  const after = new Map(b.map((column) => [column.name, column]));
  return a.flatMap((column) => {
    const other = after.get(column.name);
    return other === undefined ? [] : [{ name: column.name, sql: comparable(column, other) }];
  });
}

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'float', 'decimal', 'boolean']);

/** Values of two types meet as numbers or as texts: 1 and 1.0 are the same, 1 and `01` are not. */
function comparable(a: Column, b: Column): string {
  const name = identifier(a.name);
  if (a.sqlType === b.sqlType) return name;
  if (a.type === 'integer' && b.type === 'integer') return `${name}::HUGEINT`;
  return NUMBERS.has(a.type) && NUMBERS.has(b.type) ? `${name}::DOUBLE` : `${name}::VARCHAR`;
}
