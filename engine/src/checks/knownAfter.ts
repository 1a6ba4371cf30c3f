import type { Dataset, DeclaredColumn } from '../project/dataset.ts';
import { onceForEach } from '../project/onceForEach.ts';
import type { Pipeline } from '../project/pipeline.ts';
import type { Project } from '../project/project.ts';
import { readsOf } from '../project/reads.ts';
import type { Examples, NamedSql } from '../project/tables.ts';

/**
 * The columns read by a piece of SQL that are not known at the row's timestamp, the latest first. From DuckDB where it
 * has told, else from the names in the text.
 */
export function knownAfter(
  project: Project,
  pipeline: Pipeline,
  made: Examples,
  sql: NamedSql,
): readonly DeclaredColumn[] {
  const dataset = made.dataset === undefined ? undefined : project.datasets.get(made.dataset);
  if (dataset === undefined) return [];
  if (lateColumns(dataset).length === 0) return [];
  const reads = readsOf(project, pipeline, made, sql);
  return lateColumns(dataset).filter((column) => reads.has(column.name.toLowerCase()));
}

/** The columns that are not known at the row's timestamp, the latest first. */
export const lateColumns = onceForEach(({ columns }: Dataset): readonly DeclaredColumn[] =>
  [...columns.values()].filter((column) => column.knownAfter > 0).sort((a, b) => b.knownAfter - a.knownAfter),
);
