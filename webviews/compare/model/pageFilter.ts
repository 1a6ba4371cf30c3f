import { type Comparison, parseFilter } from '../../../engine/src/tracking/filter.ts';
import { filterWords, hasWord, isSearchedTag } from '../../../engine/src/tracking/filterWords.ts';
import { holds } from '../../../engine/src/tracking/holds.ts';
import type { ColumnId } from '../../../engine/src/tracking/table/runTable.ts';
import type { Cells } from './cells.ts';
import type { Table } from './table.ts';

export interface PageFilterAsked {
  readonly filter: string;
  readonly table: Table;
  /** The table is of the project's own runs alone: other stores may read a filter otherwise. */
  readonly isOwn: boolean;
  readonly hasAllColumns: boolean;
}

/** A filter as far as the page can tell what it takes. */
export interface PageFilter {
  /** 1 where it takes a run, as the store would say; undefined where the store has to be asked. */
  readonly kept: Uint8Array | undefined;
  /** Columns with whose cells the page could tell it. */
  readonly missing: readonly ColumnId[];
}

const UNKNOWN: PageFilter = { kept: undefined, missing: [] };

/** Applies a filter to cells that are here. The store alone knows what is wrong with a filter, and what no column holds. */
export function pageFilter({ filter, table, isOwn, hasAllColumns }: PageFilterAsked): PageFilter {
  const words = filterWords(filter);
  const tests = words === undefined ? comparisonTests(filter, table, isOwn) : wordTests(words, table);
  if (tests === undefined || (words !== undefined && !(isOwn && hasAllColumns))) return UNKNOWN;
  const missing = tests.flatMap(({ missing }) => missing ?? []);
  if (missing.length > 0) return { kept: undefined, missing };
  const kept = new Uint8Array(table.runs.length).fill(1);
  for (const { takes } of tests) for (let row = 0; row < kept.length; row += 1) if (!takes(row)) kept[row] = 0;
  return { kept, missing };
}

/** Columns that a filter names, whether or not it is written to its end. */
export function columnsNamed(filter: string, table: Table): readonly ColumnId[] {
  const named = filter.match(NAMED)?.map((id) => id.replaceAll('`', '')) ?? [];
  return named.filter((id) => table.columns.has(id));
}

const NAMED = /\b(?:metrics|params|tags)\.(?:[\p{L}\p{N}_./:-]+|`[^`]+`)/gu;

/** Whether a filter is more than the beginning of a comparison, which would be taken for words. */
export function isWholeFilter(filter: string): boolean {
  return filterWords(filter) === undefined || !/\b(?:metric|param|tag|attribute)s?\./.test(filter);
}

interface Test {
  readonly takes: (row: number) => boolean;
  /** Columns that have to be here first. */
  readonly missing?: readonly ColumnId[];
}

function comparisonTests(filter: string, table: Table, isOwn: boolean): readonly Test[] | undefined {
  const comparisons = parsed(filter);
  const tests = comparisons?.map((one) => (isOwn || one.entity === 'metric' ? comparisonTest(one, table) : undefined));
  return tests?.every((one) => one !== undefined) ? tests : undefined;
}

/** Undefined where it is wrong: the store says how. */
function parsed(filter: string): readonly Comparison[] | undefined {
  try {
    return parseFilter(filter);
  } catch {
    return undefined;
  }
}

const TOLD_ATTRIBUTES: ReadonlySet<string> = new Set(['run_name', 'user_id', 'start_time']);

function comparisonTest(comparison: Comparison, table: Table): Test | undefined {
  const { entity, key } = comparison;
  if (entity === 'dataset') return undefined;
  if (entity === 'attribute' && key === 'run_id') return { takes: (row) => holds(comparison, table.runs[row]) };
  if (entity === 'attribute' && !TOLD_ATTRIBUTES.has(key)) return undefined;
  const id = `${entity}s.${key}`;
  const cells = table.cells.get(id);
  if (cells === undefined) return table.columns.has(id) ? missing(id) : undefined;
  if (cells.kind === 'text') return comparison.kind === 'number' ? undefined : textTest(comparison, cells);
  const { values, has } = cells;
  if (comparison.kind === 'number') return { takes: (row) => has[row] === 1 && holds(comparison, values[row]) };
  if (comparison.kind === 'presence')
    return { takes: (row) => (has[row] === 1) === (comparison.operator !== 'IS NULL') };
  // For the store params are texts, and a number may be written in many ways.
  if (cells.isPlain !== true) return undefined;
  return { takes: (row) => has[row] === 1 && holds(comparison, String(values[row])) };
}

/** Each text is looked at once, however many runs have it. */
function textTest(comparison: Comparison, { texts, codes }: Extract<Cells, { kind: 'text' }>): Test | undefined {
  if (texts.some(isCut)) return undefined;
  const takes = texts.map((text) => holds(comparison, text));
  const takesNone = holds(comparison, undefined);
  return { takes: (row) => takes[codes[row] ?? -1] ?? takesNone };
}

function wordTests(words: readonly string[], table: Table): readonly Test[] | undefined {
  const tags = [...table.columns.values()].filter(({ kind, name }) => kind === 'tag' && isSearchedTag(name));
  const names = table.cells.get(NAME);
  if (names?.kind !== 'text') return [missing(NAME)];
  const absent = tags.flatMap(({ id }) => (table.cells.has(id) ? [] : [id]));
  if (absent.length > 0) return [{ takes: () => false, missing: absent }];
  const columns = tags.map(({ id, name }) => ({ key: name, cells: table.cells.get(id)! }));
  if ([names, ...columns.map(({ cells }) => cells)].some((cells) => cells.kind === 'text' && cells.texts.some(isCut)))
    return undefined;
  return words.map((word): Test => {
    const inName = wordIn(word, names);
    const inTags = columns.map(({ key, cells }) => wordIn(word, cells, key));
    return {
      takes: (row) => hasWord(table.runs[row] ?? '', word, 'start') || inName(row) || inTags.some((has) => has(row)),
    };
  });
}

const NAME = 'attributes.run_name';

/** Whether a run has a word in a column, or in what the column is called. */
function wordIn(word: string, cells: Cells, key = ''): (row: number) => boolean {
  if (cells.kind === 'number') return () => false;
  const { texts, codes } = cells;
  const isInKey = key !== '' && hasWord(key, word);
  const takes = texts.map((text) => isInKey || hasWord(text, word));
  return (row) => takes[codes[row] ?? -1] ?? false;
}

function missing(id: ColumnId): Test {
  return { takes: () => false, missing: [id] };
}

/** Of long texts only the beginning was told. */
function isCut(text: string): boolean {
  return text.endsWith('…');
}
