/** The column types of the spec language, and how they reach a model. */
export const COLUMN_TYPES = [
  'boolean',
  'integer',
  'float',
  'decimal',
  'string',
  'category',
  'timestamp',
  'date',
  'time',
  'list',
  'struct',
] as const;

export type ColumnType = (typeof COLUMN_TYPES)[number];

/** A column as the data engine sees it. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** The data engine's own name of the type, such as `TIMESTAMP WITH TIME ZONE` or `DECIMAL(18,3)`. */
  readonly sqlType: string;
}

/** Kinds of column whose values can be equal to each other's; a type that is not here stands for itself. */
const FAMILIES: Readonly<Partial<Record<ColumnType, string>>> = {
  integer: 'number',
  float: 'number',
  decimal: 'number',
  string: 'text',
  category: 'text',
  timestamp: 'time',
  date: 'time',
};

/** Whether a value of one type can equal one of the other. */
export function areComparable(a: ColumnType, b: ColumnType): boolean {
  return (FAMILIES[a] ?? a) === (FAMILIES[b] ?? b);
}
