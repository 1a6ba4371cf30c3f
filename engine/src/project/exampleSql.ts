import { hash } from 'node:crypto';
import type { Path } from '../language/tree.ts';
import type { Pipeline, UsesStep } from './pipeline.ts';
import type { Project } from './project.ts';
import { type SqlSite, sqlKey, sqlSiteAt } from './sqlSites.ts';
import { examples } from './tables.ts';

/** All SQL that makes a table of examples. */
export interface ExampleSql {
  readonly dataset: string;
  readonly label: SqlSite;
  readonly inputs: Readonly<Record<string, SqlSite>>;
  readonly where: SqlSite | undefined;
  /** The same where nothing of it differs, the columns of the dataset included. */
  readonly key: string;
}

/** Undefined where there is no label, or a piece cannot be read. */
export function exampleSql(project: Project, pipeline: Pipeline, step: UsesStep): ExampleSql | undefined {
  const { dataset, label, columns } = examples(step);
  const file = project.files.get(pipeline.file);
  if (dataset === undefined || label === undefined || file === undefined) return undefined;
  const siteAt = (path: Path) => sqlSiteAt(project, file, path);
  const inputs = columns.map(({ name, path }) => [name, siteAt(path)] as const);
  const [target, where] = [siteAt(label.path), siteAt([...step.path, 'with', 'where'])];
  if (target === undefined || (step.with.has('where') && where === undefined)) return undefined;
  const read = inputs.filter((input): input is [string, SqlSite] => input[1] !== undefined);
  if (read.length < inputs.length) return undefined;
  const keys = [
    sqlKey(target),
    where === undefined ? null : sqlKey(where),
    read.map(([name, site]) => [name, sqlKey(site)]),
  ];
  const key = hash('sha256', JSON.stringify([dataset, keys]));
  return { dataset, label: target, inputs: Object.fromEntries(read), where, key };
}
