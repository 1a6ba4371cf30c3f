import { createHash } from 'node:crypto';
import { eachAtOnce } from '../../data/versions/atOnce.ts';
import { Cancelled } from '../../failure.ts';
import type { RemoteObjects } from '../../ports/remoteObjects.ts';
import { writeBundle } from '../../tracking/sharing/runBundle.ts';
import { type RunKey, runKey } from '../../tracking/sharing/runKeys.ts';
import {
  changesBetween,
  patched,
  type RunState,
  stateHash,
  stateOf,
  writePatch,
} from '../../tracking/sharing/runPatch.ts';
import { fetchBundle, fetchPatches, NOTHING, type RemoteRun } from './remoteRuns.ts';
import type { RunBook } from './runBook.ts';
import { endedRuns, endOf, type RunTree, treeOf } from './runTrees.ts';
import type { SharedModels } from './sharedModels.ts';
import type { SharingAround, TransferObserver } from './sharing.ts';

export interface SendingRuns {
  readonly remote: RemoteObjects;
  /** What stands there. */
  readonly there: ReadonlyMap<string, RemoteRun>;
  readonly book: RunBook;
  readonly models: SharedModels;
  /** Who pushes, for people. */
  readonly by: string;
  readonly signal: AbortSignal;
  readonly observer: TransferObserver;
  readonly dryRun?: boolean;
}

export interface SentRuns {
  readonly runs: number;
  readonly changes: number;
  readonly bytes: number;
}

/**
 * Puts bundles of runs that the remote does not have, and what has been changed of others since. The objects that they name are
 * there already.
 */
export async function sendRuns(
  trees: readonly RunTree[],
  around: SharingAround,
  sending: SendingRuns,
): Promise<SentRuns> {
  const { there, book, signal, observer } = sending;
  const due = trees.filter((tree) => isDue(tree, there.get(tree[0].id) ?? NOTHING, book));
  const sent = { runs: 0, changes: 0, bytes: 0 };
  let done = 0;
  await eachAtOnce(due, async (tree) => {
    if (signal.aborted) throw new Cancelled();
    const known = there.get(tree[0].id) ?? NOTHING;
    const isNew = isNewer(tree, known);
    const bytes = isNew ? await sendBundle(tree, around, sending) : await sendChanges(tree, known, around, sending);
    if (isNew) sent.runs++;
    else if (bytes > 0) sent.changes++;
    sent.bytes += bytes;
    done++;
    observer.event({
      type: 'transfer.progress',
      doing: 'push',
      what: 'runs',
      done,
      total: due.length,
      bytes: sent.bytes,
    });
  });
  return sent;
}

/** Runs whose bundle the remote does not have. */
export function isNewer(tree: RunTree, { bundle }: RemoteRun): boolean {
  return bundle === undefined || bundle.at < endOf(tree[0]);
}

function isDue(tree: RunTree, known: RemoteRun, { runs }: RunBook): boolean {
  return isNewer(tree, known) || runs.get(tree[0].id)?.state !== stateHash(stateOf(tree));
}

/** A run that was deleted before anybody saw it stays here. */
async function sendBundle(tree: RunTree, { stores }: SharingAround, sending: SendingRuns): Promise<number> {
  const { remote, book, models, by, signal, dryRun } = sending;
  const [outermost] = tree;
  const inOrder = await treeOf(stores.runs, outermost.id);
  const text = writeBundle({ origin: by, runs: await endedRuns(stores.runs, inOrder, models) });
  const key = runKey('bundle', outermost.id, endOf(outermost), text);
  const bytes = await put(key, text, { remote, signal, dryRun });
  if (!dryRun) book.runs.set(outermost.id, { patches: [], state: stateHash(stateOf(tree)) });
  return bytes;
}

async function sendChanges(
  tree: RunTree,
  known: RemoteRun,
  { host }: SharingAround,
  sending: SendingRuns,
): Promise<number> {
  const { remote, book, by, signal, dryRun } = sending;
  const { id } = tree[0];
  const { runs } = await fetchBundle(remote, known.bundle!, signal);
  const patches = await fetchPatches(remote, known.patches, signal);
  const seen = book.runs.get(id)?.patches ?? [];
  const base = patched(stateOf(runs), new Map([...patches].filter(([key]) => seen.includes(key))));
  const there = patched(stateOf(runs), patches);
  const here = stateOf(tree);
  const set = new Map([...changesBetween(base, here)].filter(([key, value]) => (there.get(key) ?? null) !== value));
  const known_ = { patches: seen, state: stateHash(here) };
  if (set.size === 0) {
    if (!dryRun && isSame(there, here)) book.runs.set(id, { ...known_, patches: known.patches.map(({ key }) => key) });
    else if (!dryRun) book.runs.set(id, known_);
    return 0;
  }
  // Later than all that it knows of, also where this machine's clock was set back.
  const at = Math.max(host.clock.now(), 1 + (known.patches.at(-1)?.at ?? 0));
  const text = writePatch({ at, by, set });
  const key = runKey('patch', id, at, text);
  const bytes = await put(key, text, { remote, signal, dryRun });
  if (!dryRun) book.runs.set(id, { ...known_, patches: [...seen, key.key] });
  return bytes;
}

function isSame(a: RunState, b: RunState): boolean {
  return stateHash(a) === stateHash(b);
}

interface Putting {
  readonly remote: RemoteObjects;
  readonly signal: AbortSignal;
  readonly dryRun: boolean | undefined;
}

async function put(key: RunKey, text: string, { remote, signal, dryRun }: Putting): Promise<number> {
  const from = new TextEncoder().encode(text);
  const size = from.byteLength;
  const sha256 = createHash('sha256').update(from).digest('hex');
  if (!dryRun) await remote.putIfAbsent(key.key, { from, sha256, size }, { signal });
  return size;
}
