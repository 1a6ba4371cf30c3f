import { posix } from 'node:path';
import { checkoutVersion } from '../../data/checkoutVersion.ts';
import { datasetVersion } from '../../data/datasetVersion.ts';
import type { VersionedFile } from '../../data/manifest.ts';
import { formatOf, resolveSource } from '../../data/source.ts';
import { VersionRecords } from '../../data/versionRecord.ts';
import type { DatasetSpec } from '../../language/specs.generated.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import type { Host } from '../../ports/host.ts';
import { readingOfDataset } from '../../project/reading.ts';
import { inputNamed } from '../dataFile.ts';
import { currentDataset } from './currentDataset.ts';
import { type DatasetReference, readReference, recordNamed } from './reference.ts';
import type { ProjectDatasets } from './tables.ts';

/** A table as it was named: a dataset, a version of one, or a file. */
export interface VersionTable {
  readonly name: string;
  readonly files: TableFiles;
  /** Null of a file. */
  readonly version: string | null;
  /** Null of a file, and of a dataset whose rows are made by SQL. */
  readonly manifest: readonly VersionedFile[] | null;
  /** Of a dataset that the project has. */
  readonly spec: DatasetSpec | undefined;
}

export interface TableRequest {
  readonly host: Host;
  /** Where files of a version are put for a while that are not in the project any more. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Whether this names a dataset, and so asks for a project. */
export function namesDataset(named: string): boolean {
  return readReference(named) !== undefined;
}

export async function fileTable(host: Host, named: string): Promise<VersionTable> {
  const file = await inputNamed(host, named);
  return {
    name: named,
    files: { files: [file], format: formatOf(file) },
    version: null,
    manifest: null,
    spec: undefined,
  };
}

/** @throws Failure `unknown-dataset`, `version-not-found`, `data-not-kept` */
export async function datasetTable(
  datasets: ProjectDatasets,
  named: string,
  request: TableRequest,
): Promise<VersionTable> {
  const reference = readReference(named);
  if (reference === undefined) return fileTable(request.host, named);
  if (reference.version === undefined) return tableNow(datasets, reference.name, request);
  const now = await currentDataset(datasets, reference.name);
  if (now?.version.startsWith(reference.version)) return tableNow(datasets, reference.name, request);
  return formerTable(datasets, reference, request);
}

async function tableNow(
  { root, stores, project, find }: ProjectDatasets,
  name: string,
  { host, signal }: TableRequest,
): Promise<VersionTable> {
  const { files, spec, version } = await find(name);
  const isSql = project.datasets.get(name)?.source.kind === 'sql';
  const known = isSql ? null : await datasetVersion(root, files, { files: host.files, memo: stores.memo, signal });
  const manifest = known?.files.map(({ path, sha256, size }) => ({ path, sha256, size })) ?? null;
  return { name: `${name}@${version.slice(0, 12)}`, files, version, manifest, spec };
}

async function formerTable(
  { root, stores, project }: ProjectDatasets,
  { name, version = '' }: DatasetReference,
  { host, folder, signal }: TableRequest,
): Promise<VersionTable> {
  const record = await recordNamed(new VersionRecords(host.files, stores.folder), name, version);
  const place = posix.join(folder, record.version);
  await host.files.makeFolder(place);
  const { artifacts, memo } = stores;
  await checkoutVersion({ record, folder: place, root, force: false, files: host.files, artifacts, memo, signal });
  const dataset = project.datasets.get(name);
  const paths = record.files.map((file) => file.path);
  return {
    name: `${name}@${record.version.slice(0, 12)}`,
    files: await resolveSource(host.files, place, paths, dataset ? readingOfDataset(dataset) : {}),
    version: record.version,
    manifest: record.files,
    spec: dataset?.tree.value as DatasetSpec | undefined,
  };
}
