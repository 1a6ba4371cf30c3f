import { compareSchemas } from '../../../data/diff/diffSchema.ts';
import type { VersionRecord } from '../../../data/versions/versionRecord.ts';
import { Failure } from '../../../failure.ts';
import type { Run, RunDataset } from '../../../ports/runStore.ts';
import type { DataChange, DataDifferences, DataMoves, DataRow } from './runDifferences.ts';

export interface DataSources {
  /** What the store has recorded of a version. */
  readonly record: (dataset: string, version: string) => Promise<VersionRecord | undefined>;
  /** How the values of one version lie beside another's; rejects with a `Failure` where that cannot be told. Absent: not asked for. */
  readonly moves?: (dataset: string, a: string, b: string) => Promise<DataMoves>;
}

/** Versions of datasets that differ, and what changed in each beside the baseline's. */
export async function dataDifferences(
  runs: readonly Run[],
  baseline: number,
  sources: DataSources,
): Promise<DataDifferences> {
  const read = runs.map(({ datasets }) => new Map(datasets.map((one) => [keyOf(one), one])));
  const keys = [...new Set(read.flatMap((datasets) => [...datasets.keys()]))];
  const differing = keys.filter((key) => new Set(read.map((datasets) => datasets.get(key)?.version)).size > 1);
  const rows: DataRow[] = [];
  // One after the other: each may read all of two versions.
  for (const key of differing)
    rows.push(
      await rowOf(
        read.map((datasets) => datasets.get(key)),
        baseline,
        sources,
      ),
    );
  return { rows, equal: keys.length - rows.length, unknown: [] };
}

function keyOf({ name, context }: RunDataset): string {
  return JSON.stringify([name, context ?? null]);
}

async function rowOf(
  read: readonly (RunDataset | undefined)[],
  baseline: number,
  sources: DataSources,
): Promise<DataRow> {
  const base = read[baseline];
  const known = read.find((one) => one !== undefined);
  const values: DataRow['values'][number][] = [];
  for (const [run, one] of read.entries()) {
    const hasChange = run !== baseline && base !== undefined && one !== undefined && base.version !== one.version;
    const change = hasChange ? await changeOf(base, one, sources) : null;
    values.push(one === undefined ? null : { version: one.version, rows: one.rows ?? null, change });
  }
  return { name: known?.name ?? '', context: known?.context ?? null, values };
}

async function changeOf(a: RunDataset, b: RunDataset, { record, moves }: DataSources): Promise<DataChange> {
  const [before, after] = [await record(a.name, a.version), await record(b.name, b.version)];
  const rows = [a.rows ?? before?.rows, b.rows ?? after?.rows] as const;
  const schemas = before && after && compareSchemas(before.columns, after.columns);
  const told = {
    rows: rows[0] === undefined || rows[1] === undefined ? null : rows[1] - rows[0],
    columns:
      schemas === undefined
        ? null
        : {
            added: schemas.added.map(({ name }) => name),
            removed: schemas.removed.map(({ name }) => name),
            retyped: schemas.retyped,
          },
  };
  const noRecord =
    schemas === undefined
      ? `This store has no record of ${before === undefined ? 'the one' : 'the other'} version`
      : null;
  if (moves === undefined) return { ...told, moved: null, unknown: noRecord };
  try {
    return { ...told, moved: await moves(a.name, a.version, b.version), unknown: noRecord };
  } catch (error) {
    if (error instanceof Failure) return { ...told, moved: null, unknown: error.message };
    throw error;
  }
}
