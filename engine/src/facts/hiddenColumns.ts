import type { Dataset } from '../project/dataset.ts';
import type { Project } from '../project/project.ts';
import { sensitiveColumns } from '../project/sensitive.ts';
import { sqlFactAt } from '../project/sqlSites.ts';

/**
 * Names, in lower case, of the columns of a dataset whose values may not be told: those that are called sensitive, and of a dataset
 * that is SQL over such those that may hold them under another name.
 */
export function hiddenColumns(project: Project, name: string): ReadonlySet<string> {
  return hiddenIn(project, name, []);
}

function hiddenIn(project: Project, name: string, way: readonly string[]): ReadonlySet<string> {
  const dataset = project.datasets.get(name);
  if (dataset === undefined || way.includes(name)) return new Set();
  const called = sensitiveColumns(project, dataset);
  if (dataset.source.kind !== 'sql') return called;
  const inputs = project.facts.reads(name);
  const below = new Set(called);
  for (const input of inputs.kind === 'known' ? inputs.value : [])
    for (const column of hiddenIn(project, input, [...way, name])) below.add(column);
  return new Set([...called, ...handedOn(project, dataset, below)]);
}

/** Where the SQL reads what is hidden, only a column that it reads by this very name is certainly another. */
function handedOn(project: Project, dataset: Dataset, hidden: ReadonlySet<string>): readonly string[] {
  const file = project.files.get(dataset.file);
  const fact = file && sqlFactAt(project, file, ['source', 'sql']);
  const columns = project.facts.columns(dataset.name);
  if (fact?.kind !== 'known' || fact.value.kind !== 'bound' || columns.kind !== 'known') return [];
  const reads = new Set(fact.value.reads.map((column) => column.toLowerCase()));
  if (![...reads].some((column) => hidden.has(column))) return [];
  return columns.value
    .map((column) => column.name.toLowerCase())
    .filter((column) => hidden.has(column) || !reads.has(column));
}
