import { decimalsOf } from '../../../engine/src/language/figures.ts';
import { differenceInWords, valueText } from '../../../engine/src/language/screenFigures.ts';
import type { Against, PageMetric } from '../../../engine/src/operations/runs/page/runPage.ts';
import { intervalText } from '../../shared/figureTexts.ts';
import type { Strip } from '../../shared/strip.ts';

/** Rows that are shown before "44 more", beside those with conditions. */
const SHOWN = 8;
const SHOWN_OF_MANY = 6;

/** How many rows stand before "44 more": those with conditions are never folded. */
export function foldedAfter(metrics: readonly PageMetric[]): number {
  if (metrics.length <= SHOWN + 2) return metrics.length;
  return Math.max(SHOWN_OF_MANY, metrics.findLastIndex(({ conditions }) => conditions.length > 0) + 1);
}

/** The strip of one row: a metric has its own scale, on which what it stands against is seen too. */
export function rowStrip({ value, low, high, against }: PageMetric): Strip | undefined {
  if (typeof value !== 'number' || low === undefined || high === undefined) return undefined;
  const all = [value, low, high, ...(typeof against?.value === 'number' ? [against.value] : [])];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = (most - least || Math.abs(most) || 1) * 0.5;
  return { low: least - room, high: most + room };
}

/** The whole row as a sentence. */
export function metricSentence(metric: PageMetric): string {
  const interval = intervalText(metric);
  const { against } = metric;
  return [
    `${metric.name} ${valueText(metric)}`,
    ...(interval === undefined ? [] : [`interval ${interval}`]),
    ...(against === null ? [] : [`${inWords(metric, against)} against ${against.alias} v${against.version}`]),
  ].join(', ');
}

/** `better by 0.008`. */
export function inWords({ low, high }: PageMetric, { difference, verdict }: Against): string {
  return differenceInWords(Number(difference), verdict, decimalsOf(low, high));
}

export type Arrow = '↑' | '↓' | '';

/** Points to what is better. */
export function arrowOf(better: PageMetric['better']): Arrow {
  return better === null ? '' : better === 'higher' ? '↑' : '↓';
}
