import type { ColumnRange, TableRanges } from '../../data/profile/columnRanges.ts';
import { lockedSqlType } from '../../project/lock.ts';
import { writeYaml } from '../../registry/writeYaml.ts';

export interface LockFacts {
  readonly dataset: string;
  readonly version: string;
  /** Undefined of a dataset that is SQL. */
  readonly files: number | undefined;
  readonly table: TableRanges;
  /** Columns of which only types and the share of missing values are told, in lower case. */
  readonly sensitive: ReadonlySet<string>;
}

const HEAD = `# Written by \`modelyard data lock\`. Commit it: where the data is not, specs are checked against this.\n`;

/** The text of a lock file: the same facts give the same bytes. */
export function lockText({ dataset, version, files, table, sensitive }: LockFacts): string {
  const columns = table.columns.map(
    (column) => [column.name, lockedColumn(column, table.rows, sensitive.has(column.name.toLowerCase()))] as const,
  );
  return HEAD + writeYaml({ dataset_lock: dataset, version, rows: table.rows, files, columns: new Map(columns) });
}

function lockedColumn({ type, sqlType, missing, min, max }: ColumnRange, rows: number, isHidden: boolean): object {
  const share = rows === 0 ? 0 : missing / rows;
  const told = { type, sql_type: lockedSqlType(sqlType), missing: share };
  return isHidden || min === undefined || max === undefined ? told : { ...told, min, max };
}
