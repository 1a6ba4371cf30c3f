import { posix as path } from 'node:path';
import { Cancelled, Failure, fileChanged } from '../../failure.ts';
import type { ArtifactStore } from '../../ports/artifactStore.ts';
import type { Files } from '../../ports/files.ts';
import type { Memo } from '../../ports/memo.ts';
import { eachAtOnce } from './atOnce.ts';
import { fileHashes, type HashedFile } from './fileHashes.ts';
import type { VersionedFile } from './manifest.ts';
import type { VersionRecord } from './versionRecord.ts';

export interface CheckoutRequest {
  readonly record: VersionRecord;
  /** Where the files are put by their recorded paths: the project, or another folder. */
  readonly folder: string;
  /** The project, whose own files serve too where they are still the same. */
  readonly root: string;
  /** Files that differ are overwritten. */
  readonly force: boolean;
  readonly files: Files;
  readonly artifacts: ArtifactStore;
  readonly memo: Memo;
  readonly signal?: AbortSignal | undefined;
}

export interface CheckedOut {
  readonly written: readonly VersionedFile[];
  /** How many were there already. */
  readonly same: number;
}

/** How many files a message names. */
const NAMED = 5;

/**
 * Brings the files of a version back. All is looked at before anything is written: every byte that is needed, every place it
 * goes to. Each file appears whole.
 * @throws Failure `data-not-kept`, `files-differ`, `source-outside`, `object-damaged`
 */
export async function checkoutVersion(request: CheckoutRequest): Promise<CheckedOut> {
  const { record, folder, files, signal } = request;
  const targets = await checkPlaces(request);
  const there = await fileHashes([...targets.values()], request);
  const wanted = record.files.filter((file, index) => there[index]?.sha256 !== file.sha256);
  const sources = await findBytes(request, wanted);
  refuseDiffering(request, wanted, new Map(record.files.map((file, index) => [file.path, there[index]])));
  await eachAtOnce(wanted, async (file) => {
    if (signal?.aborted) throw new Cancelled();
    const target = targets.get(file.path) ?? path.join(folder, file.path);
    await files.copy(sources.get(file.path)!, target, { writable: true });
    const { sha256 } = await files.hash(target, signal);
    if (sha256 !== file.sha256) throw fileChanged(file.path);
  });
  return { written: wanted, same: record.files.length - wanted.length };
}

/** Absolute paths by the recorded ones; none may lead out of the folder, by its name or through a link. */
async function checkPlaces({ record, folder, files }: CheckoutRequest): Promise<ReadonlyMap<string, string>> {
  const home = slashes((await files.realPath(folder)) ?? folder);
  const targets = new Map(record.files.map((file) => [file.path, path.join(folder, file.path)]));
  const there = await files.stats([...targets.values()]);
  const parents = new Map<string, boolean>();
  for (const [index, [file, target]] of [...targets].entries()) {
    const parent = path.dirname(target);
    const known =
      parents.get(parent) ?? (isBelow(target, folder) && (await leadsInside(parent, { folder, home, files })));
    parents.set(parent, known);
    const real = there[index] === undefined ? undefined : await files.realPath(target);
    if (!known || (real !== undefined && !isBelow(slashes(real), home))) throw outside(file, folder);
  }
  return targets;
}

interface Place {
  readonly folder: string;
  /** The folder with its links resolved. */
  readonly home: string;
  readonly files: Files;
}

/** Whether the part of a folder's path that is there, its links resolved, lies inside. */
async function leadsInside(place: string, { folder, home, files }: Place): Promise<boolean> {
  for (let part = place; part.length >= folder.length; part = path.dirname(part)) {
    const real = await files.realPath(part);
    if (real !== undefined) return slashes(real) === home || isBelow(slashes(real), home);
    if (part === path.dirname(part)) break;
  }
  return true;
}

function slashes(text: string): string {
  return text.replaceAll('\\', '/');
}

