import { type Profile, profileTable } from '../../data/profile/profile.ts';
import { formatOf, readingOf } from '../../data/sources/source.ts';
import { datasetVersion } from '../../data/versions/datasetVersion.ts';
import { fileChanged } from '../../failure.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import type { Host } from '../../ports/host.ts';
import type { Memo } from '../../ports/memo.ts';
import { findProjectRoot } from '../../project/discover.ts';
import { inputNamed, temporaryFolder, withData } from '../dataFile.ts';
import { operation } from '../operation.ts';
import { readReference } from './reference.ts';
import { type ProjectDatasets, withDatasets } from './tables.ts';
import { datasetTable } from './versionTable.ts';

/** `data profile`. */
export const dataProfile = operation({
  name: 'data profile',
  title: 'Show what a table looks like, column by column',
  examples: [
    { command: 'modelyard data profile churn.csv', does: 'Of any file, with no project.' },
    { command: 'modelyard data profile flights', does: 'Of a dataset; of its sensitive columns only what is missing.' },
    { command: 'modelyard data profile flights@a81c', does: 'Of a version of it that is kept.' },
    {
      command: 'modelyard data profile houses.parquet --correlations',
      does: 'Also how numbers go together (Pearson), for the first 50 columns of numbers.',
    },
  ],
  arguments: {
    table: {
      type: 'string',
      description: 'A file (CSV, Parquet, JSON lines or Arrow), or NAME or NAME@VERSION of a dataset.',
      positional: true,
      required: true,
      placeholder: 'FILE|NAME',
    },
    correlations: { type: 'boolean', description: 'Correlate columns of numbers, 50 at most.' },
    env: { type: 'string', description: 'An environment of modelyard.yaml.', placeholder: 'NAME' },
  },
  result: 'data-profile',
  async run(host, { table, correlations, env }, { signal }): Promise<Profile> {
    const request = { host, correlations, signal };
    const reference = readReference(table);
    if (reference === undefined) return profileFile(request, await inputNamed(host, table));
    return withDatasets(host, { environment: env, signal }, (datasets) =>
      reference.version === undefined
        ? profileDataset(request, datasets, reference.name)
        : profileVersion(request, datasets, table),
    );
  },
});

interface Request {
  readonly host: Host;
  readonly correlations: boolean;
  readonly signal: AbortSignal;
}

async function profileDataset(
  request: Request,
  { root, stores, find }: ProjectDatasets,
  name: string,
): Promise<Profile> {
  const { files, version, sensitive, checkFiles } = await find(name);
  const known = { memo: stores.memo, version, sensitive: [...sensitive] };
  return remembered(request, known, files, async () => {
    const profile = await profileOf(request, files, [root, ...files.files], known.sensitive);
    await checkFiles();
    return profile;
  });
}

async function profileVersion(request: Request, datasets: ProjectDatasets, named: string): Promise<Profile> {
  const { host, signal } = request;
  const folder = temporaryFolder(host);
  try {
    const { files, version, spec } = await datasetTable(datasets, named, { host, folder, signal });
    const known = { memo: datasets.stores.memo, version: version!, sensitive: spec?.datasheet?.sensitive ?? [] };
    return await remembered(request, known, files, () =>
      profileOf(request, files, [datasets.root, ...files.files], known.sensitive),
    );
  } finally {
    await host.files.remove(folder);
  }
}

/** A file of a project is remembered there, by its bytes. */
async function profileFile(request: Request, file: string): Promise<Profile> {
  const { host, signal } = request;
  const files: TableFiles = { files: [file], format: formatOf(file) };
  const root = await findProjectRoot(host.files, host.projectFolder ?? host.folder);
  const before = await host.files.stat(file);
  const profile = async () => {
    const made = await profileOf(request, files, [file], []);
    const after = await host.files.stat(file);
    if (after?.size !== before?.size || after?.modified !== before?.modified) throw fileChanged(file);
    return made;
  };
  if (root === undefined) return profile();
  const { memo } = await host.stores(root);
  const { version } = await datasetVersion(root, files, { files: host.files, memo, signal });
  return remembered(request, { memo, version, sensitive: [] }, files, profile);
}

interface Known {
  readonly memo: Memo;
  /** Hash of the content. */
  readonly version: string;
  readonly sensitive: readonly string[];
}

/** Changes when the same bytes give other figures. */
const RECIPE = 1;

async function remembered(
  { correlations }: Request,
  { memo, version, sensitive }: Known,
  files: TableFiles,
  make: () => Promise<Profile>,
): Promise<Profile> {
  const key = JSON.stringify([RECIPE, version, readingOf(files), correlations, [...sensitive].sort()]);
  const known = await memo.get('profile', key);
  if (known !== undefined) return known as Profile;
  const profile = await make();
  await memo.set('profile', key, profile);
  return profile;
}

function profileOf(
  { host, correlations, signal }: Request,
  files: TableFiles,
  readable: readonly string[],
  sensitive: readonly string[],
): Promise<Profile> {
  return withData(host, readable, (data) => profileTable(data, files, { sensitive, correlations, signal }));
}
