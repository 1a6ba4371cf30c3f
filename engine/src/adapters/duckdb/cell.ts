import {
  DuckDBArrayValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Cell } from '../../ports/dataSource.ts';

/** A value as plain data: integers as numbers where exact, else text; times as ISO 8601 in UTC; what JSON has no form for as text. */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  if (typeof value === 'bigint') return integerCell(value);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  return timeCell(value) ?? nestedCell(value) ?? String(value);
}

function integerCell(value: bigint): Cell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function timeCell(value: DuckDBValue): Cell | undefined {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return value.isFinite ? isoTime(value.micros) : String(value);
  }
  if (value instanceof DuckDBTimestampSecondsValue) return isoTime(value.seconds * 1_000_000n);
  if (value instanceof DuckDBTimestampMillisecondsValue) return isoTime(value.millis * 1_000n);
  if (value instanceof DuckDBTimestampNanosecondsValue) return isoTime(value.nanos / 1_000n);
  if (value instanceof DuckDBDateValue) return String(value);
  return undefined;
}

/** `2001-01-02T03:04:05Z`, with a fraction only where there is one; years JavaScript cannot hold as DuckDB writes them. */
export function isoTime(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((micros - rest) / 1_000n));
  if (Number.isNaN(date.getTime())) return String(new DuckDBTimestampValue(micros));
  const seconds = date.toISOString().slice(0, -'.000Z'.length);
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
  return `${seconds}${fraction}Z`;
}

function nestedCell(value: DuckDBValue): Cell | undefined {
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(cellOf);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, cellOf(entry)]));
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(value.entries.map(({ key, value: entry }) => [String(cellOf(key)), cellOf(entry)]));
  }
  if (value instanceof DuckDBUnionValue) return cellOf(value.value);
  return undefined;
}
