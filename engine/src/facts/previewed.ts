import type { SqlFact } from '../project/facts.ts';
import type { Project } from '../project/project.ts';
import { type SqlSite, sqlFact, sqlSitesIn } from '../project/sqlSites.ts';

/** A piece of SQL that is right, with what decides which rows it sees. */
export interface Previewed {
  readonly project: Project;
  readonly site: SqlSite;
  readonly bound: Extract<SqlFact, { kind: 'bound' }>;
  /** Of the step's `where`, which decides what its label and columns see. */
  readonly where: SqlSite | undefined;
  /** Name of the dataset whose rows are looked at: of a query, the one that it makes. */
  readonly dataset: string;
}

/** The SQL at a place of a file; undefined where it is not known to be right, or stands over no dataset. */
export function previewedAt(
  project: Project,
  { file: path, path: place }: { readonly file: string; readonly path: readonly (string | number)[] },
): Previewed | undefined {
  const file = project.files.get(path);
  if (file === undefined) return undefined;
  const sites = new Map(sqlSitesIn(project, file).map((site) => [JSON.stringify(site.place.path), site]));
  const site = sites.get(JSON.stringify(place));
  const dataset = site && (site.kind === 'query' ? file.name : site.dataset);
  if (site === undefined || dataset === undefined) return undefined;
  const bound = boundFact(project, site);
  const whereAt = wherePath(site);
  const where = whereAt && sites.get(JSON.stringify(whereAt));
  const isRight = where === undefined ? !hasValue(site, whereAt) : boundFact(project, where) !== undefined;
  return bound === undefined || !isRight ? undefined : { project, site, bound, where, dataset };
}

function boundFact(project: Project, site: SqlSite): Extract<SqlFact, { kind: 'bound' }> | undefined {
  const fact = sqlFact(project, site);
  return fact.kind === 'known' && fact.value.kind === 'bound' ? fact.value : undefined;
}

/** Of label and columns of a step: its `where`. */
function wherePath({ place: { path, schema } }: SqlSite): readonly (string | number)[] | undefined {
  return schema['x-scope'] === 'from' && path[0] === 'steps' && path.length > 4
    ? [...path.slice(0, 3), 'where']
    : undefined;
}

function hasValue({ file }: SqlSite, path: readonly (string | number)[] | undefined): boolean {
  return path !== undefined && file.tree.node(path) !== undefined;
}
