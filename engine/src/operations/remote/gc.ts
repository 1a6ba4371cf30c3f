import { Cancelled, Failure, usage } from '../../failure.ts';
import { hashOfKey, objectKey } from '../../ports/remoteObjects.ts';
import { patched, stateOf } from '../../tracking/sharing/runPatch.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { remoteRecords } from './datasetRecords.ts';
import {
  addFilesOfFolders,
  addRecords,
  addRegistry,
  addRun,
  addRuns,
  nothingReachable,
  type Reachable,
} from './reachable.ts';
import { fetchBundle, fetchPatches, type RemoteRun, remoteRuns } from './remoteRuns.ts';
import {
  listAll,
  remoteOf,
  remoteText,
  type SharingAround,
  type TransferEvent,
  type TransferObserver,
} from './sharing.ts';

export interface Collected {
  /** The folder or remote that was looked through. */
  readonly place: string;
  readonly objects: number;
  /** Earlier bundles of runs that went on later; none of this machine. */
  readonly runs: number;
  readonly bytes: number;
  /** What killed processes had left. */
  readonly leftovers: number;
  readonly dryRun: boolean;
}

const DAY = 86_400_000;

/** `gc`: frees bytes that nothing names. */
export const gc = operation({
  name: 'gc',
  title: 'Free the bytes that no version, run or alias needs',
  examples: [
    { command: 'modelyard gc --dry-run', does: 'Says what could go from this machine, and removes nothing.' },
    { command: 'modelyard gc', does: 'Removes objects that nothing has named for 14 days.' },
    {
      command: 'git fetch --all && modelyard gc --remote --dry-run',
      does: 'The same for the remote, knowing all branches.',
    },
  ],
  arguments: {
    remote: {
      type: 'boolean',
      description: 'Look through the remote instead of this machine. Fetch all branches before.',
    },
    'older-than': {
      type: 'integer',
      description: 'Days for which an object stays in any case.',
      default: 14,
      placeholder: 'DAYS',
    },
    'dry-run': { type: 'boolean', description: 'Say what would be removed, and remove nothing.' },
  },
  result: 'gc',
  async run(host, args, observer): Promise<Collected> {
    if (args['older-than'] < 0)
      throw usage(`\`--older-than ${args['older-than']}\` is no number of days.`, 'Say 0 or more.');
    const stores = await openStores(host);
    const around = { host, stores, root: stores.root };
    const before = host.clock.now() - args['older-than'] * DAY;
    const collecting = { before, dryRun: args['dry-run'], signal: observer.signal, observer };
    const result = await (args.remote ? collectRemote(around, collecting) : collectHere(around, collecting));
    observer.event({ type: 'gc.finished', ...result } as unknown as TransferEvent);
    return result;
  },
});

interface Collecting {
  /** Milliseconds since 1970: what was put later stays. */
  readonly before: number;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly observer: TransferObserver;
}

async function collectHere(around: SharingAround, collecting: Collecting): Promise<Collected> {
  const { stores } = around;
  const { before, dryRun, signal } = collecting;
  const reachable = await reachableHere(around);
  await addFilesOfFolders(reachable, async (folder) =>
    (await stores.objects.has(folder))
      ? new TextDecoder().decode(await stores.objects.bytes(folder, 'the files of a model'))
      : undefined,
  );
  const tally = { objects: 0, bytes: 0 };
  for await (const { sha256, size, put } of stores.objects.list()) {
    if (signal.aborted) throw new Cancelled();
    if (put >= before || reachable.objects.has(sha256)) continue;
    if (!dryRun && !(await stores.objects.remove(sha256, before))) continue;
    tally.objects++;
    tally.bytes += size;
  }
  const leftovers = dryRun ? 0 : await stores.objects.sweep(before);
  return { place: stores.folder, ...tally, runs: 0, leftovers, dryRun };
}

async function reachableHere(around: SharingAround): Promise<Reachable> {
  const reachable = nothingReachable();
  await addRegistry(around, reachable);
  await addRuns(around, reachable);
  await addRecords(around, reachable);
  return reachable;
}

async function collectRemote(around: SharingAround, collecting: Collecting): Promise<Collected> {
  const { stores } = around;
  const { before, dryRun, signal, observer } = collecting;
  await refuseShallow(around);
  const remote = await remoteOf(around);
  // First what is there, then what is needed: what somebody pushes in between is not looked at.
  const objects = await listAll(remote, 'objects/', signal);
  const runs = await remoteRuns(remote, signal);
  const reachable = await reachableHere(around);
  for (const [id, run] of runs) await addRemoteRun(id, run, around, collecting, reachable);
  for (const { files } of await remoteRecords(remote, signal))
    for (const { sha256 } of files) reachable.objects.add(sha256);
  await addFilesOfFolders(reachable, async (folder) => {
    if (await stores.objects.has(folder))
      return new TextDecoder().decode(await stores.objects.bytes(folder, 'the files of a model'));
    return objects.has(objectKey(folder)) ? remoteText(remote, objectKey(folder), signal) : undefined;
  });
  const tally = { objects: 0, runs: 0, bytes: 0 };
  let done = 0;
  for (const { key, size, modified } of objects.values()) {
    if (signal.aborted) throw new Cancelled();
    observer.event({
      type: 'transfer.progress',
      doing: 'gc',
      what: 'objects',
      done: ++done,
      total: objects.size,
      bytes: tally.bytes,
    });
    const sha256 = hashOfKey(key);
    if (sha256 === undefined || modified >= before || reachable.objects.has(sha256)) continue;
    if (!dryRun) await remote.remove(key);
    tally.objects++;
    tally.bytes += size;
  }
  for (const { former, bundle } of runs.values())
    for (const { key } of bundle !== undefined && bundle.at < before ? former : []) {
      if (!dryRun) await remote.remove(key);
      tally.runs++;
    }
  const leftovers = dryRun ? 0 : await remote.sweep(before);
  return { place: remote.place, ...tally, leftovers, dryRun };
}

/** What a run in the remote names, unless it was deleted. */
async function addRemoteRun(
  id: string,
  { bundle, patches }: RemoteRun,
  around: SharingAround,
  { signal }: Collecting,
  reachable: Reachable,
): Promise<void> {
  if (bundle === undefined) return;
  const remote = await remoteOf(around);
  const { runs } = await fetchBundle(remote, bundle, signal);
  const isDeleted = patched(stateOf(runs), await fetchPatches(remote, patches, signal)).has(`${id} deleted`);
  if (!isDeleted) for (const run of runs) addRun(run, reachable);
}

async function refuseShallow({ host, root }: SharingAround): Promise<void> {
  if (!(await host.git(root).history.isShallow())) return;
  throw new Failure(
    'history-cut-off',
    'This clone knows only a part of the branches, so nobody can say here what is still needed.',
    {
      next: 'Run `git fetch --unshallow` and `git fetch --all` first, or collect in a whole clone.',
    },
  );
}
