import { createHash } from 'node:crypto';
import { eachAtOnce } from '../../data/versions/atOnce.ts';
import { Cancelled, Failure } from '../../failure.ts';
import { objectKey, type RemoteObjects } from '../../ports/remoteObjects.ts';
import type { Needed } from './neededObjects.ts';
import { listAll, type SharingAround, type TransferObserver } from './sharing.ts';

export interface Sending {
  readonly remote: RemoteObjects;
  readonly signal: AbortSignal;
  readonly observer: TransferObserver;
  /** Says only what would be sent. */
  readonly dryRun?: boolean;
  /** Reads what lies there and replaces what is wrong. */
  readonly verify?: boolean;
}

export interface Sent {
  readonly objects: number;
  readonly bytes: number;
  /** Those that are neither on this machine nor in the remote. */
  readonly absent: Needed;
}

/** Fewer than these are asked for one by one, more by listing all. */
const FEW = 50;

/**
 * Puts those of the objects that this machine has and the remote does not have whole. One that lies there with another size, left
 * by something that was killed, is replaced.
 */
export async function sendObjects(needed: Needed, around: SharingAround, sending: Sending): Promise<Sent> {
  const { remote, signal, observer, verify = false } = sending;
  const { objects } = around.stores;
  const hashes = [...needed.keys()];
  const here = await sizesHere(hashes, around);
  const there = await sizesThere(hashes, sending);
  const absent = new Map([...needed].filter(([sha256]) => !here.has(sha256) && !there.has(sha256)));
  const due = hashes.filter((sha256) => here.has(sha256) && (verify || here.get(sha256) !== there.get(sha256)));
  if (sending.dryRun && !verify) return { objects: due.length, bytes: sum(due, here), absent };
  let [sent, bytes, done] = [0, 0, 0];
  const tell = () =>
    observer.event({ type: 'transfer.progress', doing: 'push', what: 'objects', done, total: due.length, bytes });
  await eachAtOnce(due, async (sha256) => {
    if (signal.aborted) throw new Cancelled();
    const size = here.get(sha256)!;
    const isWrong = verify && there.get(sha256) === size && !(await isRight(sha256, sending));
    if (!verify || isWrong || there.get(sha256) !== size) {
      const from = await objects.path(sha256, needed.get(sha256)!);
      const how = { signal, replace: isWrong };
      const outcome = sending.dryRun ? 'put' : await remote.putIfAbsent(objectKey(sha256), { from, sha256, size }, how);
      if (outcome === 'put') [sent, bytes] = [sent + 1, bytes + size];
    }
    done++;
    tell();
  });
  return { objects: sent, bytes, absent };
}

/** Whether the remote's bytes are those of the hash. */
async function isRight(sha256: string, { remote, signal }: Sending): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of remote.get(objectKey(sha256), { signal })) hash.update(chunk);
  } catch (error) {
    if (error instanceof Failure && error.reason === 'remote-object-missing') return false;
    throw error;
  }
  return hash.digest('hex') === sha256;
}

async function sizesHere(hashes: readonly string[], { stores, host }: SharingAround) {
  const sizes = new Map<string, number>();
  const wanted = new Set(hashes);
  if (hashes.length >= FEW) {
    for await (const { sha256, size } of stores.objects.list()) if (wanted.has(sha256)) sizes.set(sha256, size);
    return sizes;
  }
  for (const sha256 of await stores.objects.present(hashes)) {
    const stat = await host.files.stat(await stores.objects.path(sha256, `object ${sha256}`));
    if (stat !== undefined) sizes.set(sha256, stat.size);
  }
  return sizes;
}

async function sizesThere(hashes: readonly string[], { remote, signal }: Sending) {
  const sizes = new Map<string, number>();
  if (hashes.length >= FEW) {
    const keys = new Map(hashes.map((sha256) => [objectKey(sha256), sha256]));
    for (const [key, { size }] of await listAll(remote, 'objects/', signal)) {
      const sha256 = keys.get(key);
      if (sha256 !== undefined) sizes.set(sha256, size);
    }
    return sizes;
  }
  await eachAtOnce(hashes, async (sha256) => {
    if (signal.aborted) throw new Cancelled();
    const found = await remote.has(objectKey(sha256), signal);
    if (found !== undefined) sizes.set(sha256, found.size);
  });
  return sizes;
}

function sum(hashes: readonly string[], sizes: ReadonlyMap<string, number>): number {
  return hashes.reduce((total, sha256) => total + sizes.get(sha256)!, 0);
}
