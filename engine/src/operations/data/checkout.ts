import { checkoutVersion } from '../../data/versions/checkoutVersion.ts';
import { totalSize } from '../../data/versions/keepVersion.ts';
import { VersionRecords } from '../../data/versions/versionRecord.ts';
import { usage } from '../../failure.ts';
import { fileNamed } from '../dataFile.ts';
import { operation } from '../operation.ts';
import { currentDataset } from './currentDataset.ts';
import { madeBySql, parseReference, recordNamed } from './reference.ts';
import { withDatasets } from './tables.ts';

export interface DataCheckout {
  readonly dataset: string;
  readonly version: string;
  /** Where the files are, absolute. */
  readonly folder: string;
  /** Files that were written, of so many bytes in all; `same` were there already. */
  readonly written: number;
  readonly bytes: number;
  readonly same: number;
  /** Whether the dataset has this version now; null where the files were put elsewhere. */
  readonly current: boolean | null;
  /** Files that the dataset's source takes in beside those of the version. */
  readonly extra: readonly string[];
}

/** `data checkout`. */
export const dataCheckout = operation({
  name: 'data checkout',
  title: 'Bring the files of a dataset version back',
  examples: [
    { command: 'modelyard data checkout flights@a81c', does: 'To where a run read them; nothing else is overwritten.' },
    {
      command: 'modelyard data checkout flights@a81c --output old',
      does: 'Into another folder, beside the files of now.',
    },
  ],
  arguments: {
    version: {
      type: 'string',
      description: 'NAME@VERSION with four digits of the hash or more.',
      positional: true,
      required: true,
    },
    output: {
      type: 'string',
      description: 'Put the files below this folder instead of in the project.',
      placeholder: 'DIR',
    },
    force: { type: 'boolean', description: 'Overwrite files that have other content.' },
  },
  result: 'data-checkout',
  run(host, args, { signal }): Promise<DataCheckout> {
    const { name, version: prefix } = parseReference(args.version);
    if (prefix === undefined)
      throw usage(
        `\`${name}\` names no version.`,
        `Write ${name}@VERSION; \`modelyard data versions ${name}\` lists them.`,
      );
    return withDatasets(host, { signal }, async (datasets) => {
      const { root, stores, project } = datasets;
      if (project.datasets.get(name)?.source.kind === 'sql') throw madeBySql(name);
      const record = await recordNamed(new VersionRecords(host.files, stores.folder), name, prefix);
      const folder = args.output === undefined ? root : fileNamed(host, args.output);
      const { artifacts, memo } = stores;
      const { written, same } = await checkoutVersion({
        record,
        folder,
        root,
        force: args.force,
        files: host.files,
        artifacts,
        memo,
        signal,
      });
      const paths = new Set(record.files.map((file) => `${root}/${file.path}`));
      const now = folder === root ? await currentDataset(datasets, name) : undefined;
      return {
        dataset: name,
        version: record.version,
        folder,
        written: written.length,
        bytes: totalSize(written),
        same,
        current: folder === root ? now?.version === record.version : null,
        extra: (now?.files.files ?? []).filter((file) => !paths.has(file)).map((file) => file.slice(root.length + 1)),
      };
    });
  },
});
