import { Failure } from '../../../failure.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { Observer } from '../../operation.ts';
import { type Needed, objectsOfRuns, objectsOfVersion } from '../../remote/neededObjects.ts';
import { remoteRuns } from '../../remote/remoteRuns.ts';
import { RunBooks } from '../../remote/runBook.ts';
import { type RunTree, treeOf } from '../../remote/runTrees.ts';
import { sendObjects } from '../../remote/sendObjects.ts';
import { sendRuns } from '../../remote/sendRuns.ts';
import { sharedModels } from '../../remote/sharedModels.ts';
import { type SharingAround, type TransferObserver, whoShares } from '../../remote/sharing.ts';

/** What was put into the project's remote. */
export interface SentVersion {
  readonly objects: number;
  readonly runs: number;
  readonly bytes: number;
}

/**
 * Puts the bytes of a version, its evidence and the run that made it where the team finds them; undefined where the project names no
 * remote.
 * @param more objects that a gate report on it rests on
 * @throws Failure `object-missing` where its bytes are neither here nor there; what a remote refuses
 */
export async function sendVersion(
  around: SharingAround,
  version: ModelVersion,
  { signal, event }: Observer,
  more: Needed = new Map(),
): Promise<SentVersion | undefined> {
  const { host, stores } = around;
  const remote = await stores.remote();
  if (remote === undefined) return undefined;
  const observer: TransferObserver = { event };
  const trees = await treeOfVersion(around, version);
  const models = await sharedModels(stores.runs);
  const needed = new Map([...(await objectsOfVersion(version, around)), ...more]);
  const all = new Map([...needed, ...objectsOfRuns(trees.flat(), models)]);
  const sent = await sendObjects(all, around, { remote, signal, observer });
  const [absent] = [...needed.keys()].filter((sha256) => sent.absent.has(sha256));
  if (absent !== undefined) throw notHere(needed.get(absent)!);
  const books = new RunBooks(host.files, stores.folder, remote.place);
  const book = await books.read();
  const there = await remoteRuns(remote, signal);
  const by = await whoShares(around);
  const runs = await sendRuns(trees, around, { remote, signal, observer, there, book, models, by });
  for (const sha256 of all.keys()) if (!sent.absent.has(sha256)) book.objects.add(sha256);
  await books.write(book);
  return { objects: sent.objects, runs: runs.runs, bytes: sent.bytes + runs.bytes };
}

/** The whole pipeline's run that a version comes from, where this store has it and it has ended. */
async function treeOfVersion({ stores: { runs } }: SharingAround, version: ModelVersion): Promise<readonly RunTree[]> {
  if (version.run === '') return [];
  try {
    const run = await runs.run(version.run);
    const tree = await treeOf(runs, run.parent ?? run.id);
    return tree.every(({ status }) => status !== 'running') ? [tree] : [];
  } catch (error) {
    if (error instanceof Failure && error.reason === 'run-not-found') return [];
    throw error;
  }
}

function notHere(what: string): Failure {
  return new Failure('object-missing', `The bytes of ${what} are neither here nor in the project's remote.`, {
    next: 'Publish from where it was registered, or `modelyard push` there.',
  });
}
