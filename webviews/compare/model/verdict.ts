import { count, decimalsOf, duration } from '../../../engine/src/language/figures.ts';
import { difference } from '../../../engine/src/language/screenFigures.ts';
import type { PairedFigure } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { TableColumn } from '../../../engine/src/tracking/table/runTable.ts';
import { cellAt } from './cells.ts';
import { columnFigures, figureText } from './columnFigures.ts';
import { columnTitle } from './columnTitle.ts';
import { type Difference, differenceTo, differsIn, type Standing, standing } from './figures.ts';
import { pairedInterval } from './pairWords.ts';
import { shortRun } from './runLooks.ts';
import type { Table } from './table.ts';

/** What a comparison says first. */
export interface CompareVerdict {
  readonly tone: 'good' | 'plain' | 'empty';
  readonly title: string;
  readonly lines: readonly string[];
  /** The filter leaves nothing, and can be taken away. */
  readonly isFiltered?: true;
  /** The run that is called the best, and the one that it is held against. */
  readonly pair?: { readonly run: string; readonly baseline: string };
}

export interface VerdictAsked {
  readonly table: Table;
  /** Places of the runs that the filter takes. */
  readonly taken: Uint32Array;
  readonly filter: string;
  readonly baseline: string | null;
  /** Id of production's run. */
  readonly production: string | null;
  /** How a run stands to the baseline on the rows that both were scored on, where that is known. */
  readonly pairedWith?: (run: string, metric: string) => PairedFigure | undefined;
}

/** Which run is best by the main metric, and whether it truly beats the baseline. */
export function compareVerdict(asked: VerdictAsked): CompareVerdict {
  const { table, taken } = asked;
  if (table.runs.length === 0)
    return {
      tone: 'empty',
      title: 'No runs yet',
      lines: ['Runs of this project appear here, from the editor, the terminal or your own script.'],
    };
  if (taken.length === 0) return { tone: 'empty', ...leavesNone(asked), isFiltered: true };
  const column = mainMetric(table);
  if (taken.length === 1) return oneRun(table, taken[0] ?? 0, column);
  const runs = `${count(taken.length)} runs`;
  if (column === undefined)
    return {
      tone: 'plain',
      title: runs,
      lines: ['No pipeline names a main metric. Sort by a metric to see which run leads in it.'],
    };
  const place = asked.baseline === null ? undefined : table.rows.get(asked.baseline);
  const found = standing(table, column, taken, place);
  if (found === undefined)
    return { tone: 'plain', title: runs, lines: [`None of them has a figure of ${columnTitle(column)} to compare.`] };
  return compared(asked, { column, found, place });
}

/** The metric that pipelines ask for first, of those with a known direction of better. */
export function mainMetric(table: Table): TableColumn | undefined {
  let main: TableColumn | undefined;
  for (const column of table.columns.values())
    if (column.kind === 'metric' && column.rank !== null && (main?.rank ?? Number.POSITIVE_INFINITY) > column.rank)
      main = column;
  return main;
}

interface Found {
  readonly column: TableColumn;
  readonly found: Standing;
  readonly place: number | undefined;
}

function compared(asked: VerdictAsked, { column, found, place }: Found): CompareVerdict {
  const { table, taken } = asked;
  const cells = table.cells.get(column.id);
  const text = textIn(table, column, taken);
  const best = shortRun(table, table.runs[found.best] ?? '');
  const isBest = `${best} is the best of ${count(taken.length)}`;
  const value = `${columnTitle(column)} ${text(found.best)}`;
  if (place === undefined)
    return {
      tone: 'plain',
      title: isBest,
      lines: [`${value}. No baseline: B on a row makes it the one that others are held against.`],
    };
  const rival = rivalName(asked);
  const counts = countsText(found, taken.length);
  if (found.best === place)
    return {
      tone: 'plain',
      title: `No run is better than ${rival}`,
      lines: [`${rival} has the best ${value}.${counts}`],
    };
  const by = differenceTo(cells, { row: found.best, baseline: place }, column.better);
  if (by === undefined)
    return { tone: 'plain', title: isBest, lines: [`${value}. ${rival} has no figure of it.${counts}`] };
  const against = `${value} against ${text(place)}`;
  const words = { rival, isBest, best, decimals: decimalsIn(table, column, taken), against };
  const pair = { run: table.runs[found.best] ?? '', baseline: table.runs[place] ?? '' };
  const paired = asked.pairedWith?.(pair.run, column.name);
  const { line, ...verdict } = paired === undefined ? told(by, words) : toldPaired(paired, words);
  const said = paired === undefined ? counts : countsText(recounted(found, by.verdict, paired.verdict), taken.length);
  return { ...verdict, pair, lines: [`${line}${said}${leadText(table, found.best, place)}`] };
}

interface Words {
  readonly rival: string;
  readonly isBest: string;
  readonly best: string;
  readonly decimals: number | undefined;
  readonly against: string;
}

function told(
  by: Difference,
  { rival, isBest, best, decimals, against }: Words,
): Pick<CompareVerdict, 'tone' | 'title'> & { readonly line: string } {
  const size = figureText(Math.abs(by.value), decimals);
  const signed = difference(by.value, null, decimals);
  if (by.verdict === 'better')
    return { tone: 'good', title: `${isBest}, better than ${rival} by ${size}`, line: `${against}: ${signed}.` };
  if (by.verdict === 'same')
    return {
      tone: 'plain',
      title: `No run is better than ${rival} beyond noise`,
      line: `${best} leads with ${against}, but their intervals overlap.`,
    };
  return {
    tone: 'plain',
    title: isBest,
    line: `${against}: ${signed}. Without intervals nothing tells whether that is noise.`,
  };
}

