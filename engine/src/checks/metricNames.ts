import { metrics as catalogMetrics, metricEntry } from '../catalog/metrics.ts';
import type { Project } from '../project/project.ts';
import { ownMetrics } from '../project/registrations.ts';
import { arePipelinesWhole } from '../project/wholeFiles.ts';
import type { Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/**
 * What is said of a name that is no metric: not one of the catalog, not an own one of any pipeline, not one that a registered version
 * was measured by. Nothing where a pipeline's metrics are not known before it runs.
 */
export function unknownMetric(project: Project, name: string): Pick<Found, 'code' | 'message' | 'data'> | undefined {
  if (metricEntry(name) !== undefined) return undefined;
  const own = ownMetrics(project);
  if (own === undefined || isMeasured(project, name) || !arePipelinesWhole(project)) return undefined;
  const names = [...new Set([...own, ...catalogMetrics.map((metric) => metric.name)])];
  return names.includes(name) ? undefined : { code: 'unknown-metric', ...unknownName('metric', name, names) };
}

function isMeasured({ models }: Project, metric: string): boolean {
  for (const { versions } of models.values())
    for (const { metrics } of versions.values()) if (metrics.has(metric)) return true;
  return false;
}
