import { eachAtOnce } from '../../data/versions/atOnce.ts';
import { Cancelled, Failure } from '../../failure.ts';
import type { RemoteObjects } from '../../ports/remoteObjects.ts';
import type { RunStore } from '../../ports/runStore.ts';
import {
  applied,
  changesBetween,
  patched,
  type StateChange,
  stateHash,
  stateOf,
} from '../../tracking/sharing/runPatch.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import { fetchBundle, fetchPatches, type RemoteRun } from './remoteRuns.ts';
import type { RunBook } from './runBook.ts';
import { allTrees, endOf, hasEnded, type RunTree } from './runTrees.ts';
import type { SharingAround, TransferObserver } from './sharing.ts';

export interface TakingRuns {
  readonly remote: RemoteObjects;
  readonly there: ReadonlyMap<string, RemoteRun>;
  readonly book: RunBook;
  readonly signal: AbortSignal;
  readonly observer: TransferObserver;
}

export interface TakenRuns {
  readonly runs: number;
  readonly changes: number;
  readonly bytes: number;
  /** Runs that could not be taken, and why. */
  readonly refused: readonly Failure[];
}

/** Brings runs that are not here, and what others have changed of those that are. What was changed here and not yet pushed stays. */
export async function takeRuns(around: SharingAround, taking: TakingRuns): Promise<TakenRuns> {
  const { there, signal, observer } = taking;
  const trees = await allTrees(around.stores.runs, signal);
  const taken = { runs: 0, changes: 0, bytes: 0 };
  const refused: Failure[] = [];
  let done = 0;
  await eachAtOnce(there, async ([id, known]) => {
    if (signal.aborted) throw new Cancelled();
    try {
      const outcome = await takeRun({ id, known, here: trees.get(id) }, around, taking);
      if (outcome.kind === 'run') taken.runs++;
      if (outcome.kind === 'change') taken.changes++;
      taken.bytes += outcome.bytes;
    } catch (error) {
      if (!(error instanceof Failure) || !OF_ONE_RUN.has(error.reason)) throw error;
      refused.push(error);
    }
    done++;
    observer.event({
      type: 'transfer.progress',
      doing: 'pull',
      what: 'runs',
      done,
      total: there.size,
      bytes: taken.bytes,
    });
  });
  return { ...taken, refused };
}

async function takeRun(run: Omit<Bringing, 'seen'>, around: SharingAround, taking: TakingRuns): Promise<Outcome> {
  const { id, known, here } = run;
  const { bundle, patches } = known;
  if (bundle === undefined) return NO_CHANGE;
  const booked = taking.book.runs.get(id);
  const isAllSeen = patches.every(({ key }) => booked?.patches.includes(key));
  // What was deleted elsewhere before it came here stays away.
  if (here === undefined && booked !== undefined && isAllSeen) return NO_CHANGE;
  if (here !== undefined && !hasEnded(here)) return NO_CHANGE;
  const isAsNew = here !== undefined && endOf(here[0]) >= bundle.at;
  if (isAsNew && isAllSeen) return NO_CHANGE;
  return bring({ id, known, here: isAsNew ? here : undefined, seen: booked?.patches ?? [] }, around, taking);
}

const OF_ONE_RUN: ReadonlySet<string> = new Set(['remote-bundle', 'remote-other-bytes']);

interface Outcome {
  readonly kind: 'run' | 'change' | 'nothing';
  readonly bytes: number;
}

const NO_CHANGE: Outcome = { kind: 'nothing', bytes: 0 };

interface Bringing {
  readonly id: string;
  readonly known: RemoteRun;
  /** As it is here; undefined where it is not, or is older. */
  readonly here: RunTree | undefined;
  /** Keys of the patches that are worked in here. */
  readonly seen: readonly string[];
}

async function bring(bringing: Bringing, { stores }: SharingAround, taking: TakingRuns): Promise<Outcome> {
  const { id, known, here, seen } = bringing;
  const { remote, book, signal } = taking;
  const bundle = await fetchBundle(remote, known.bundle!, signal);
  const patches = await fetchPatches(remote, known.patches, signal);
  const first = stateOf(bundle.runs);
  const there = patched(first, patches);
  const worked = patched(first, new Map([...patches].filter(([key]) => seen.includes(key))));
  const booked = { patches: known.patches.map(({ key }) => key), state: stateHash(there) };
  if (here === undefined && there.has(`${id} deleted`)) {
    book.runs.set(id, booked);
    return NO_CHANGE;
  }
  if (here === undefined) {
    const origin = { [RUN_TAGS.origin]: bundle.origin };
    await stores.runs.adopt(bundle.runs.map((run) => ({ ...run, tags: { ...run.tags, ...origin } })));
  }
  const now = here === undefined ? first : stateOf(here);
  const wanted = here === undefined ? there : applied(there, changesBetween(worked, now));
  const changes = changesBetween(now, wanted);
  await change(stores.runs, id, changes);
  book.runs.set(id, booked);
  return { kind: here === undefined ? 'run' : changes.size > 0 ? 'change' : 'nothing', bytes: bundle.bytes };
}

/** Brings the store to the state, run by run; a run that is deleted can only be changed while it is not. */
async function change(runs: RunStore, id: string, changes: StateChange): Promise<void> {
  const byRun = Map.groupBy(changes, ([key]) => key.slice(0, 32));
  const inOrder = [...byRun].sort(([a]) => (a === id ? -1 : 1));
  for (const [run, ofRun] of inOrder) {
    const lifecycle = await lifecycleOf(runs, run);
    // Of a nested run that came later, and is not here.
    if (lifecycle === undefined) continue;
    const deleted = ofRun.find(([key]) => key.endsWith(' deleted'))?.[1];
    const isToBeDeleted = deleted === undefined ? lifecycle === 'deleted' : deleted !== null;
    if (lifecycle === 'deleted') await runs.restoreRun(run);
    for (const [key, value] of ofRun) {
      const what = key.slice(33);
      if (what === 'name' && value !== null) await runs.updateRun(run, { name: value });
      if (!what.startsWith('tag:')) continue;
      const tag = what.slice(4);
      if (value === null) await runs.deleteTag(run, tag);
      else await runs.log(run, { tags: { [tag]: value } });
    }
    if (isToBeDeleted) await runs.deleteRun(run);
  }
}

async function lifecycleOf(runs: RunStore, id: string): Promise<'active' | 'deleted' | undefined> {
  try {
    return (await runs.run(id, { artifacts: false })).lifecycle;
  } catch (error) {
    if (error instanceof Failure && error.reason === 'run-not-found') return undefined;
    throw error;
  }
}
