import { posix as path } from 'node:path';
import { clockChanges, clockNotice } from '../../data/sources/clockChanges.ts';
import { checkUnchanged, datasetShape, datasetVersion } from '../../data/versions/datasetVersion.ts';
import { keepVersion, keptNotice } from '../../data/versions/keepVersion.ts';
import { versionBefore } from '../../data/versions/versionBefore.ts';
import { VersionRecords } from '../../data/versions/versionRecord.ts';
import type { DatasetSpec } from '../../language/specs.generated.ts';
import type { ResolvedDataset } from '../../ports/step.ts';
import { sensitiveColumns } from '../../project/sensitive.ts';
import type { DatasetRequest, FindDataset } from './datasetRequest.ts';
import type { Look } from './look.ts';
import { datasetNotFound } from './reference.ts';
import { sourceFiles } from './sourceFiles.ts';
import { findSqlDataset } from './sqlDataset.ts';

/** Finds datasets of the project by name: files, version, rows. Each is looked up once in the life of the finder. */
export function datasetFinder(request: DatasetRequest): FindDataset {
  const found = new Map<string, Promise<ResolvedDataset>>();
  const find: FindDataset = (name, signal, log) => {
    const known = found.get(name) ?? findDataset(name, request, { signal, log }, find);
    found.set(name, known);
    // A look-up that failed may work in the next attempt.
    known.catch(() => found.delete(name));
    return known;
  };
  return find;
}

async function findDataset(
  name: string,
  request: DatasetRequest,
  look: Look,
  find: FindDataset,
): Promise<ResolvedDataset> {
  const { signal, log } = look;
  const { host, stores, root, datasets } = request;
  const dataset = datasets.get(name);
  if (!dataset) throw datasetNotFound(name, [...datasets.keys()]);
  if (dataset.source.kind === 'sql') return findSqlDataset(dataset, request, look, find);
  const files = await sourceFiles(dataset, request, look);
  const spec = dataset.tree.value as unknown as DatasetSpec;
  const version = await datasetVersion(root, files, { files: host.files, memo: stores.memo, signal });
  const tmpFolder = path.join(request.tmpFolder, `dataset-${name}`);
  const data = await host.openData({ tmpFolder, readable: [root] });
  const records = new VersionRecords(host.files, stores.folder);
  try {
    const shape = await datasetShape(data, files, { version: version.version, memo: stores.memo, signal });
    for (const change of await clockChanges(data, files, { version: version.version, memo: stores.memo, signal }))
      log?.(clockNotice(change, files.timezone ?? 'UTC'));
    if (request.keeps) {
      const kept = await keepVersion({
        dataset: name,
        keep: spec.keep,
        root,
        version,
        shape,
        records,
        files: host.files,
        artifacts: stores.artifacts,
        clock: host.clock,
        signal,
      });
      const notice = keptNotice(kept);
      if (notice !== undefined) log?.(notice);
    }
    const checkFiles = () => checkUnchanged(root, version.files, host.files);
    const before = () =>
      versionBefore(name, version.version, { records, runs: stores.runs, lock: request.locks.get(name) });
    const sensitive = sensitiveColumns(request, dataset);
    const { rows } = shape;
    return { name, spec, files, version: version.version, rows, sensitive, checkFiles, versionBefore: before };
  } finally {
    await data.close();
    await host.files.remove(tmpFolder);
  }
}
