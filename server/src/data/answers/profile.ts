import { createHash } from 'node:crypto';
import { posix as path } from 'node:path';
import { type Profile, profileTable } from '../../../../engine/src/data/profile/profile.ts';
import { rememberedProfile } from '../../../../engine/src/data/profile/rememberedProfile.ts';
import { type DatasetRows, datasetRows } from '../../../../engine/src/facts/datasetRows.ts';
import { hiddenColumns } from '../../../../engine/src/facts/hiddenColumns.ts';
import { rememberedVersion } from '../../../../engine/src/facts/locks.ts';
import { withData } from '../../../../engine/src/operations/dataFile.ts';
import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import type { TableFiles } from '../../../../engine/src/ports/dataSource.ts';
import type { Memo } from '../../../../engine/src/ports/memo.ts';
import type { Asked } from '../asked.ts';

/** Profile of a dataset's rows as they are now; remembered in the project's store where it has one. */
export async function profile(
  asked: Asked,
  { dataset: name }: { readonly dataset: string },
  signal: AbortSignal,
): Promise<Profile | undefined> {
  const { host, root, project } = asked;
  const dataset = project.datasets.get(name);
  const sources = { root, files: host.files, variables: host.machine.variables };
  const rows = dataset && (await datasetRows(project, name, sources));
  if (dataset === undefined || rows === undefined) return undefined;
  const sensitive = [...hiddenColumns(project, name)];
  const make = () => profileOf(asked, rows, { sensitive, signal });
  const memo = (await storesThere(host, root))?.memo;
  if (memo === undefined) return make();
  const key = { memo, files: rows.table ?? NO_TABLE, correlations: false, sensitive };
  const version = await versionOf(asked, name, rows, memo);
  return rememberedProfile({ ...key, version }, make);
}

const NO_TABLE: TableFiles = { files: [], format: 'parquet' };

/** Hash of the content where it is known without reading, else of what the files look like and the SQL over them. */
async function versionOf({ host, root, project }: Asked, name: string, rows: DatasetRows, memo: Memo): Promise<string> {
  const known = rows.table && (await rememberedVersion(root, rows.table, { files: host.files, memo }));
  if (known !== undefined) return known.version;
  const stats = await host.files.stats(rows.files);
  const { source } = project.datasets.get(name)!;
  return createHash('sha256')
    .update(JSON.stringify([rows.files, stats, source, [...project.datasets.values()].map((one) => one.source)]))
    .digest('hex');
}

interface ProfileOptions {
  readonly sensitive: readonly string[];
  readonly signal: AbortSignal;
}

function profileOf({ host }: Asked, rows: DatasetRows, options: ProfileOptions): Promise<Profile> {
  return withData(host, rows.files, async (data, tmpFolder) => {
    if (rows.table !== undefined) return profileTable(data, rows.table, options);
    const file = path.join(tmpFolder, 'rows.parquet');
    const { sql, bindings } = await rows.relation(data);
    await data.write(`SELECT * FROM ${sql}`, file, { bindings, signal: options.signal });
    return profileTable(data, { files: [file], format: 'parquet' }, options);
  });
}