function isBelow(place: string, folder: string): boolean {
  return place.startsWith(`${folder.replace(/\/$/, '')}/`);
}

/** Where the bytes of each file are: an object of the store, or the project's own file where that is still the same. */
async function findBytes(
  request: CheckoutRequest,
  wanted: readonly VersionedFile[],
): Promise<ReadonlyMap<string, string>> {
  const { record, root, folder, artifacts } = request;
  const found = new Map<string, string>();
  await eachAtOnce(wanted, async (file) => {
    if (!(await artifacts.has(file.sha256))) return;
    const what = `${file.path} of dataset \`${record.dataset}\``;
    const object = await artifacts.path(file.sha256, what).catch((error: unknown) => {
      throw error instanceof Failure && error.reason === 'object-damaged' ? damaged(error, file) : error;
    });
    found.set(file.path, object);
  });
  const missing = wanted.filter((file) => !found.has(file.path));
  const own =
    root === folder
      ? []
      : await fileHashes(
          missing.map((file) => path.join(root, file.path)),
          request,
        );
  for (const [index, file] of missing.entries())
    if (own[index]?.sha256 === file.sha256) found.set(file.path, path.join(root, file.path));
  const lost = missing.filter((file) => !found.has(file.path));
  // What was kept somewhere the remote may have.
  if (record.kept === 'copy')
    await eachAtOnce(lost, async (file) => {
      const object = await artifacts
        .path(file.sha256, `${file.path} of dataset \`${record.dataset}\``)
        .catch(unlessMissing);
      if (object !== undefined) found.set(file.path, object);
    });
  const gone = lost.filter((file) => !found.has(file.path));
  if (gone.length > 0) throw notKept(record, gone);
  return found;
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Failure && error.reason === 'object-missing') return undefined;
  throw error;
}

function refuseDiffering(
  { record, force }: CheckoutRequest,
  wanted: readonly VersionedFile[],
  there: ReadonlyMap<string, HashedFile | undefined>,
): void {
  const differing = wanted.filter((file) => there.get(file.path) !== undefined).map((file) => file.path);
  if (force || differing.length === 0) return;
  const reference = `${record.dataset}@${record.version.slice(0, 12)}`;
  throw new Failure('files-differ', `${named(differing)} would be overwritten, with other content than now.`, {
    next: `Say \`--force\` to overwrite, or \`modelyard data checkout ${reference} --output DIR\` to have both.`,
    place: { file: differing[0]! },
  });
}

function notKept({ dataset, version, kept }: VersionRecord, lost: readonly VersionedFile[]): Failure {
  const why = kept === 'hash' ? 'it was kept by hash alone' : 'the store of this machine has lost them';
  const sums = lost.length === 1 ? `the file whose sha256 is ${lost[0]!.sha256}` : 'files with the same hashes';
  return new Failure(
    'data-not-kept',
    `The bytes of ${named(lost.map((file) => file.path))} of ${dataset}@${version.slice(0, 12)} are not here: ${why}.`,
    {
      next: `Get ${sums} from where the data came from (\`modelyard data versions ${dataset}@${version.slice(0, 12)}\` lists them); \`keep: copy\` in the dataset keeps the bytes of later versions.`,
    },
  );
}

/** No pipeline makes it again, as it does what else is in the store. */
function damaged({ reason, message, place, cause }: Failure, { sha256 }: VersionedFile): Failure {
  return new Failure(reason, message, {
    next: `Remove that object, and get the file whose sha256 is ${sha256} from where the data came from: the next run keeps it again.`,
    ...(place ? { place } : {}),
    cause,
  });
}

function outside(file: string, folder: string): Failure {
  return new Failure('source-outside', `${file} would be written outside of ${folder}`, {
    next: 'Remove the link that leads out of it, or name another folder with `--output DIR`.',
    place: { file },
  });
}

function named(paths: readonly string[]): string {
  const rest = paths.length - NAMED;
  return paths.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
