import { duration } from '../../../engine/src/language/figures.ts';
import { onScreen } from '../../../engine/src/language/screenFigures.ts';
import { tableTime } from '../../../engine/src/language/times.ts';
import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import { figureText } from './columnFigures.ts';

/** What a cell shows that is no metric: `-` where a run has nothing. */
export function cellText(column: TableColumn, value: number | string | undefined, now: number): string {
  if (value === undefined) return '-';
  if (typeof value === 'string') return column.kind === 'dataset' ? value.replace(HASH, '$1') : oneLine(value);
  if (column.type === 'time') return Number.isFinite(value) ? timeText(value, now) : '-';
  if (column.id === 'attributes.duration') return duration(value);
  if (column.kind === 'metric') return figureText(value, undefined);
  return onScreen(String(value));
}

/** What a cell is copied as: with all its digits, and the minus that programs read. */
export function copiedText(column: TableColumn, value: number | string | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number' && column.type === 'time') return new Date(value).toISOString();
  return String(value);
}

/** Of a version of data, as people know it: its beginning. */
const HASH = /^([0-9a-f]{8})[0-9a-f]{24,}$/;
const LONGEST = 120;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const times = new Map<number, string>();
const REMEMBERED = 20_000;
const MINUTE = 60_000;

/** Times are written slowly, and many rows begin in one minute. */
function timeText(at: number, now: number): string {
  const minute = Math.floor(at / MINUTE);
  const known = times.get(minute);
  if (known !== undefined) return known;
  if (times.size > REMEMBERED) times.clear();
  const text = tableTime(at, { now });
  times.set(minute, text);
  return text;
}
