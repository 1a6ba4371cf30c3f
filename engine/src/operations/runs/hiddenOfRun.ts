import { hiddenColumns } from '../../facts/hiddenColumns.ts';
import type { Run } from '../../ports/runStore.ts';
import type { Project } from '../../project/project.ts';

/** Names, in lower case, of columns whose values may not be told, of all datasets that a run read. */
export function hiddenOfRun({ datasets }: Pick<Run, 'datasets'>, project: Project): ReadonlySet<string> {
  const names = new Set(datasets.map(({ name }) => name));
  return new Set([...names].flatMap((name) => [...hiddenColumns(project, name)]));
}
