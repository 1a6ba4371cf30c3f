import { count } from '../../../engine/src/language/figures.ts';
import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import type { Cells } from './cells.ts';
import { columnTitle } from './columnTitle.ts';
import type { Table } from './table.ts';

/** What may stand at the caret of a filter: it replaces the text between `from` and `to`. */
export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

export interface Completion {
  readonly text: string;
  /** What it is. */
  readonly detail: string;
}

const SHOWN = 40;

/** Attributes that the store's filter knows. */
const ATTRIBUTES: readonly string[] = ['run_name', 'status', 'user_id', 'start_time'];

/** Completes columns, operators and values from what the table holds. */
export function completions(text: string, caret: number, table: Table): Completions {
  const { expects, from, column } = placeAt(text.slice(0, caret));
  const partial = text.slice(from, caret);
  const to = caret + (/^[^\s'"`<>=!]*/.exec(text.slice(caret))?.[0].length ?? 0);
  const items = matching(itemsFor(expects, column, table), partial);
  return { from, to, items };
}

/** The text after a completion was taken, and where the caret stands then. */
export function completed(
  text: string,
  { from, to }: Completions,
  item: Completion,
): { readonly text: string; readonly caret: number } {
  const before = `${text.slice(0, from)}${item.text} `;
  return { text: before + text.slice(to).trimStart(), caret: before.length };
}

interface Place {
  readonly expects: 'column' | 'operator' | 'value' | 'and';
  /** Where what is being written begins. */
  readonly from: number;
  /** Id of the column whose operator or value it is. */
  readonly column: string;
}

const PIECES = {
  column: /\s*((?:\w+\.)?(?:`[^`]*`?|"[^"]*"?|[\p{L}\p{N}_./:-]+))/uy,
  operator: /\s*(>=|<=|!=|<>|==|[<>=]|NOT\s+IN\b|IN\b|I?LIKE\b|IS(?:\s+NOT)?\s+NULL\b|[A-Za-z]+)/iy,
  value: /\s*('(?:[^']|'')*'?|"[^"]*"?|\([^)]*\)?|[^\s]+)/y,
  and: /\s*([A-Za-z]+)/y,
} as const;

const NEXT = { column: 'operator', operator: 'value', value: 'and', and: 'column' } as const;

function placeAt(before: string): Place {
  let expects: Place['expects'] = 'column';
  let [at, column] = [0, ''];
  for (;;) {
    const pattern: RegExp = PIECES[expects];
    pattern.lastIndex = at;
    const found: RegExpExecArray | null = pattern.exec(before);
    const piece: string | undefined = found?.[1];
    if (piece === undefined) return { expects, from: at + (/^\s*/.exec(before.slice(at))?.[0].length ?? 0), column };
    const end = pattern.lastIndex;
    const isOpen = end === before.length && !isWhole(expects, piece);
    if (isOpen) return { expects, from: end - piece.length, column };
    if (expects === 'column') column = plainId(piece);
    const isDone: boolean = expects === 'operator' && /NULL$/i.test(piece);
    expects = isDone ? 'and' : NEXT[expects];
    at = end;
  }
}

/** Whether a piece at the end of the text is complete without a space after it. */
function isWhole(expects: Place['expects'], piece: string): boolean {
  if (expects === 'operator') return /^[<>=!]+$/.test(piece);
  return expects === 'value' && piece.length > 1 && /^'.*'$|^\(.*\)$/s.test(piece);
}

function plainId(piece: string): string {
  return piece.replace(/[`"]/g, '').replace(/^(metric|param|tag|attribute)\./, '$1s.');
}

function itemsFor(expects: Place['expects'], column: string, table: Table): readonly Completion[] {
  const known = table.columns.get(column);
  if (expects === 'column') return columnItems(table);
  if (expects === 'and') return [{ text: 'AND', detail: 'both hold' }];
  if (expects === 'operator') return operatorItems(column);
  return valueItems(known, table.cells.get(column));
}

function columnItems(table: Table): readonly Completion[] {
  return [...table.columns.values()]
    .filter(({ kind, name }) => kind !== 'dataset' && (kind !== 'attribute' || ATTRIBUTES.includes(name)))
    .map((column) => ({ text: quotedId(column), detail: detailOf(column, table.runs.length) }));
}

function quotedId({ id, name }: TableColumn): string {
  const prefix = id.slice(0, id.length - name.length);
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_./:-]*$/u.test(name)) return id;
  return `${prefix}\`${name.replaceAll('`', '``')}\``;
}

function detailOf(column: TableColumn, runs: number): string {
  const title = columnTitle(column);
  const filled = column.filled === runs ? '' : `in ${count(column.filled)} of ${count(runs)}`;
  return [title === column.name ? '' : title, column.differs ? '' : 'same in all', filled].filter(Boolean).join(', ');
}

const NUMBER_OPERATORS = ['>', '>=', '<', '<=', '=', '!='];
const TEXT_OPERATORS = ['=', '!=', 'LIKE', 'ILIKE'];
const OPERATOR_WORDS: Readonly<Record<string, string>> = {
  '>': 'greater than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
  '=': 'equal',
  '!=': 'not equal',
  LIKE: '% stands for any text',
  ILIKE: 'LIKE in any case',
  'IS NULL': 'has none',
  'IS NOT NULL': 'has one',
};

function operatorItems(column: string): readonly Completion[] {
  const isNumber = /^metrics\.|^(?:attributes\.)?(?:start_time|end_time)$/.test(column);
  const hasNull = /^(?:params|tags)\./.test(column);
  const operators = isNumber ? NUMBER_OPERATORS : [...TEXT_OPERATORS, ...(hasNull ? ['IS NULL', 'IS NOT NULL'] : [])];
  return operators.map((text) => ({ text, detail: OPERATOR_WORDS[text] ?? '' }));
}

/** Values that runs have, the most frequent first; params are texts for the filter. */
function valueItems(column: TableColumn | undefined, cells: Cells | undefined): readonly Completion[] {
  if (cells === undefined || column === undefined) return [];
  const known = valuesOf.get(cells);
  if (known !== undefined) return known;
  const isText = column.kind !== 'metric' && column.type !== 'time';
  const items = [...countsOf(cells)]
    .sort(([, a], [, b]) => b - a)
    .slice(0, isText ? 1000 : SHOWN)
    .map(([value, runs]) => ({
      text: isText ? `'${String(value).replaceAll("'", "''")}'` : String(value),
      detail: `${count(runs)} ${runs === 1 ? 'run' : 'runs'}`,
    }));
  valuesOf.set(cells, items);
  return items;
}

/** Each letter of a filter asks for them again. */
const valuesOf = new WeakMap<Cells, readonly Completion[]>();

function countsOf(cells: Cells): ReadonlyMap<string | number, number> {
  const counts = new Map<string | number, number>();
  if (cells.kind === 'text') {
    const byCode = new Uint32Array(cells.texts.length);
    for (const code of cells.codes) if (code >= 0) byCode[code]! += 1;
    for (const code of new Set(cells.codes)) if (code >= 0) counts.set(cells.texts[code] ?? '', byCode[code] ?? 0);
    return counts;
  }
  const { has, values } = cells;
  for (let row = 0; row < has.length; row += 1) {
    const value = values[row]!;
    if (has[row] === 1 && Number.isFinite(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Those that begin with what is written, then those that contain it. */
function matching(items: readonly Completion[], partial: string): readonly Completion[] {
  const wanted = partial.replace(/^['"`]/, '').toLowerCase();
  if (wanted === '') return items.slice(0, SHOWN);
  const begins: Completion[] = [];
  const contains: Completion[] = [];
  for (const item of items) {
    const text = item.text.replace(/^['"`]/, '').toLowerCase();
    if (text.startsWith(wanted) || text.replace(/^\w+\./, '').startsWith(wanted)) begins.push(item);
    else if (text.includes(wanted)) contains.push(item);
    if (begins.length >= SHOWN) break;
  }
  return [...begins, ...contains].slice(0, SHOWN);
}
