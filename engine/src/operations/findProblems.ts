import { posix } from 'node:path';
import { checkProject } from '../checks/all.ts';
import { PROJECT_FILE } from '../language/kinds.ts';
import type { Severity } from '../language/problem.ts';
import type { Host } from '../ports/host.ts';
import { loadProject } from '../project/load.ts';
import { REGISTRY_FOLDER } from '../project/models.ts';
import { baselineFiles } from '../project/monitors.ts';
import { programFiles } from '../project/programFiles.ts';
import type { Project } from '../project/project.ts';
import { textsAt } from '../project/read.ts';
import { sqlSites } from '../project/sqlSites.ts';
import { gatherFacts, registryFacts } from './gatherFacts.ts';
import type { ProjectProblems, RememberedProblems } from './rememberedProblems.ts';

export interface FindProblemsOptions {
  readonly environment: string | undefined;
  readonly readsData: boolean;
  /** Of rules, by code. */
  readonly severities?: ReadonlyMap<string, Severity> | undefined;
  readonly remembered: RememberedProblems;
}

/** Reads all specs of a project and checks them; what was found is kept where nothing outside of specs and git decides it. */
export async function findProblems(host: Host, root: string, options: FindProblemsOptions): Promise<ProjectProblems> {
  const { environment, readsData, severities, remembered } = options;
  const registry = registryFacts(host, root);
  if ((await host.files.stat(posix.join(root, REGISTRY_FOLDER))) !== undefined) registry.begin();
  const project = await loadProject(host.files, root, { environment });
  const known = await gatherFacts(host, root, project, { data: readsData, registry });
  const found = { files: [...known.files.keys()], problems: checkProject(known, severities && { severities }) };
  const settings = known.files.get(PROJECT_FILE);
  const exclude = settings === undefined ? [] : textsAt(settings.tree, ['exclude']).map(({ text }) => text);
  if (standsAlone(known)) await remembered.keep(found, exclude);
  return found;
}

/** Whether its specs name nothing whose change they do not show: data, programs, stored baselines, or approvals, which signatures decide. */
function standsAlone(project: Project): boolean {
  return (
    project.datasets.size === 0 &&
    project.locks.size === 0 &&
    programFiles(project).size === 0 &&
    baselineFiles(project).size === 0 &&
    sqlSites(project).length === 0 &&
    project.index.files('approval').length === 0
  );
}
