import { posix } from 'node:path';
import { formatOf, resolveSource } from '../../data/sources/source.ts';
import { checkoutVersion } from '../../data/versions/checkoutVersion.ts';
import { datasetVersion } from '../../data/versions/datasetVersion.ts';
import type { VersionedFile } from '../../data/versions/manifest.ts';
import { VersionRecords } from '../../data/versions/versionRecord.ts';
import { fileChanged } from '../../failure.ts';
import type { DatasetSpec } from '../../language/specs.generated.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import type { Host } from '../../ports/host.ts';
import { readingOfDataset } from '../../project/reading.ts';
import { inputNamed } from '../dataFile.ts';
import { currentDataset } from './currentDataset.ts';
import { type DatasetReference, madeBySql, readReference, recordNamed, versionNamed } from './reference.ts';
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
  /** Columns of which only type and missing values may be told. */
  readonly sensitive: ReadonlySet<string>;
  /** For after the files were read: rejects with `Failure` `file-changed` where one of them was written to since. */
  checkFiles(): Promise<void>;
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
  const before = await host.files.stat(file);
  return {
    name: named,
    files: { files: [file], format: formatOf(file) },
    version: null,
    manifest: null,
    spec: undefined,
    sensitive: new Set(),
    async checkFiles() {
      const after = await host.files.stat(file);
      if (after?.size !== before?.size || after?.modified !== before?.modified) throw fileChanged(named);
    },
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
  const { name } = reference;
  const now = await currentDataset(datasets, name);
  const recorded = await new VersionRecords(request.host.files, datasets.stores.folder).versions(name);
  const known = new Set([...recorded, ...(now ? [now.version] : [])]);
  // SQL over other datasets has no records: any version but the one of now is refused with what to do instead.
  const isNow =
    now?.version.startsWith(reference.version) && versionNamed(name, reference.version, [...known]) === now.version;
  return isNow ? tableNow(datasets, name, request) : formerTable(datasets, reference, request, now?.sensitive);
}

async function tableNow(
  { root, stores, project, find }: ProjectDatasets,
  name: string,
  { host, signal }: TableRequest,
): Promise<VersionTable> {
  const { files, spec, version, sensitive, checkFiles } = await find(name);
  const isSql = project.datasets.get(name)?.source.kind === 'sql';
  const known = isSql ? null : await datasetVersion(root, files, { files: host.files, memo: stores.memo, signal });
  const manifest = known?.files.map(({ path, sha256, size }) => ({ path, sha256, size })) ?? null;
  return { name: `${name}@${version.slice(0, 12)}`, files, version, manifest, spec, sensitive, checkFiles };
}

async function formerTable(
  { root, stores, project }: ProjectDatasets,
  { name, version = '' }: DatasetReference,
  { host, folder, signal }: TableRequest,
  sensitive: ReadonlySet<string> = new Set(),
): Promise<VersionTable> {
  const dataset = project.datasets.get(name);
  if (dataset?.source.kind === 'sql') throw madeBySql(name);
  const record = await recordNamed(new VersionRecords(host.files, stores.folder), name, version);
  const place = posix.join(folder, record.version);
  await host.files.makeFolder(place);
  const { artifacts, memo } = stores;
  await checkoutVersion({ record, folder: place, root, force: false, files: host.files, artifacts, memo, signal });
  const spec = dataset?.tree.value as DatasetSpec | undefined;
  const paths = record.files.map((file) => file.path);
  return {
    name: `${name}@${record.version.slice(0, 12)}`,
    files: await resolveSource(host.files, place, paths, dataset ? readingOfDataset(dataset) : {}),
    version: record.version,
    manifest: record.files,
    spec,
    // Where the files of now cannot be read, at least what the dataset itself says.
    sensitive: new Set([...sensitive, ...(spec?.datasheet?.sensitive ?? [])]),
    // Nobody else knows of the copies.
    checkFiles: async () => undefined,
  };
}
