import { VersionRecords } from '../../data/versions/versionRecord.ts';
import { loadProject } from '../../project/load.ts';
import type { Needed } from './neededObjects.ts';
import type { SharingAround } from './sharing.ts';

/** The files of the versions that dataset locks name, where their bytes are kept here. */
export async function objectsOfLocks({ host, stores, root }: SharingAround): Promise<Needed> {
  const { locks } = await loadProject(host.files, root);
  const records = new VersionRecords(host.files, stores.folder);
  const needed = new Map<string, string>();
  for (const { name, version } of locks.values()) {
    const record = version === undefined ? undefined : await records.find(name, version);
    if (record?.kept !== 'copy') continue;
    for (const { path, sha256 } of record.files) needed.set(sha256, `${path} of dataset ${name}`);
  }
  return needed;
}
