import type { MetricValue } from '../../../evaluation/evaluation.ts';
import type { Path } from '../../../language/tree.ts';
import { constantText } from '../../../project/specValue.ts';
import { metricRow } from '../mainMetric.ts';
import type { Production } from '../production.ts';
import type { RunFigure } from '../runFigures.ts';
import type { WholeRun } from '../wholeRun.ts';
import { conditionsOn } from './conditions.ts';
import { placeAt, stepName, stepPlace } from './places.ts';
import type { PageMetric } from './runPage.ts';

export interface MetricParts {
  readonly figures: readonly RunFigure[];
  readonly main: RunFigure | undefined;
  readonly production: Production | undefined;
  /** What the evaluation says of its metrics, where its bytes are here. */
  readonly evaluated: { readonly step: string; readonly metrics: Readonly<Record<string, MetricValue>> } | undefined;
}

/** The metrics of a run: the main one first, then those with a condition, then the others in the order they were asked for. */
export function pageMetrics(whole: WholeRun, parts: MetricParts): readonly PageMetric[] {
  const { figures, main, evaluated } = parts;
  const order = Object.keys(evaluated?.metrics ?? {});
  const placeOf = ({ step, metric }: RunFigure) => {
    const place = step === evaluated?.step ? order.indexOf(metric) : -1;
    return place < 0 ? order.length : place;
  };
  const sorted = figures.toSorted((a, b) => placeOf(a) - placeOf(b));
  const rows = [...sorted.map((figure) => pageMetric(whole, figure, parts)), ...unmeasured(whole, parts)];
  const rank = (row: PageMetric) =>
    row.name === main?.name && row.step === (main.step ?? '') ? 0 : row.conditions.length > 0 ? 1 : 2;
  return rows.toSorted((a, b) => rank(a) - rank(b));
}

function pageMetric(whole: WholeRun, figure: RunFigure, { production, evaluated }: MetricParts): PageMetric {
  const told = figure.step === evaluated?.step ? evaluated?.metrics[figure.metric] : undefined;
  return {
    ...metricRow(figure, production),
    step: figure.step ?? '',
    reason: told?.reason ?? null,
    conditions: conditionsOn(figure, whole.run, whole.pipeline),
    ...askedFor(whole, figure),
  };
}

/** Metrics that were asked for and have no value on these rows. */
function unmeasured(whole: WholeRun, { figures, evaluated }: MetricParts): readonly PageMetric[] {
  if (evaluated === undefined) return [];
  const { step, metrics } = evaluated;
  return Object.entries(metrics).flatMap(([metric, { value, reason }]): PageMetric[] => {
    if (value !== null || figures.some((figure) => figure.step === step && figure.metric === metric)) return [];
    const figure = { name: metric, metric, step, value: Number.NaN };
    return [
      {
        ...metricRow(figure, undefined),
        step,
        reason: reason ?? null,
        conditions: conditionsOn({ ...figure, value: null }, whole.run, whole.pipeline),
        ...askedFor(whole, figure),
      },
    ];
  });
}

/** Where a metric is asked for, and the SQL of one of the user's own. */
function askedFor({ pipeline }: WholeRun, { step, metric }: RunFigure): Pick<PageMetric, 'sql' | 'place'> {
  const spec = step === null ? undefined : pipeline?.steps.get(stepName(step));
  if (pipeline === undefined || spec === undefined || step === null) return { sql: null, place: null };
  const list = spec.kind === 'uses' ? spec.with.get('metrics') : undefined;
  const items = list?.kind === 'list' ? list.items : [];
  const index = items.findIndex(
    (item) => constantText(item.kind === 'map' ? item.entries.get('name') : item) === metric,
  );
  if (index < 0) return { sql: null, place: stepPlace(pipeline, step) };
  const path: Path = [...spec.path, 'with', 'metrics', index];
  return { sql: pipeline.tree.scalar([...path, 'sql'])?.text ?? null, place: placeAt(pipeline, path) };
}
