import type { MetricValue } from '../../engine/src/evaluation/evaluation.ts';
import { count, cut, decimalsOf } from '../../engine/src/language/figures.ts';
import { onScreen } from '../../engine/src/language/screenFigures.ts';
import type { PageMetric, PageSlices } from '../../engine/src/operations/runs/page/runPage.ts';
import { type Strip, stripOf } from './strip.ts';

/** What of the slices is shown. */
export interface SliceChoice {
  readonly search: string;
  readonly minRows: number;
  readonly shown: number;
}

export interface SliceRow {
  /** `missing` where the column is. */
  readonly name: string;
  readonly isMissing: boolean;
  readonly rows: number;
  readonly value: string;
  readonly measured: MetricValue | undefined;
  readonly reason: string | undefined;
}

export interface SliceView {
  readonly rows: readonly SliceRow[];
  /** How many there are after search and minimum. */
  readonly matching: number;
  /** One for all rows and the whole. */
  readonly strip: Strip | undefined;
}

export const FIRST_SLICES = 8;
/** More than these can be searched. */
export const SEARCHED_FROM = 20;
/** Of all rows: below this a slice of many tells more of chance than of the model. */
const LEAST_SHARE = 0.0005;

/** Rows that a slice needs to be shown at first, to one digit; 0 where there are few slices, or that would leave too few. */
export function leastRows({ values }: PageSlices, all: number): number {
  if (values.length <= SEARCHED_FROM) return 0;
  const least = Number((all * LEAST_SHARE).toPrecision(1));
  return values.filter(({ rows }) => rows >= least).length < FIRST_SLICES ? 0 : Math.floor(least);
}

/** Rows of one column by one metric, as they come: worst first. */
export function sliceView(slices: PageSlices, metric: PageMetric, { search, minRows, shown }: SliceChoice): SliceView {
  const wanted = search.trim().toLowerCase();
  const matching = slices.values.filter(
    ({ value, rows }) => rows >= minRows && (value ?? MISSING).toLowerCase().includes(wanted),
  );
  const shownOnes = matching.slice(0, shown);
  const measured = shownOnes.map(({ metrics }) => metrics[metric.name]);
  const decimals = commonDecimals(measured, metric);
  return {
    rows: shownOnes.map(({ value, rows }, i) => ({
      name: value === null ? MISSING : value === '' ? '(empty)' : value,
      isMissing: value === null,
      rows,
      value: measured[i]?.value == null ? '-' : onScreen(cut(measured[i].value, decimals)),
      measured: measured[i],
      reason: measured[i]?.reason,
    })),
    matching: matching.length,
    strip: stripOf([{ value: metric.value }, ...measured.map(stripped)]),
  };
}

/** `8 of 229, worst first`; what is left out by search and minimum is told too. */
export function sliceCount({ rows, matching }: SliceView, { total, values }: PageSlices, isOrdered: boolean): string {
  const all = matching < values.length ? `${count(matching)} that match, of ` : '';
  const shown = rows.length < total || all !== '' ? `${count(rows.length)} of ${all}` : '';
  return `${shown}${count(total)}${isOrdered && rows.length > 1 ? ', worst first' : ''}`;
}

const MISSING = 'missing';

function stripped(measured: MetricValue | undefined): { value: number; low?: number; high?: number } | undefined {
  if (measured?.value == null) return undefined;
  const { value, low, high } = measured;
  return { value, ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
}

/** One more than the best known row has, so that rows of few rows can be told apart; never more than the whole has. */
function commonDecimals(measured: readonly (MetricValue | undefined)[], metric: PageMetric): number {
  const decimals = measured.flatMap((each) => decimalsOf(each?.low, each?.high) ?? []);
  const most = decimalsOf(metric.low, metric.high) ?? 3;
  return decimals.length === 0 ? most : Math.min(most, Math.max(...decimals) + 1);
}

/** The first metric that slices were measured by. */
export function slicedMetric({ values }: PageSlices, metrics: readonly PageMetric[]): PageMetric {
  return metrics.find(({ name }) => values.some((slice) => slice.metrics[name] !== undefined)) ?? metrics[0]!;
}
