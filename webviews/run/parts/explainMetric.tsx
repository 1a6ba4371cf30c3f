import { count } from '../../../engine/src/language/figures.ts';
import { percent } from '../../../engine/src/language/screenFigures.ts';
import type { PageMetric, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Explanation } from '../../shared/components/figure.tsx';
import type { Pair } from '../../shared/components/table.tsx';
import { intervalText } from '../../shared/figureTexts.ts';
import { inWords } from '../model/metricRows.ts';
import { PlaceLink } from './sentence.tsx';

/** What stands behind a metric. */
export function explainMetric(metric: PageMetric, { evaluation }: RunPage): Explanation {
  const { name, value, better, reason, sql, step, place, against, low, high } = metric;
  const interval = intervalText(metric);
  const pairs: (Pair | undefined)[] = [
    pair('Value', String(value)),
    interval === undefined || low === undefined || high === undefined
      ? undefined
      : pair(
          evaluation?.intervals ? `${percent(evaluation.intervals.level)} interval` : 'Interval',
          `${low} to ${high}`,
        ),
    evaluation?.intervals && interval !== undefined
      ? pair('Method', `percentile bootstrap, ${count(evaluation.intervals.resamples)} draws`)
      : undefined,
    evaluation === null ? undefined : pair('Rows', count(evaluation.rows)),
    reason === null ? undefined : pair('Reason', reason),
    against === null
      ? undefined
      : pair(`${against.alias} v${against.version}`, `${against.value}: ${inWords(metric, against)}`),
    sql === null ? undefined : { key: 'SQL', name: 'SQL', value: <span class="mono">{sql}</span> },
    {
      key: 'Step',
      name: 'Step',
      value: <PlaceLink place={place}>{place === null ? step : `${step}, ${place.file}:${place.line + 1}`}</PlaceLink>,
    },
  ];
  return {
    title: name,
    ...(better !== null && { note: `${better} is better` }),
    pairs: pairs.filter((each) => each !== undefined),
  };
}

function pair(name: string, value: string): Pair {
  return { key: name, name, value };
}
