import { identifier } from '../../ports/sqlText.ts';
import {
  instantOfLocal,
  instantOfText,
  isInstant,
  isLocalTime,
  utcOfInstant,
  utcOfLocal,
  utcOfText,
  type Zone,
} from './localTimes.ts';

/** How a column of a CSV file is read. */
export interface CsvColumn {
  readonly name: string;
  /** The type that it is read with. */
  readonly type: string;
  /** What stands for it instead of what was read. */
  readonly item?: string;
}

const UTC: Zone = { name: 'UTC', asWritten: false };

/**
 * Read as TIMESTAMP, DuckDB leaves zones out that stand in the texts; read WITH TIME ZONE, it takes texts without one for UTC.
 * So a time of the zone is told by its text, unless all texts have a format of their own, in which there is a zone or not.
 * Read WITH TIME ZONE, a text that is no time becomes null without a word (DuckDB 1.5); a cast of the text refuses it.
 */
export function csvColumn(
  name: string,
  seen: {
    readonly found: string;
    readonly declared: string | undefined;
    readonly zone: Zone | undefined;
    readonly hasTimeFormat: boolean;
  },
): CsvColumn {
  const { found, zone, hasTimeFormat } = seen;
  const wanted = seen.declared ?? found;
  const declared = wanted.toUpperCase();
  const column = identifier(name);
  const isLocal = isLocalTime(declared) || declared === 'DATETIME';
  if (/^(?:TIMETZ|TIME WITH TIME ZONE)$/.test(declared)) return { name, type: 'VARCHAR', item: `${column}::TIMETZ` };
  if (!isLocal && !isInstant(declared)) return { name, type: wanted };
  if (isLocalTime(found) || found === 'DATE') {
    if (!isLocal) return { name, type: found, item: instantOfLocal(column, zone ?? UTC) };
    return zone === undefined ? { name, type: wanted } : { name, type: 'TIMESTAMP', item: utcOfLocal(column, zone) };
  }
  if (isInstant(found) && (zone === undefined || hasTimeFormat)) {
    const read = { name, type: 'TIMESTAMP WITH TIME ZONE' };
    return isLocal ? { ...read, item: utcOfInstant(column) } : read;
  }
  const from = zone ?? UTC;
  return { name, type: 'VARCHAR', item: isLocal ? utcOfText(column, from) : instantOfText(column, from) };
}
