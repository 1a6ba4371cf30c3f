import { identifier } from '../../ports/sqlText.ts';
import { instantOfText, isInstant, isLocalTime, utcOfInstant, utcOfLocal, utcOfText, type Zone } from './localTimes.ts';

/** How a column of a CSV file is read. */
export interface CsvColumn {
  readonly name: string;
  /** The type that it is read with. */
  readonly type: string;
  /** What stands for it instead of what was read. */
  readonly item?: string;
}

/**
 * Read as TIMESTAMP, DuckDB leaves zones out that stand in the texts; read WITH TIME ZONE, it takes texts without one for UTC.
 * So a time of the zone is told by its text, unless all texts have a format of their own, in which there is a zone or not.
 */
export function csvColumn(
  name: string,
  from: {
    readonly found: string;
    readonly declared: string | undefined;
    readonly zone: Zone | undefined;
    readonly hasTimeFormat: boolean;
  },
): CsvColumn {
  const { found, zone, hasTimeFormat } = from;
  const wanted = from.declared ?? found;
  const declared = wanted.toUpperCase();
  const column = identifier(name);
  const isLocal = isLocalTime(declared) || declared === 'DATETIME';
  if (!isLocal && !isInstant(declared)) return { name, type: wanted };
  if (isLocal && (isLocalTime(found) || found === 'DATE'))
    return zone === undefined ? { name, type: wanted } : { name, type: 'TIMESTAMP', item: utcOfLocal(column, zone) };
  if (zone === undefined || hasTimeFormat) {
    const read = { name, type: 'TIMESTAMP WITH TIME ZONE' };
    return isLocal ? { ...read, item: utcOfInstant(column) } : read;
  }
  return { name, type: 'VARCHAR', item: isLocal ? utcOfText(column, zone) : instantOfText(column, zone) };
}
