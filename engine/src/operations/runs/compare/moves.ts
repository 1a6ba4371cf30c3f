import { posix as path } from 'node:path';
import type { TableDiff } from '../../../data/diff/diffTables.ts';
import { diffTables } from '../../../data/diff/diffTables.ts';
import { valuesText } from '../../../data/diff/valuesText.ts';
import type { Host } from '../../../ports/host.ts';
import type { ProjectDatasets } from '../../data/tables.ts';
import { datasetTable } from '../../data/versionTable.ts';
import { temporaryFolder, withData } from '../../dataFile.ts';
import type { DataMoves } from './runDifferences.ts';

/** Shifts below are those of samples of the same data. */
const LEAST_SHIFT = 0.05;
const MOST_COLUMNS = 15;

export interface MovesRequest {
  readonly host: Host;
  readonly dataset: string;
  readonly a: string;
  readonly b: string;
  /** Columns, in lower case, of which no value may be told, beside those of the dataset itself. */
  readonly hidden?: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/**
 * Which rows came and went between two versions of a dataset, and which columns' values lie otherwise. Reads both.
 * @throws Failure `unknown-dataset`, `version-not-found`, `data-not-kept`, `sql-dataset`
 */
export async function dataMoves(
  datasets: ProjectDatasets,
  { host, dataset, a, b, hidden = new Set(), signal }: MovesRequest,
): Promise<DataMoves> {
  const folder = temporaryFolder(host);
  try {
    const request = { host, folder, signal };
    const [one, two] = [
      await datasetTable(datasets, `${dataset}@${a}`, { ...request, folder: path.join(folder, 'a') }),
      await datasetTable(datasets, `${dataset}@${b}`, { ...request, folder: path.join(folder, 'b') }),
    ];
    const readable = [datasets.root, ...one.files.files, ...two.files.files];
    return await withData(host, readable, async (data, tmpFolder) => {
      const sensitive = [...one.sensitive, ...two.sensitive, ...hidden];
      const usualKey = one.spec?.key ?? two.spec?.key;
      const diff = await diffTables(data, one.files, two.files, { usualKey, sensitive, tmpFolder, signal });
      await one.checkFiles();
      await two.checkFiles();
      return movesOf(diff, new Set(sensitive.map((name) => name.toLowerCase())));
    });
  } finally {
    await host.files.remove(folder);
  }
}

function movesOf({ changes, columns }: TableDiff, hidden: ReadonlySet<string>): DataMoves {
  const moved = columns.filter(({ shift }) => shift >= LEAST_SHIFT).slice(0, MOST_COLUMNS);
  return {
    added: changes.added,
    removed: changes.removed,
    changed: changes.kind === 'key' ? changes.changed : null,
    columns: moved.map(({ name, shift, a, b }) => ({
      name,
      shift,
      how: hidden.has(name.toLowerCase()) ? '' : valuesText(a, b),
    })),
    columnsInAll: columns.length,
  };
}
