import { type DatasetVersion, datasetVersion } from '../data/versions/datasetVersion.ts';
import { Failure } from '../failure.ts';
import type { TableFiles } from '../ports/dataSource.ts';
import type { Files } from '../ports/files.ts';
import type { Memo } from '../ports/memo.ts';
import type { Facts } from '../project/facts.ts';
import type { Project } from '../project/project.ts';

/** Where the columns of the data are not known, its lock tells what they were. */
export function withLocks(facts: Facts, { locks }: Pick<Project, 'locks'>): Facts {
  const standsIn = (dataset: string) =>
    facts.columns(dataset).kind === 'known' || locks.get(dataset)?.columns.length === 0
      ? undefined
      : locks.get(dataset);
  return {
    ...facts,
    columns(dataset) {
      const lock = standsIn(dataset);
      return lock === undefined ? facts.columns(dataset) : { kind: 'known', value: lock.columns };
    },
    columnsFrom: (dataset) => (standsIn(dataset) === undefined ? facts.columnsFrom(dataset) : 'lock'),
  };
}

/** The version of files whose hashes are remembered; undefined where one would have to be read. */
export async function rememberedVersion(
  root: string,
  table: TableFiles,
  { files, memo }: { readonly files: Files; readonly memo: Memo },
): Promise<DatasetVersion | undefined> {
  const remembering: Files = { ...files, hash: () => Promise.reject(new NotRemembered()) };
  try {
    return await datasetVersion(root, table, { files: remembering, memo });
  } catch (error) {
    if (error instanceof NotRemembered || error instanceof Failure) return undefined;
    throw error;
  }
}

class NotRemembered extends Error {}
