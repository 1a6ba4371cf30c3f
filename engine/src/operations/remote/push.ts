import { Failure } from '../../failure.ts';
import { bytes, count } from '../../language/figures.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import { stateHash, stateOf } from '../../tracking/sharing/runPatch.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { sendRecords } from './datasetRecords.ts';
import { objectsOfLocks } from './lockedData.ts';
import { type Needed, objectsOfRuns, objectsOfVersion } from './neededObjects.ts';
import { remoteRuns } from './remoteRuns.ts';
import { type RunBook, RunBooks } from './runBook.ts';
import { endedTrees, type RunTree } from './runTrees.ts';
import { sendObjects } from './sendObjects.ts';
import { sendRuns } from './sendRuns.ts';
import { type SharedModels, sharedModels } from './sharedModels.ts';
import { remoteOf, type SharingAround, type TransferEvent, type Transferred, whoShares } from './sharing.ts';

export interface PushResult extends Transferred {
  readonly remote: string;
  /** What versions, runs and locks promise and is neither here nor there. */
  readonly missing: readonly { readonly sha256: string; readonly what: string }[];
  readonly dryRun: boolean;
}

/** `push`: what the versions, runs and dataset locks of this clone need. */
export const push = operation({
  name: 'push',
  title: 'Put bytes and runs where the team finds them',
  examples: [
    {
      command: 'modelyard push',
      does: 'What versions, runs and dataset locks of this clone need and the remote lacks.',
    },
    { command: 'modelyard push --dry-run', does: 'Says what would be pushed.' },
    { command: 'modelyard push --verify', does: 'Also reads what lies there, and mends what is damaged.' },
  ],
  arguments: {
    'dry-run': { type: 'boolean', description: 'Say what would be pushed, and push nothing.' },
    verify: {
      type: 'boolean',
      description: 'Read every object in the remote and put the right bytes where others lie.',
    },
  },
  result: 'push',
  async run(host, args, observer): Promise<PushResult> {
    const stores = await openStores(host);
    const around = { host, stores, root: stores.root };
    const { signal } = observer;
    const remote = await remoteOf(around);
    const books = new RunBooks(host.files, stores.folder, remote.place);
    const book = await books.read();
    const trees = await endedTrees(stores.runs, signal);
    const models = await sharedModels(stores.runs);
    const needed = await neededHere(trees, models, around);
    const sending = { remote, signal, observer, dryRun: args['dry-run'], verify: args.verify };
    try {
      const sent = await sendObjects(needed, around, sending);
      const records = await sendRecords(around, sending);
      const there = await remoteRuns(remote, signal);
      const runs = await sendRuns(trees, around, { ...sending, there, book, models, by: await whoShares(around) });
      if (!args['dry-run']) for (const sha256 of needed.keys()) if (!sent.absent.has(sha256)) book.objects.add(sha256);
      const missing = [...sent.absent].map(([sha256, what]) => ({ sha256, what }));
      const moved = { objects: sent.objects, runs: runs.runs, changes: runs.changes };
      const result = {
        remote: remote.place,
        ...moved,
        bytes: sent.bytes + records + runs.bytes,
        missing,
        dryRun: args['dry-run'],
      };
      observer.event({ type: 'push.finished', ...result } as unknown as TransferEvent);
      return result;
    } catch (error) {
      throw await withWaiting(error, { trees, needed, book }, around);
    } finally {
      // What has arrived is known also after an error.
      if (!args['dry-run']) await books.write(book);
    }
  },
});

/** What is a version's and a run's is called by the version. */
async function neededHere(trees: readonly RunTree[], models: SharedModels, around: SharingAround): Promise<Needed> {
  const active = trees.flat().filter(({ lifecycle }) => lifecycle === 'active');
  const needed = new Map([...objectsOfRuns(active, models), ...(await objectsOfLocks(around))]);
  for (const version of await versionsHere(around))
    for (const [sha256, what] of await objectsOfVersion(version, around)) needed.set(sha256, what);
  return needed;
}

/** Those that may still be used. */
async function versionsHere({ stores }: SharingAround): Promise<readonly ModelVersion[]> {
  const versions: ModelVersion[] = [];
  for (const { name, versions: all } of await stores.registry.models()) {
    const notes = await stores.registry.notes(name);
    if (notes.withdrawn === undefined)
      versions.push(...all.filter(({ version }) => notes.versions.get(version)?.withdrawn === undefined));
  }
  return versions;
}

interface Waiting {
  readonly trees: readonly RunTree[];
  readonly needed: Needed;
  readonly book: RunBook;
}

const AWAY: ReadonlySet<string> = new Set([
  'remote-gone',
  'remote-slow',
  'remote-denied',
  'remote-full',
  'remote-failed',
]);

/** Says of a remote that is not to be had what waits here, as far as it is known without it. */
async function withWaiting(
  error: unknown,
  { trees, needed, book }: Waiting,
  { stores }: SharingAround,
): Promise<unknown> {
  if (!(error instanceof Failure) || !AWAY.has(error.reason)) return error;
  const runs = trees.filter((tree) => book.runs.get(tree[0].id)?.state !== stateHash(stateOf(tree))).length;
  const hashes = new Set([...needed.keys()].filter((sha256) => !book.objects.has(sha256)));
  let [objects, size] = [0, 0];
  for await (const object of stores.objects.list()) {
    if (!hashes.has(object.sha256)) continue;
    objects++;
    size += object.size;
  }
  if (runs + objects === 0) return error;
  const counted = (number: number, noun: string) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
  const waiting = `Waiting here: ${counted(runs, 'run')} and ${counted(objects, 'object')} (${bytes(size)}).`;
  return new Failure(error.reason, `${error.message} ${waiting}`, {
    ...(error.next === undefined ? {} : { next: error.next }),
    cause: error,
  });
}
