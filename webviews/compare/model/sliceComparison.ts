import type { MetricValue } from '../../../engine/src/evaluation/evaluation.ts';
import { cut, decimalsOf } from '../../../engine/src/language/figures.ts';
import { onScreen, type Verdict } from '../../../engine/src/language/screenFigures.ts';
import type { PairedSlicing } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { PageMetric, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { type Strip, stripOf } from '../../shared/strip.ts';
import { verdictOf } from './figures.ts';
import { pairedInterval } from './pairWords.ts';

/** An evaluated run; undefined where its page is not there, or it measured no slices. */
export type SlicedRun = Pick<RunPage, 'evaluation' | 'metrics'> | undefined;

export interface SliceChoice {
  readonly column: string;
  readonly metric: string;
  readonly search: string;
  readonly minRows: number;
  readonly shown: number;
}

export interface ComparedSlices {
  readonly rows: readonly ComparedSlice[];
  /** How many there are after search and minimum. */
  readonly matching: number;
  readonly total: number;
  /** One for all cells. */
  readonly strip: Strip | undefined;
}

export interface ComparedSlice {
  readonly name: string;
  readonly isMissing: boolean;
  /** Most that a run measured it on. */
  readonly rows: number;
  readonly cells: readonly ComparedCell[];
}

export interface ComparedCell {
  readonly measured: MetricValue | undefined;
  readonly text: string;
  /** Minus the first run's; null of the first, and where either has none. */
  readonly difference: number | null;
  readonly verdict: Verdict;
  /** Of the difference on the rows of both, without a sign where an arrow says it; empty where it is unpaired. */
  readonly interval: string;
  readonly decimals: number;
  /** Why it is unpaired, though other slices of the run are not; null where nothing is to be said. */
  readonly unpaired: string | null;
}

/** How the slices of a run stand to the first run's on the rows of both; undefined where that is not known. */
export type PairedColumn = PairedSlicing | undefined;

/** Columns by which any of the runs is sliced. */
export function slicedColumns(runs: readonly SlicedRun[]): readonly string[] {
  return [...new Set(runs.flatMap((run) => run?.evaluation?.slices.map(({ column }) => column) ?? []))];
}

/** Metrics that slices by a column were measured by, as the runs rank them. */
export function slicedMetrics(runs: readonly SlicedRun[], column: string): readonly PageMetric[] {
  const measured = new Set(runs.flatMap((run) => valuesOf(run, column).flatMap(({ metrics }) => Object.keys(metrics))));
  const known = new Map(runs.flatMap((run) => run?.metrics ?? []).map((metric) => [metric.name, metric]));
  return [...known.values()].filter(({ name }) => measured.has(name));
}

/** Slices of runs side by side: where the others fall behind the first most before others, else the worst of the first. */
export function comparedSlices(
  runs: readonly SlicedRun[],
  better: PageMetric['better'],
  { column, metric, search, minRows, shown }: SliceChoice,
  paired: readonly PairedColumn[] = [],
): ComparedSlices {
  const pairs = runs.map((_, run) => new Map(paired[run]?.values.map((slice) => [slice.value, slice])));
  const tables = runs.map((run) => new Map(valuesOf(run, column).map((slice) => [slice.value, slice])));
  const names = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  const wanted = search.trim().toLowerCase();
  const all = names.map((value) => {
    const slices = tables.map((table) => table.get(value));
    return {
      value,
      name: value === null ? 'missing' : value === '' ? '(empty)' : value,
      isMissing: value === null,
      rows: Math.max(...slices.map((slice) => slice?.rows ?? 0)),
      measured: slices.map((slice) => slice?.metrics[metric]),
    };
  });
  const matching = all.filter(({ name, rows }) => rows >= minRows && name.toLowerCase().includes(wanted));
  const sorted = matching.toSorted(
    (a, b) => rankOf(a.measured, better) - rankOf(b.measured, better) || b.rows - a.rows,
  );
  const few = sorted.slice(0, shown);
  const decimals = decimalsFor(few.flatMap(({ measured }) => measured));
  return {
    rows: few.map(({ measured, value, ...slice }) => ({
      ...slice,
      cells: measured.map((one, run) => {
        const unpaired = cellOf(one, run === 0 ? undefined : measured[0], { better, decimals });
        return pairedCell(unpaired, pairs[run]?.get(value), metric);
      }),
    })),
    matching: matching.length,
    total: all.length,
    strip: stripOf(few.flatMap(({ measured }) => measured)),
  };
}

function valuesOf(run: SlicedRun, column: string) {
  return run?.evaluation?.slices.find((slices) => slices.column === column)?.values ?? [];
}

/** The lower, the worse: by the greatest loss to the first run, else by the value itself. */
function rankOf(measured: readonly (MetricValue | undefined)[], better: PageMetric['better']): number {
  const sign = better === 'lower' ? -1 : 1;
  const base = measured[0]?.value;
  const gains = measured
    .slice(1)
    .flatMap((one) => (one?.value == null || base == null ? [] : [sign * (one.value - base)]));
  if (gains.length > 0) return better === null ? -Math.max(...gains.map(Math.abs)) : Math.min(...gains);
  // One run alone: as its own page has them. Of several, those that nothing can be told of come last.
  return measured.length === 1 && base != null && better !== null ? sign * base : Number.MAX_VALUE;
}

function cellOf(
  one: MetricValue | undefined,
  base: MetricValue | undefined,
  { better, decimals }: { readonly better: PageMetric['better']; readonly decimals: number },
): ComparedCell {
  const text = one?.value == null ? '-' : onScreen(cut(one.value, decimals));
  const alone = { measured: one, text, interval: '', decimals, unpaired: null };
  if (one?.value == null || base?.value == null) return { ...alone, difference: null, verdict: null };
  const difference = one.value - base.value;
  return { ...alone, difference, verdict: verdictOf(one, base, difference, better) };
}

/** On the rows of both where that is known. */
function pairedCell(
  cell: ComparedCell,
  slice: PairedSlicing['values'][number] | undefined,
  metric: string,
): ComparedCell {
  if (cell.difference === null || slice === undefined) return cell;
  const figure = slice.metrics[metric];
  if (figure === undefined) return { ...cell, unpaired: slice.reason };
  const { difference, verdict, low, high } = figure;
  const decimals = decimalsOf(low, high) ?? cell.decimals;
  return { ...cell, difference, verdict, decimals, interval: pairedInterval(figure) };
}

function decimalsFor(measured: readonly (MetricValue | undefined)[]): number {
  const decimals = measured.flatMap((one) => decimalsOf(one?.low, one?.high) ?? []);
  return decimals.length === 0 ? 3 : Math.max(...decimals);
}
