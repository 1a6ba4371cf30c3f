import { type Profile, profileTable } from '../../data/profile/profile.ts';
import { rememberedProfile } from '../../data/profile/rememberedProfile.ts';
import { datasetVersion } from '../../data/versions/datasetVersion.ts';
import type { TableFiles } from '../../ports/dataSource.ts';
import type { Host } from '../../ports/host.ts';
import { findProjectRoot } from '../../project/discover.ts';
import { temporaryFolder, withData } from '../dataFile.ts';
import { operation } from '../operation.ts';
import { readReference } from './reference.ts';
import { type ProjectDatasets, withDatasets } from './tables.ts';
import { datasetTable, fileTable, type VersionTable } from './versionTable.ts';

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
    if (reference === undefined) return profileFile(request, table);
    return withDatasets(host, { environment: env, signal }, async (datasets) =>
      reference.version === undefined
        ? profileTableOf(request, datasets, await datasets.find(reference.name))
        : profileVersion(request, datasets, table),
    );
  },
});

interface Request {
  readonly host: Host;
  readonly correlations: boolean;
  readonly signal: AbortSignal;
}

async function profileVersion(request: Request, datasets: ProjectDatasets, named: string): Promise<Profile> {
  const { host, signal } = request;
  const folder = temporaryFolder(host);
  try {
    return await profileTableOf(request, datasets, await datasetTable(datasets, named, { host, folder, signal }));
  } finally {
    await host.files.remove(folder);
  }
}

async function profileTableOf(
  request: Request,
  { root, stores }: ProjectDatasets,
  { files, version, sensitive, checkFiles }: Pick<VersionTable, 'files' | 'version' | 'sensitive' | 'checkFiles'>,
): Promise<Profile> {
  const { correlations } = request;
  const key = { memo: stores.memo, version: version!, files, correlations, sensitive: [...sensitive] };
  return rememberedProfile(key, async () => {
    const profile = await profileOf(request, files, [root, ...files.files], key.sensitive);
    await checkFiles();
    return profile;
  });
}

/** A file of a project is remembered there, by its bytes. */
async function profileFile(request: Request, named: string): Promise<Profile> {
  const { host, correlations, signal } = request;
  const { files, checkFiles } = await fileTable(host, named);
  const root = await findProjectRoot(host.files, host.projectFolder ?? host.folder);
  const profile = async () => {
    const made = await profileOf(request, files, files.files, []);
    await checkFiles();
    return made;
  };
  if (root === undefined) return profile();
  const { memo } = await host.stores(root);
  const { version } = await datasetVersion(root, files, { files: host.files, memo, signal });
  return rememberedProfile({ memo, version, files, correlations, sensitive: [] }, profile);
}

function profileOf(
  { host, correlations, signal }: Request,
  files: TableFiles,
  readable: readonly string[],
  sensitive: readonly string[],
): Promise<Profile> {
  return withData(host, readable, (data) => profileTable(data, files, { sensitive, correlations, signal }));
}
