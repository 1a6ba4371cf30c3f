import type { ColumnType } from './columnType.ts';

/**
 * The SQL type of a feature: what its view declares, as wide as needed for what its SQL gives.
 * Sums of integers become 64-bit integers, times lose their zone (they are UTC).
 */
export function featureSqlType(declared: ColumnType, sqlType: string): string {
  switch (declared) {
    case 'integer':
      return /^U?(?:TINY|SMALL)INT$|^U?INTEGER$/.test(sqlType) ? sqlType : 'BIGINT';
    case 'float':
      return sqlType === 'FLOAT' ? sqlType : 'DOUBLE';
    case 'decimal':
      return sqlType.startsWith('DECIMAL') ? sqlType : 'DECIMAL(38,0)';
    case 'boolean':
    case 'date':
    case 'time':
    case 'timestamp':
      return declared.toUpperCase();
    default:
      return 'VARCHAR';
  }
}
