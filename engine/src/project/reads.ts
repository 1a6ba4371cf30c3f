import type { Column } from '../language/columnType.ts';
import type { Dataset } from './dataset.ts';
import { onceForEach } from './onceForEach.ts';
import type { Pipeline } from './pipeline.ts';
import type { Project } from './project.ts';
import { sqlIdentifiers } from './sqlIdentifiers.ts';
import { sqlFactOf } from './sqlSites.ts';
import type { Examples, NamedSql } from './tables.ts';

/**
 * Names of the dataset's columns, in lower case, that a piece of SQL reads: from the data engine where it has told, else
 * the known names that stand in the text.
 */
export function readsOf(project: Project, pipeline: Pipeline, made: Examples, sql: NamedSql): ReadonlySet<string> {
  const known = knownReads(project);
  const reads = known.get(sql) ?? readBy(project, pipeline, made, sql);
  known.set(sql, reads);
  return reads;
}

const knownReads = onceForEach((_: Project) => new Map<NamedSql, ReadonlySet<string>>());

function readBy(project: Project, pipeline: Pipeline, made: Examples, sql: NamedSql): ReadonlySet<string> {
  const fact = sqlFactOf(project, pipeline, sql);
  if (fact.kind === 'known' && fact.value.kind === 'bound')
    return new Set(fact.value.reads.map((name) => name.toLowerCase()));
  const known = columnNames(project, made.dataset);
  return new Set([...sqlIdentifiers(sqlText(sql))].filter((name) => known.has(name)));
}

function sqlText({ sql }: NamedSql): string {
  if (sql.kind === 'sql') return sql.sql.text;
  return sql.kind === 'constant' ? String(sql.value) : '';
}

function columnNames(project: Project, name: string | undefined): ReadonlySet<string> {
  if (name === undefined) return new Set();
  const fact = project.facts.columns(name);
  if (fact.kind === 'known') return namesOf(fact.value);
  const dataset = project.datasets.get(name);
  return dataset === undefined ? new Set() : declaredNames(dataset);
}

const namesOf = onceForEach(
  (columns: readonly Column[]): ReadonlySet<string> => new Set(columns.map(({ name }) => name.toLowerCase())),
);

const declaredNames = onceForEach(
  ({ columns }: Dataset): ReadonlySet<string> => new Set([...columns.keys()].map((name) => name.toLowerCase())),
);
