import { formatOf } from '../../data/sources/source.ts';
import type { DatasetSpec } from '../../language/specs.generated.ts';
import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { ResolvedDataset } from '../../ports/step.ts';
import { loadProject } from '../../project/load.ts';
import type { Project } from '../../project/project.ts';
import { inputNamed, temporaryFolder, withData } from '../dataFile.ts';
import { projectRoot } from '../project.ts';
import { datasetFinder } from './findDataset.ts';
import { readReference } from './reference.ts';

/** The datasets of the project that the user stands in. */
export interface ProjectDatasets {
  readonly root: string;
  readonly stores: Stores;
  readonly project: Project;
  /** Its files, version and rows; `log` takes what there is to say of them, once. Rejects with a `Failure` where there is no such dataset, or its source cannot be read. */
  find(name: string, log?: (line: string) => void): Promise<ResolvedDataset>;
}

export interface ProjectOptions {
  /** An environment of modelyard.yaml. */
  readonly environment?: string | undefined;
  readonly signal: AbortSignal;
}

/** Works with the datasets of the project; what was made on the way is removed afterwards. */
export async function withDatasets<T>(
  host: Host,
  { environment, signal }: ProjectOptions,
  work: (datasets: ProjectDatasets) => Promise<T>,
): Promise<T> {
  const root = await projectRoot(host);
  const stores = await host.stores(root);
  const project = await loadProject(host.files, root, { environment });
  return withDatasetsOf({ host, root, stores, project }, signal, work);
}

/** The same of a project that is loaded already. */
export async function withDatasetsOf<T>(
  { host, root, stores, project }: Pick<ProjectDatasets, 'root' | 'stores' | 'project'> & { readonly host: Host },
  signal: AbortSignal,
  work: (datasets: ProjectDatasets) => Promise<T>,
): Promise<T> {
  const tmpFolder = temporaryFolder(host);
  const { variables } = host.machine;
  const find = datasetFinder({
    host,
    stores,
    root,
    datasets: project.datasets,
    locks: project.locks,
    tmpFolder,
    variables: Object.fromEntries([...project.variables].map((name) => [name, variables[name] ?? null])),
  });
  try {
    return await work({ root, stores, project, find: (name, log) => find(name, signal, log) });
  } finally {
    await host.files.remove(tmpFolder);
  }
}

/** A table that the user named: a dataset of the project, or a file with no project around it. */
export interface NamedTable {
  readonly files: TableFiles;
  /** Of a dataset. */
  readonly spec?: DatasetSpec;
}

/** Works with a table: `named` is the name of a dataset where it reads like one, else a path. */
export async function withTable<T>(
  host: Host,
  named: string,
  options: ProjectOptions,
  work: (table: NamedTable, data: DataSource) => Promise<T>,
): Promise<T> {
  const reference = readReference(named);
  if (reference !== undefined && reference.version === undefined)
    return withDatasets(host, options, async ({ root, find }) => {
      const { files, spec } = await find(named);
      return withData(host, [root, ...files.files], (data) => work({ files, spec }, data));
    });
  const file = await inputNamed(host, named);
  return withData(host, [file], (data) => work({ files: { files: [file], format: formatOf(file) } }, data));
}
