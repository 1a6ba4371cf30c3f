import { decimalsOf, figure, interval } from '../../../../engine/src/language/figures.ts';
import {
  difference,
  differenceInWords,
  type Measured,
  metricHeader,
  onScreen,
  valueText,
} from '../../../../engine/src/language/screenFigures.ts';
import type { MetricRow } from '../../../../engine/src/operations/runs/page/runPage.ts';
import { plain } from './markdown.ts';

/** With its interval where there is one: `0.713 [0.710, 0.716]`. */
export function intervalText({ value, low, high }: Measured): string {
  if (typeof value !== 'number' || low === undefined || high === undefined) return valueText({ value });
  return onScreen(interval(value, low, high));
}

/** The value, and how it stands to the version in production: `0.713 ↑ 0.008`, `0.706 ≈ +0.001`. */
export function comparedText(metric: MetricRow): string {
  const { against } = metric;
  if (typeof against?.difference !== 'number') return valueText(metric);
  return `${valueText(metric)} ${onScreen(difference(against.difference, against.verdict, decimals(metric)))}`;
}

/** The same as a part of a sentence: `roc_auc 0.713, better by 0.008 than production, v7`. */
export function comparedWords(metric: MetricRow): string {
  const value = `${metric.name} ${valueText(metric)}`;
  const words = againstWords(metric);
  return words === undefined ? value : `${value}, ${words}`;
}

/** A row of a tooltip: value with interval, then the comparison in words. */
export function metricFact(metric: MetricRow): readonly [string, string] {
  const words = [intervalText(metric), againstWords(metric)].filter((text) => text !== undefined);
  return [metricHeader(metric.name, metric.better), plain(words.join(', '))];
}

function againstWords(metric: MetricRow): string | undefined {
  const { against } = metric;
  if (typeof against?.difference !== 'number') return undefined;
  const { alias, version, verdict } = against;
  const beside = verdict === 'better' || verdict === 'worse' ? 'than' : 'beside';
  return `${differenceInWords(against.difference, verdict, decimals(metric))} ${beside} ${alias}, v${version}`;
}

/** Those of the value, unless the difference would be none then. */
function decimals({ value, low, high, against }: MetricRow): number | undefined {
  const size = Math.abs(Number(against?.difference));
  if (typeof value !== 'number') return undefined;
  const known = decimalsOf(low, high) ?? /\.(\d+)$/.exec(figure(value))?.[1]?.length ?? 0;
  return size > 0 && Number(size.toFixed(known)) === 0 ? undefined : known;
}
