import { eachAtOnce } from '../../data/versions/atOnce.ts';
import { Cancelled, Failure } from '../../failure.ts';
import { fetchObject } from '../../tracking/sharing/fetchObject.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { takeRecords } from './datasetRecords.ts';
import { objectsOfLocks } from './lockedData.ts';
import { type Needed, objectsOfRuns, objectsOfVersion } from './neededObjects.ts';
import { remoteRuns } from './remoteRuns.ts';
import { RunBooks } from './runBook.ts';
import { endedTrees, treeOf } from './runTrees.ts';
import { sharedModels } from './sharedModels.ts';
import {
  remoteOf,
  type SharingAround,
  type TransferEvent,
  type TransferObserver,
  type Transferred,
} from './sharing.ts';
import { takeRuns } from './takeRuns.ts';

export interface PullResult extends Transferred {
  readonly remote: string;
  /** What could not be pulled, and why; the rest is here. */
  readonly failed: readonly { readonly reason: string; readonly message: string }[];
}

/** `pull`: runs and what was said about them; bytes where they are asked for. */
export const pull = operation({
  name: 'pull',
  title: 'Bring runs of the team here, and bytes where they are asked for',
  examples: [
    {
      command: 'modelyard pull',
      does: 'All runs with their tags. Bytes come by themselves when something needs them.',
    },
    {
      command: 'modelyard pull flight-delay@production',
      does: 'Also the model and its evidence, to work without network.',
    },
    { command: 'modelyard pull --all', does: 'Also the bytes of every version, run and locked dataset.' },
  ],
  arguments: {
    references: {
      type: 'string',
      description: 'Models or runs whose bytes are wanted now: NAME, NAME:VERSION, NAME@ALIAS, run:ID.',
      positional: true,
      multiple: true,
      placeholder: 'REF',
    },
    all: { type: 'boolean', description: 'The bytes of all versions, runs and locked datasets.' },
  },
  result: 'pull',
  async run(host, args, observer): Promise<PullResult> {
    const stores = await openStores(host);
    const around = { host, stores, root: stores.root };
    const { signal } = observer;
    const remote = await remoteOf(around);
    const books = new RunBooks(host.files, stores.folder, remote.place);
    const book = await books.read();
    const taking = { remote, signal, observer };
    const there = await remoteRuns(remote, signal);
    const runs = await takeRuns(around, { ...taking, there, book }).finally(() => books.write(book));
    const records = await takeRecords(around, taking);
    const wanted = await wantedBytes(args, around, signal);
    const got = await fetchAll(wanted, around, signal, observer);
    const failed = [...runs.refused, ...got.refused].map(({ reason, message }) => ({ reason, message }));
    const moved = { objects: got.objects, runs: runs.runs, changes: runs.changes };
    const result = { remote: remote.place, ...moved, bytes: got.bytes + runs.bytes + records, failed };
    observer.event({ type: 'pull.finished', ...result } as unknown as TransferEvent);
    return result;
  },
  verdict: ({ failed }) => (failed.length === 0 ? 0 : 1),
});

interface Wanted {
  readonly references: readonly string[];
  readonly all: boolean;
}

async function wantedBytes({ references, all }: Wanted, around: SharingAround, signal: AbortSignal): Promise<Needed> {
  const { stores } = around;
  const wanted = new Map<string, string>();
  const want = (needed: Needed) => {
    for (const [sha256, what] of needed) wanted.set(sha256, what);
  };
  const models = await sharedModels(stores.runs);
  if (all) {
    const trees = await endedTrees(stores.runs, signal);
    want(
      objectsOfRuns(
        trees.flat().filter(({ lifecycle }) => lifecycle === 'active'),
        models,
      ),
    );
    want(await objectsOfLocks(around));
    for (const { versions } of await stores.registry.models())
      for (const version of versions) want(await listedObjects(version, around));
  }
  for (const reference of references) {
    if (reference.startsWith('run:')) want(objectsOfRuns(await treeOf(stores.runs, reference.slice(4)), models));
    else want(await listedObjects(await stores.registry.resolve(reference), around));
  }
  return wanted;
}

/** The list of a folder's files is fetched first: it says what else is needed. */
async function listedObjects(version: Parameters<typeof objectsOfVersion>[0], around: SharingAround): Promise<Needed> {
  const { folder, name } = version;
  if (folder !== undefined) await around.stores.artifacts.path(folder, `the files of model ${name}:${version.version}`);
  return objectsOfVersion(version, around);
}

/** Those that are not here. */
async function fetchAll(wanted: Needed, around: SharingAround, signal: AbortSignal, observer: TransferObserver) {
  const { stores, host } = around;
  const remote = await remoteOf(around);
  const here = await stores.objects.present([...wanted.keys()]);
  const due = [...wanted].filter(([sha256]) => !here.has(sha256));
  const refused: Failure[] = [];
  let [done, objects, bytes] = [0, 0, 0];
  const tell = () =>
    observer.event({ type: 'transfer.progress', doing: 'pull', what: 'objects', done, total: due.length, bytes });
  let told = 0;
  const came = (more: number) => {
    bytes += more;
    if (bytes - told < TELL) return;
    told = bytes;
    tell();
  };
  await eachAtOnce(due, async ([sha256, what]) => {
    if (signal.aborted) throw new Cancelled();
    try {
      await fetchObject(sha256, what, { remote, objects: stores.objects, clock: host.clock, signal, came });
      objects++;
    } catch (error) {
      if (!(error instanceof Failure) || !OF_ONE.has(error.reason)) throw error;
      refused.push(error);
    }
    done++;
    tell();
  });
  return { objects, bytes, refused };
}

/** Refusals that leave the others to be fetched. */
const OF_ONE: ReadonlySet<string> = new Set(['object-missing', 'remote-other-bytes']);

/** Bytes between two words of progress of a large object. */
const TELL = 4 << 20;
