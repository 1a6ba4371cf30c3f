import type { RunDataset } from '../../../ports/runStore.ts';
import type { Project } from '../../../project/project.ts';
import { datasetPlace } from './places.ts';
import type { PageData } from './runPage.ts';

/** Each version of a dataset once; where it was used when that was one place. */
export function pageData(datasets: readonly RunDataset[], project: Project): readonly PageData[] {
  const byVersion = Map.groupBy(datasets, ({ name, version }) => JSON.stringify([name, version]));
  return [...byVersion.values()].map(([first, ...more]): PageData => {
    const { name, version, rows, context } = first!;
    const known = project.facts.version(name);
    return {
      dataset: name,
      version,
      context: more.every((other) => other.context === context) ? (context ?? null) : null,
      rows: rows ?? null,
      isCurrent: known.kind === 'known' ? known.value === version : null,
      place: datasetPlace(project, name),
    };
  });
}
