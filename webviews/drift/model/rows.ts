import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { testWords } from './testWords.ts';

/** More columns that did not drift than these are told by their count. */
const MOST_QUIET = 12;

export interface ColumnRows {
  /** In the order of the page. */
  readonly shown: readonly ColumnReport[];
  /** Those that are told by their count alone. */
  readonly folded: readonly ColumnReport[];
}

export interface RowsAsked {
  readonly search: string;
  /** Else by name. */
  readonly driftedFirst: boolean;
  readonly unfolded: boolean;
}

/** Which columns are rows: those that moved first, then those without a verdict, then the rest, which may be many. */
export function columnRows(columns: readonly ColumnReport[], asked: RowsAsked): ColumnRows {
  const words = asked.search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = columns.filter(({ column, type, changed }) => {
    const text = `${column} ${type} ${changed}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (!asked.driftedFirst)
    return { shown: [...found].sort((a, b) => (a.column < b.column ? -1 : a.column > b.column ? 1 : 0)), folded: [] };
  const quiet = found.filter(({ verdict }) => verdict === 'none');
  const first = [
    ...found.filter(({ verdict }) => verdict === 'drift'),
    ...found.filter(({ verdict }) => verdict === 'unknown'),
  ];
  if (quiet.length <= MOST_QUIET || words.length > 0) return { shown: [...first, ...quiet], folded: [] };
  return asked.unfolded ? { shown: [...first, ...quiet], folded: quiet } : { shown: first, folded: quiet };
}

export interface Room {
  /** Of the frame, in pixels. */
  readonly height: number;
  readonly rows: number;
}

const HEAD = 225;
export const ROW_HEIGHT = 46;
const OPENED = 260;

/** The columns that are open at first: all that drifted of a few, of many as far as the screen goes. */
export function openAtFirst(columns: readonly ColumnReport[], { height, rows }: Room): ReadonlySet<string> {
  if (columns.length === 1) return new Set([columns[0]!.column]);
  const drifted = columns.filter(({ verdict }) => verdict === 'drift').map(({ column }) => column);
  if (columns.length <= 3) return new Set(drifted);
  const room = Math.floor((height - HEAD - ROW_HEIGHT * Math.min(rows, 12)) / OPENED);
  return new Set(drifted.slice(0, Math.max(1, room)));
}

/** How far a column is from its limit: 1 is at it; null where nothing can be held against another. */
export function effectOf({ test, statistic, pValue, threshold, verdict }: ColumnReport): number | null {
  if (verdict === 'unknown' || threshold === null || !(threshold > 0)) return null;
  if (testWords(test).byP)
    return pValue === null || !(threshold < 1) ? null : Math.log10(Math.max(pValue, 1e-30)) / Math.log10(threshold);
  return statistic === null ? null : statistic / threshold;
}
