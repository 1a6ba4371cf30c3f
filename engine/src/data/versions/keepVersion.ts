import { posix as path } from 'node:path';
import { Cancelled, fileChanged } from '../../failure.ts';
import { bytes } from '../../language/figures.ts';
import type { ArtifactStore } from '../../ports/artifactStore.ts';
import type { Clock } from '../../ports/environment.ts';
import type { Files } from '../../ports/files.ts';
import { eachAtOnce } from './atOnce.ts';
import { checkUnchanged, type DatasetFile, type DatasetShape, type DatasetVersion } from './datasetVersion.ts';
import type { Kept, VersionRecord, VersionRecords } from './versionRecord.ts';

/** Bytes up to which a dataset that does not say is copied. */
const COPIED = 1e9;

export interface KeepRequest {
  readonly dataset: string;
  /** As the dataset says; absent: `copy` up to 1 GB in total, else `hash`. */
  readonly keep?: Kept | undefined;
  readonly root: string;
  readonly version: DatasetVersion;
  readonly shape: DatasetShape;
  readonly records: VersionRecords;
  readonly files: Files;
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Keeps a version that a run reads: its bytes, where they are to be kept, and then its record, so that a record stands for all
 * it names whenever the process is killed. What is there already is not copied again.
 * @throws Failure `file-changed` where a file is no longer the one of the version
 */
export async function keepVersion(request: KeepRequest): Promise<VersionRecord> {
  const { dataset, records, version, shape, root, files, clock } = request;
  const known = await records.find(dataset, version.version);
  const kept = known?.kept === 'copy' ? 'copy' : howToKeep(request);
  if (kept === 'copy') await eachAtOnce(version.files, (file) => copyMissing(request, file));
  await checkUnchanged(root, version.files, files);
  const record: VersionRecord = {
    dataset,
    version: version.version,
    firstSeen: known?.firstSeen ?? new Date(clock.now()).toISOString(),
    rows: shape.rows,
    columns: shape.columns,
    kept,
    files: version.files.map(({ path, sha256, size }) => ({ path, sha256, size })),
  };
  if (JSON.stringify(record) !== JSON.stringify(known)) await records.write(record);
  return record;
}

/** What a run says of data whose bytes it does not keep; undefined where it keeps them. */
export function keptNotice({ dataset, kept, files }: VersionRecord): string | undefined {
  if (kept === 'copy') return undefined;
  const size = bytes(totalSize(files));
  return `dataset \`${dataset}\` (${size}) is kept by hash alone: this cannot be reproduced once its files change`;
}

export function totalSize(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

function howToKeep({ keep, version }: KeepRequest): Kept {
  return keep ?? (totalSize(version.files) <= COPIED ? 'copy' : 'hash');
}

async function copyMissing({ root, artifacts, signal }: KeepRequest, file: DatasetFile): Promise<void> {
  if (signal?.aborted) throw new Cancelled();
  if (await artifacts.has(file.sha256)) return;
  const { sha256 } = await artifacts.put(path.join(root.replaceAll('\\', '/'), file.path));
  if (sha256 !== file.sha256) throw fileChanged(file.path);
}
