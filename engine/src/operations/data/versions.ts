import { totalSize } from '../../data/versions/keepVersion.ts';
import type { VersionedFile } from '../../data/versions/manifest.ts';
import { type Kept, type VersionRecord, VersionRecords } from '../../data/versions/versionRecord.ts';
import type { Column } from '../../language/columnType.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import type { Run, RunStatus, RunStore } from '../../ports/runStore.ts';
import type { ResolvedDataset } from '../../ports/step.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import { operation } from '../operation.ts';
import { currentDataset } from './currentDataset.ts';
import { datasetNotFound, parseReference, versionNamed } from './reference.ts';
import { type ProjectDatasets, withDatasets } from './tables.ts';

export interface DatasetVersions {
  readonly dataset: string;
  /** The version its files have now; null where they are not there or cannot be read. */
  readonly current: string | null;
  /** Newest first. */
  readonly versions: readonly DatasetVersionView[];
}

export interface DatasetVersionView {
  readonly version: string;
  readonly current: boolean;
  /** When a run read it first, ISO 8601 UTC; null where none has. */
  readonly firstSeen: string | null;
  readonly rows: number;
  /** What only a record in this store tells is null where a run elsewhere, or before there were records, read the version. */
  readonly files: number | null;
  readonly bytes: number | null;
  readonly kept: Kept | null;
  readonly runs: readonly VersionRun[];
  readonly models: readonly { readonly name: string; readonly version: number }[];
  /** Only where one version was asked for. */
  readonly columns?: readonly Column[];
  readonly manifest?: readonly VersionedFile[];
}

export interface VersionRun {
  readonly id: string;
  readonly pipeline: string | null;
  readonly status: RunStatus;
  readonly startedAt: string;
}

/** `data versions`. */
export const dataVersions = operation({
  name: 'data versions',
  title: 'List the versions of a dataset: rows, files, what is kept, which runs and models used them',
  examples: [
    { command: 'modelyard data versions flights', does: 'Every version that a run has read, newest first.' },
    {
      command: 'modelyard data versions flights@a81c',
      does: 'One of them with its columns and the hash of each file: where the data of a model came from.',
    },
  ],
  arguments: {
    dataset: {
      type: 'string',
      description: 'NAME, or NAME@VERSION with four digits of the hash or more.',
      positional: true,
      required: true,
    },
  },
  result: 'data-versions',
  run(host, args, { signal }): Promise<DatasetVersions> {
    const { name, version } = parseReference(args.dataset);
    return withDatasets(host, { signal }, async (datasets) => {
      const records = new VersionRecords(host.files, datasets.stores.folder);
      const known = await knownVersions(name, datasets, records);
      if (version === undefined) return known;
      const hash = versionNamed(
        name,
        version,
        known.versions.map((one) => one.version),
      );
      const record = await records.find(name, hash);
      const facts = record ? { columns: record.columns, manifest: record.files } : {};
      const [view] = known.versions.filter((one) => one.version === hash);
      return { ...known, versions: [{ ...view!, ...facts }] };
    });
  },
});

async function knownVersions(
  name: string,
  datasets: ProjectDatasets,
  records: VersionRecords,
): Promise<DatasetVersions> {
  const { project, stores } = datasets;
  const recorded = await records.all(name);
  const runs = await runsThatRead(stores.runs, name);
  const models = (await stores.registry.models()).flatMap((model) => model.versions);
  const trained = models.filter((model) => Object.hasOwn(model.data, name));
  if (!project.datasets.has(name) && recorded.length === 0 && runs.length === 0 && trained.length === 0)
    throw datasetNotFound(name, [...project.datasets.keys()]);
  const current = await currentDataset(datasets, name);
  const hashes = new Set([
    ...(current ? [current.version] : []),
    ...recorded.map((record) => record.version),
    ...runs.flatMap((run) => run.datasets.filter((data) => data.name === name).map((data) => data.version)),
    ...trained.map((model) => model.data[name]!.version),
  ]);
  const views = [...hashes].map((version) => view(name, version, { current, recorded, runs, trained }));
  return { dataset: name, current: current?.version ?? null, versions: views.sort(newestFirst) };
}

interface Known {
  readonly current: ResolvedDataset | undefined;
  readonly recorded: readonly VersionRecord[];
  readonly runs: readonly Run[];
  readonly trained: readonly ModelVersion[];
}

function view(name: string, version: string, { current, recorded, runs, trained }: Known): DatasetVersionView {
  const record = recorded.find((one) => one.version === version);
  const reads = runs.flatMap((run) => run.datasets.filter((data) => data.name === name && data.version === version));
  const readers = runs.filter((run) => run.datasets.some((data) => data.name === name && data.version === version));
  const models = trained.filter((model) => model.data[name]!.version === version);
  const seen = [
    ...(record ? [record.firstSeen] : []),
    ...readers.map((run) => new Date(run.startTime).toISOString()),
    ...models.map((model) => new Date(model.created).toISOString()),
  ].sort();
  const isCurrent = current?.version === version;
  return {
    version,
    current: isCurrent,
    firstSeen: record?.firstSeen ?? seen[0] ?? null,
    rows: record?.rows ?? reads[0]?.rows ?? models[0]?.data[name]?.rows ?? current!.rows,
    files: record?.files.length ?? null,
    bytes: record ? totalSize(record.files) : null,
    kept: record?.kept ?? null,
    runs: readers.map(viewRun),
    models: models.map((model) => ({ name: model.name, version: model.version })),
  };
}

function viewRun(run: Run): VersionRun {
  return {
    id: run.id,
    pipeline: run.tags[RUN_TAGS.pipeline] ?? null,
    status: run.status,
    startedAt: new Date(run.startTime).toISOString(),
  };
}

/** What no run has read yet stands first. */
function newestFirst(a: DatasetVersionView, b: DatasetVersionView): number {
  if (a.firstSeen === null || b.firstSeen === null)
    return a.firstSeen === b.firstSeen ? 0 : a.firstSeen === null ? -1 : 1;
  return a.firstSeen < b.firstSeen ? 1 : a.firstSeen > b.firstSeen ? -1 : 0;
}

async function runsThatRead(store: RunStore, dataset: string): Promise<readonly Run[]> {
  const runs: Run[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.search({
      filter: `datasets.name = '${dataset}'`,
      topLevel: true,
      limit: 1000,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
    runs.push(...page.runs);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return runs;
}
