import type { Dataset } from './dataset.ts';
import type { Project } from './project.ts';
import { textsAt } from './read.ts';

/**
 * Names of the columns of a dataset, in lower case, whose values may not be told. SQL hands columns of other datasets on, so there
 * the names count that are sensitive anywhere.
 */
export function sensitiveColumns({ datasets }: Pick<Project, 'datasets'>, dataset: Dataset): ReadonlySet<string> {
  const asked = dataset.source.kind === 'sql' ? [...datasets.values()] : [dataset];
  const names = asked.flatMap(({ tree }) => textsAt(tree, ['datasheet', 'sensitive']));
  return new Set(names.map(({ text }) => text.toLowerCase()));
}
