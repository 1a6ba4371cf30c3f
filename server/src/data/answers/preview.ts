import { datasetRows } from '../../../../engine/src/facts/datasetRows.ts';
import { type Preview, type PreviewOptions, previewSql } from '../../../../engine/src/facts/preview.ts';
import { previewedAt } from '../../../../engine/src/facts/previewed.ts';
import { Cancelled } from '../../../../engine/src/failure.ts';
import { withData } from '../../../../engine/src/operations/dataFile.ts';
import type { Asked } from '../asked.ts';
import type { SqlPlace } from '../knowledge.ts';

/** Milliseconds for all rows, then for the first ones. */
const PATIENCE = { all: 1500, first: 500 } as const;
const FIRST_ROWS = 500_000;

/** What the SQL at a place does to its rows: to all of them where that is soon known, else to the first. */
export async function preview(
  { host, root, project }: Asked,
  place: SqlPlace,
  signal: AbortSignal,
): Promise<Preview | undefined> {
  const previewed = previewedAt(project, place);
  const sources = { root, files: host.files, variables: host.machine.variables };
  const rows = previewed && (await datasetRows(project, previewed.dataset, sources));
  if (previewed === undefined || rows === undefined) return undefined;
  return withData(host, rows.files, async (data) => {
    const look = (options: PreviewOptions) => previewSql(data, previewed, rows, options);
    const all = await within(PATIENCE.all, signal, (limited) => look({ signal: limited }));
    if (all !== undefined || signal.aborted) return all;
    return within(PATIENCE.first, signal, (limited) => look({ signal: limited, first: FIRST_ROWS }));
  });
}

/** Undefined where it took longer. */
async function within<T>(
  milliseconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
  try {
    return await work(limit);
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
}
