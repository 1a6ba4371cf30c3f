import type { Column } from '../language/columnType.ts';
import { onceForEach } from './onceForEach.ts';
import type { Project } from './project.ts';

/** Names in their order, and as a set. */
export interface Names {
  readonly list: readonly string[];
  readonly set: ReadonlySet<string>;
}

/** Names of the columns that the data of a dataset has; undefined where they are not known. */
export function columnNames(project: Project, dataset: string | undefined): Names | undefined {
  const fact = dataset === undefined ? undefined : project.facts.columns(dataset);
  return fact?.kind === 'known' ? namesOf(fact.value) : undefined;
}

export function asNames(list: readonly string[]): Names {
  return { list, set: new Set(list) };
}

const namesOf = onceForEach((columns: readonly Column[]): Names => asNames(columns.map(({ name }) => name)));
