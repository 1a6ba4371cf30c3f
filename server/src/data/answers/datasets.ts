import { type VersionRecord, VersionRecords } from '../../../../engine/src/data/versions/versionRecord.ts';
import { type DatasetRows, datasetRows } from '../../../../engine/src/facts/datasetRows.ts';
import { rememberedVersion } from '../../../../engine/src/facts/locks.ts';
import { Failure } from '../../../../engine/src/failure.ts';
import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import type { Stores } from '../../../../engine/src/ports/host.ts';
import type { Dataset } from '../../../../engine/src/project/dataset.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { entriesAt, textAt } from '../../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import type { DataRows, DatasetRow, DataVersionRow, Freshness, ViewRow } from '../../views/data.ts';
import type { Asked } from '../asked.ts';
import { freshnessOf } from './freshness.ts';
import { placeIn } from './places.ts';

const MOST_VERSIONS = 20;

/** Datasets and feature views, from what is known: no data is read for them. */
export async function datasets(asked: Asked): Promise<DataRows> {
  const stores = await storesThere(asked.host, asked.root);
  const { project } = asked;
  const rows = await Promise.all([...project.datasets.values()].map((dataset) => datasetRow(asked, stores, dataset)));
  const freshness = new Map(rows.map((row) => [row.name, row.freshness]));
  const views = [...project.views.values()].map((file) => viewRow(file, freshness));
  return { datasets: rows, views };
}

async function datasetRow(asked: Asked, stores: Stores | undefined, dataset: Dataset): Promise<DatasetRow> {
  const { project, host } = asked;
  const { name } = dataset;
  const found = await foundRows(asked, name);
  const version = await currentVersion(asked, stores, { name, found });
  const recorded = stores === undefined ? [] : await new VersionRecords(host.files, stores.folder).all(name);
  const columns = project.facts.columns(name);
  const record = recorded.find((one) => one.version === version);
  const lock = project.locks.get(name);
  return {
    name,
    place: placeIn({ path: dataset.file, tree: dataset.tree }, ['dataset']),
    data: dataState(project, name),
    rows: record?.rows ?? (version !== null && lock?.version === version ? (lock.rows ?? null) : null),
    columns: columns.kind === 'known' ? columns.value.length : null,
    version,
    lock: lockRow(project, name, version),
    freshness: await freshnessOf(asked, { dataset, version, table: found?.table, memo: stores?.memo }),
    versions: recorded.slice(0, MOST_VERSIONS).map((one, index) => versionRow(one, recorded[index + 1])),
    versionsInAll: recorded.length,
  };
}

async function foundRows({ project, host, root }: Asked, name: string): Promise<DatasetRows | undefined> {
  try {
    return await datasetRows(project, name, { root, files: host.files, variables: host.machine.variables });
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Null where the files would have to be read to tell. */
async function currentVersion(
  { project, host, root }: Asked,
  stores: Stores | undefined,
  { name, found }: { readonly name: string; readonly found: DatasetRows | undefined },
): Promise<string | null> {
  const known = project.facts.version(name);
  if (known.kind === 'known') return known.value;
  if (stores === undefined || found?.table === undefined) return null;
  return (await rememberedVersion(root, found.table, { files: host.files, memo: stores.memo }))?.version ?? null;
}

function dataState({ facts }: Project, name: string): DatasetRow['data'] {
  const source = facts.source(name);
  if (source.kind !== 'known') return source.kind;
  return source.value.files === 0 && source.value.unreadable === undefined ? 'absent' : 'known';
}

function lockRow(project: Project, name: string, version: string | null): DatasetRow['lock'] {
  const lock = project.locks.get(name);
  if (lock?.version === undefined) return null;
  return {
    place: placeIn({ path: lock.file, tree: lock.tree }, ['dataset_lock']),
    version: lock.version,
    isCurrent: version === null ? null : version === lock.version,
  };
}

function versionRow(
  { version, firstSeen, rows, kept }: VersionRecord,
  before: VersionRecord | undefined,
): DataVersionRow {
  const added = before === undefined ? null : rows - before.rows;
  return { version, at: firstSeen, rows, added, isKept: kept === 'copy' };
}

function viewRow(file: SpecFile, freshness: ReadonlyMap<string, Freshness | null>): ViewRow {
  const { tree } = file;
  const dataset = textAt(tree, ['dataset']) ?? null;
  return {
    name: file.name ?? '',
    place: placeIn(file, ['features']),
    entity: entriesAt(tree, ['entity']).map(([name]) => name),
    fields: entriesAt(tree, ['fields']).map(([name]) => ({
      name,
      type: textAt(tree, ['fields', name, 'type']) ?? null,
      place: placeIn(file, ['fields', name]),
    })),
    dataset,
    freshness: (dataset === null ? undefined : freshness.get(dataset)) ?? null,
  };
}
