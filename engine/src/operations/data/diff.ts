import { diffTables, type TableDiff } from '../../data/diff/diffTables.ts';
import { compareManifests, type ManifestChange } from '../../data/versions/manifest.ts';
import type { Host } from '../../ports/host.ts';
import { temporaryFolder, withData } from '../dataFile.ts';
import { operation } from '../operation.ts';
import { withDatasets } from './tables.ts';
import { datasetTable, fileTable, namesDataset, type VersionTable } from './versionTable.ts';

export interface DataDiff extends Omit<TableDiff, 'rows'> {
  readonly a: ComparedTable;
  readonly b: ComparedTable;
  /** Null where one of them is a file, or made by SQL. */
  readonly files: ManifestChange | null;
}

export interface ComparedTable {
  readonly name: string;
  readonly version: string | null;
  readonly rows: number;
}

/** `data diff`. */
export const dataDiff = operation({
  name: 'data diff',
  title: 'Compare two dataset versions or files: columns, rows, keys, distributions',
  examples: [
    { command: 'modelyard data diff flights@a81c flights', does: 'What came since that version.' },
    {
      command: 'modelyard data diff old.csv new.csv --key id',
      does: 'Two files, with no project; rows found by a key.',
    },
  ],
  arguments: {
    a: {
      type: 'string',
      description: 'The one: NAME, NAME@VERSION or a file.',
      positional: true,
      required: true,
    },
    b: { type: 'string', description: 'The other.', positional: true, required: true },
    key: {
      type: 'string',
      description:
        'Column that names a row; may be given again. Default: the key of the dataset, else all values of a row.',
      multiple: true,
      placeholder: 'COL',
    },
  },
  result: 'data-diff',
  async run(host, args, { signal }): Promise<DataDiff> {
    const folder = temporaryFolder(host);
    try {
      if (!namesDataset(args.a) && !namesDataset(args.b))
        return await compare(host, [await fileTable(host, args.a), await fileTable(host, args.b)], { args, signal });
      return await withDatasets(host, { signal }, async (datasets) => {
        const request = { host, folder, signal };
        const a = await datasetTable(datasets, args.a, request);
        const b = await datasetTable(datasets, args.b, request);
        return compare(host, [a, b], { args, signal, root: datasets.root });
      });
    } finally {
      await host.files.remove(folder);
    }
  },
});

interface Comparing {
  readonly args: { readonly key: readonly string[] };
  readonly signal: AbortSignal;
  readonly root?: string;
}

async function compare(
  host: Host,
  [a, b]: readonly [VersionTable, VersionTable],
  { args, signal, root }: Comparing,
): Promise<DataDiff> {
  const readable = [...(root === undefined ? [] : [root]), ...a.files.files, ...b.files.files];
  return withData(host, readable, async (data, tmpFolder) => {
    const sensitive = [...a.sensitive, ...b.sensitive];
    const key = args.key.length > 0 ? args.key : undefined;
    const usualKey = a.spec?.key ?? b.spec?.key;
    const options = { key, usualKey, sensitive, tmpFolder, signal };
    const { rows, ...diff } = await diffTables(data, a.files, b.files, options);
    for (const table of [a, b]) await table.checkFiles();
    return {
      a: { name: a.name, version: a.version, rows: rows.a },
      b: { name: b.name, version: b.version, rows: rows.b },
      files: a.manifest && b.manifest ? compareManifests(a.manifest, b.manifest) : null,
      ...diff,
    };
  });
}