/** On the same rows overlapping intervals may hide a difference, and the interval of the difference tells. */
function toldPaired(
  paired: PairedFigure,
  { rival, isBest, best, decimals, against }: Words,
): Pick<CompareVerdict, 'tone' | 'title'> & { readonly line: string } {
  const rows = `on the ${count(paired.rows)} rows that both were scored on`;
  const finer = Math.max(decimals ?? 0, decimalsOf(paired.low, paired.high) ?? 0);
  const size = figureText(Math.abs(paired.difference), finer);
  if (paired.verdict === 'better')
    return {
      tone: 'good',
      title: `${isBest}, better than ${rival} by ${size}`,
      line: `${against}: ${difference(paired.difference, 'better', finer)} ${pairedInterval(paired)} ${rows}.`,
    };
  return {
    tone: 'plain',
    title: `No run is better than ${rival} beyond noise`,
    line: `${best} leads with ${against}, but ${rows} the difference is ${difference(paired.difference, null, finer)} ${pairedInterval({ ...paired, verdict: null })}.`,
  };
}

/** The best run counts as its paired difference says. */
function recounted(found: Standing, was: Difference['verdict'], is: Difference['verdict']): Standing {
  const counts = { ...found };
  if (was !== null) counts[was] -= 1;
  if (is !== null) counts[is] += 1;
  return counts;
}

/** What the difference is by is not paired by rows: intervals that overlap count as no difference. */
function countsText({ better, same, worse }: Standing, all: number): string {
  if (better + same + worse === 0) return '';
  const parts = [
    `${count(better)} ${better === 1 ? 'is' : 'are'} better beyond noise`,
    ...(same > 0 ? [`${count(same)} no different`] : []),
    ...(worse > 0 ? [`${count(worse)} worse`] : []),
  ];
  return ` Of ${count(all)} runs ${parts.join(', ')}.`;
}

const NAMED = 3;

/** What the best run was given that the baseline was not. */
function leadText(table: Table, best: number, baseline: number): string {
  const rows = Uint32Array.of(best, baseline);
  const params = [...table.columns.values()].filter(({ id, kind }) => {
    const cells = table.cells.get(id);
    return kind === 'param' && cells !== undefined && differsIn(cells, rows);
  });
  if (params.length === 0) return '';
  const named = params
    .slice(0, NAMED)
    .map((column) => `${columnTitle(column)} ${shortText(cellAt(table.cells.get(column.id), best))}`);
  const more = params.length > NAMED ? ` and ${count(params.length - NAMED)} more` : '';
  return ` What it has that the baseline lacks: ${named.join(', ')}${more}.`;
}

function shortText(value: number | string | undefined): string {
  if (value === undefined) return '-';
  const text = typeof value === 'number' ? figureText(value, undefined) : value;
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function rivalName({ table, baseline, production }: VerdictAsked): string {
  if (baseline === null) return 'the baseline';
  return baseline === production ? 'production' : `the baseline ${shortRun(table, baseline)}`;
}

function oneRun(table: Table, row: number, column: TableColumn | undefined): CompareVerdict {
  const id = shortRun(table, table.runs[row] ?? '');
  const value = column === undefined ? undefined : cellAt(table.cells.get(column.id), row);
  const took = cellAt(table.cells.get('attributes.duration'), row);
  const lines = typeof took === 'number' ? [`It took ${duration(took)}.`] : [];
  if (column === undefined || typeof value !== 'number')
    return { tone: 'plain', title: `${id}, the only run here`, lines };
  return {
    tone: 'plain',
    title: `${id} has ${columnTitle(column)} ${textIn(table, column, Uint32Array.of(row))(row)}`,
    lines,
  };
}

const COMPARISON = /^\s*(?:metrics?|params?|attributes?)\.(?:[`"]([^`"]+)[`"]|([\w./:-]+))\s*([<>])=?/;

/** `metrics.roc_auc > 0.72 leaves none; the highest is 0.713`. */
function leavesNone({ table, filter }: VerdictAsked): Pick<CompareVerdict, 'title' | 'lines'> {
  const shown = filter.length > 120 ? `${filter.slice(0, 119)}…` : filter;
  const [, quoted, plain, operator] = COMPARISON.exec(filter) ?? [];
  const column = table.columns.get(`metrics.${quoted ?? plain ?? ''}`);
  const cells = column && table.cells.get(column.id);
  const found =
    column &&
    standing(
      table,
      { ...column, better: operator === '<' ? 'lower' : 'higher' },
      Uint32Array.from(table.runs.keys()),
      undefined,
    );
  const extreme =
    column === undefined || found === undefined
      ? ''
      : `; the ${operator === '<' ? 'lowest' : 'highest'} is ${String(figureText(Number(cellAt(cells, found.best)), undefined))}`;
  return {
    title: `${shown} leaves none${extreme}`,
    lines: [`${count(table.runs.length)} ${table.runs.length === 1 ? 'run is' : 'runs are'} there without it.`],
  };
}

function textIn(table: Table, column: TableColumn, rows: Uint32Array): (row: number) => string {
  const cells = table.cells.get(column.id);
  const decimals = decimalsIn(table, column, rows);
  return (row) => {
    const value = cellAt(cells, row);
    return typeof value === 'number' ? figureText(value, decimals) : '-';
  };
}

function decimalsIn(table: Table, column: TableColumn, rows: Uint32Array): number | undefined {
  const cells = table.cells.get(column.id);
  return cells?.kind === 'number' ? columnFigures(cells, rows).decimals : undefined;
}
