import { createHash } from 'node:crypto';
import { readRecord, type VersionRecord, VersionRecords } from '../../data/versions/versionRecord.ts';
import type { RemoteObjects } from '../../ports/remoteObjects.ts';
import { loadProject } from '../../project/load.ts';
import { listAll, remoteText, type SharingAround } from './sharing.ts';

interface Transfer {
  readonly remote: RemoteObjects;
  readonly signal: AbortSignal;
  readonly dryRun?: boolean;
}

/** Puts the records of versions that dataset locks name; gives their bytes. Their files are there already. */
export async function sendRecords({ host, stores, root }: SharingAround, transfer: Transfer): Promise<number> {
  const { remote, signal, dryRun } = transfer;
  const { locks } = await loadProject(host.files, root);
  const records = new VersionRecords(host.files, stores.folder);
  let bytes = 0;
  for (const { name, version } of locks.values()) {
    const record = version === undefined ? undefined : await records.find(name, version);
    if (record?.kept !== 'copy') continue;
    const key = recordKey(record);
    if ((await remote.has(key, signal)) !== undefined) continue;
    const from = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
    const sha256 = createHash('sha256').update(from).digest('hex');
    if (!dryRun) await remote.putIfAbsent(key, { from, sha256, size: from.byteLength }, { signal });
    bytes += from.byteLength;
  }
  return bytes;
}

/** Brings records that are not here, so that `data checkout` knows what to fetch; gives their bytes. */
export async function takeRecords({ host, stores }: SharingAround, { remote, signal }: Transfer): Promise<number> {
  const records = new VersionRecords(host.files, stores.folder);
  let bytes = 0;
  for (const { key, size } of (await listAll(remote, 'datasets/', signal)).values()) {
    const [, name, version] = /^datasets\/([^/]+)\/([0-9a-f]{64})\.json$/.exec(key) ?? [];
    if (name === undefined || version === undefined || (await records.find(name, version))) continue;
    const record = readRecord(await remoteText(remote, key, signal), name, version);
    if (record === undefined) continue;
    await records.write(record);
    bytes += size;
  }
  return bytes;
}

/** The records that stand in a remote. */
export async function remoteRecords(remote: RemoteObjects, signal: AbortSignal): Promise<readonly VersionRecord[]> {
  const found: VersionRecord[] = [];
  for (const { key } of (await listAll(remote, 'datasets/', signal)).values()) {
    const [, name, version] = /^datasets\/([^/]+)\/([0-9a-f]{64})\.json$/.exec(key) ?? [];
    if (name === undefined || version === undefined) continue;
    const record = readRecord(await remoteText(remote, key, signal), name, version);
    if (record !== undefined) found.push(record);
  }
  return found;
}

function recordKey({ dataset, version }: VersionRecord): string {
  return `datasets/${dataset}/${version}.json`;
}
