import type { ModelVersion } from '../../ports/modelRegistry.ts';
import { objectsOfRuns, objectsOfVersion } from './neededObjects.ts';
import { remoteRuns } from './remoteRuns.ts';
import { RunBooks } from './runBook.ts';
import { treeOf } from './runTrees.ts';
import { sendObjects } from './sendObjects.ts';
import { sendRuns } from './sendRuns.ts';
import { remoteOf, type SharingAround, type TransferObserver, type Transferred, whoShares } from './sharing.ts';

export interface PushRequest {
  readonly versions: readonly ModelVersion[];
  /** Ids of runs that have ended; their nested runs go with them. */
  readonly runs: readonly string[];
  readonly signal: AbortSignal;
  readonly observer: TransferObserver;
}

/**
 * Puts the bytes of these versions and runs into the remote, and then the runs: who finds a run finds its files.
 * @throws Failure `remote-none`, `object-missing` for bytes that are neither here nor there, and what the remote refuses
 */
export async function pushObjects(around: SharingAround, request: PushRequest): Promise<Transferred> {
  const { stores, host } = around;
  const { signal, observer } = request;
  const remote = await remoteOf(around);
  const trees = await Promise.all(request.runs.map((id) => treeOf(stores.runs, id)));
  const needed = new Map<string, string>();
  for (const version of request.versions)
    for (const [sha256, what] of await objectsOfVersion(version, around)) needed.set(sha256, what);
  for (const [sha256, what] of objectsOfRuns(trees.flat())) needed.set(sha256, what);
  const sent = await sendObjects(needed, around, { remote, signal, observer });
  for (const [sha256, what] of sent.absent) await stores.objects.path(sha256, what);
  const books = new RunBooks(host.files, stores.folder, remote.place);
  const book = await books.read();
  const there = await remoteRuns(remote, signal);
  const by = await whoShares(around);
  const runs = await sendRuns(trees, around, { remote, there, book, by, signal, observer });
  for (const sha256 of needed.keys()) book.objects.add(sha256);
  await books.write(book);
  return { objects: sent.objects, runs: runs.runs, changes: runs.changes, bytes: sent.bytes + runs.bytes };
}
