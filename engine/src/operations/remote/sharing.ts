import { Failure } from '../../failure.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { RemoteObject, RemoteObjects } from '../../ports/remoteObjects.ts';
import type { Observer, OperationEvent } from '../operation.ts';

/** The project whose objects and runs go to and come from its remote. */
export interface SharingAround {
  readonly host: Host;
  readonly stores: Stores;
  /** Absolute root of the project. */
  readonly root: string;
}

/** How far a push, a pull or a collection is. */
export interface TransferEvent extends OperationEvent {
  readonly type: 'transfer.progress';
  readonly doing: 'push' | 'pull' | 'gc';
  readonly what: 'objects' | 'runs';
  readonly done: number;
  readonly total: number;
  /** Of objects, of what is done. */
  readonly bytes: number;
}

export type TransferObserver = Pick<Observer<TransferEvent>, 'event'>;

/** What was transferred, or would be. */
export interface Transferred {
  readonly objects: number;
  readonly runs: number;
  /** Changed tags, names and deletions of runs. */
  readonly changes: number;
  readonly bytes: number;
}

/** @throws Failure `remote-none`, `remote-url` */
export async function remoteOf({ stores }: Pick<SharingAround, 'stores'>): Promise<RemoteObjects> {
  const remote = await stores.remote();
  if (remote !== undefined) return remote;
  throw new Failure('remote-none', 'This project has no remote, so there is nowhere to push to or pull from.', {
    next: 'Add `remote: file:///mnt/share/models` or `remote: s3://bucket/prefix` to modelyard.yaml.',
  });
}

/** All that stands below a folder of the remote, by key. */
export async function listAll(
  remote: RemoteObjects,
  folder: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RemoteObject>> {
  const found = new Map<string, RemoteObject>();
  let pageToken: string | undefined;
  do {
    const page = await remote.list(folder, { signal, ...(pageToken === undefined ? {} : { pageToken }) });
    for (const object of page.items) found.set(object.key, object);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}

/** The text of a small object, of at most so many bytes. */
export async function remoteText(remote: RemoteObjects, key: string, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of remote.get(key, { signal })) chunks.push(chunk);
  return new TextDecoder().decode(concat(chunks));
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** Who shares, for people: the identity of git, else the user of the newest run. */
export async function whoShares({ host, root }: Pick<SharingAround, 'host' | 'root'>): Promise<string> {
  const identity = await host.git(root).identity();
  const { USER, USERNAME } = host.machine.variables;
  return identity?.name ?? USER ?? USERNAME ?? 'unknown';
}
