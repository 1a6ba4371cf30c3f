import { bytes } from '../../../language/figures.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { Pipeline } from '../../../project/pipeline.ts';
import { compareVersions } from '../../../registry/compareVersions.ts';
import { mainFigure, metricRow } from '../../runs/mainMetric.ts';
import { shown } from '../../runs/page/against.ts';
import type { MetricRow, PageDifference } from '../../runs/page/runPage.ts';
import type { Production } from '../../runs/production.ts';

/** The metrics of a version: the one that its pipeline is judged by first, each held against the champion's. */
export function metricsOf(
  version: ModelVersion,
  champion: Production | undefined,
  pipeline: Pipeline | undefined,
): readonly MetricRow[] {
  const figures = Object.entries(version.metrics)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fact]) => ({ name, metric: name, step: null, ...fact }));
  const main = mainFigure(figures, pipeline);
  return figures
    .toSorted((a, b) => Number(b === main) - Number(a === main))
    .map((figure) => metricRow(figure, champion));
}

/** What made a version another model than the champion. */
export function differencesOf(version: ModelVersion, champion: ModelVersion): readonly PageDifference[] {
  const compared = compareVersions(version, champion);
  const size =
    version.size === champion.size
      ? []
      : [difference('environment', 'size', bytes(version.size), bytes(champion.size))];
  return [
    ...(['features', 'params', 'data', 'inputs', 'outputs'] as const).flatMap((group) =>
      compared[group].map(({ name, a, b }) => difference(group, name, shown(a), shown(b))),
    ),
    ...size,
  ];
}

function difference(
  group: PageDifference['group'],
  name: string,
  here: string | null,
  there: string | null,
): PageDifference {
  return { group, name, here, there };
}
