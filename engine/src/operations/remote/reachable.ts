import { posix } from 'node:path';
import { VersionRecords } from '../../data/versions/versionRecord.ts';
import { Failure } from '../../failure.ts';
import type { EndedRun, Run, RunStore } from '../../ports/runStore.ts';
import { REGISTRY, versionPath } from '../../registry/registryFolder.ts';
import { filesOf, savedModels } from './sharedModels.ts';
import type { SharingAround } from './sharing.ts';

/** What must stay, as far as this clone knows. */
export interface Reachable {
  readonly objects: Set<string>;
  /** Objects among them that list files, which must stay too. */
  readonly folders: Set<string>;
}

export function nothingReachable(): Reachable {
  return { objects: new Set(), folders: new Set() };
}

const HASH = /\b[0-9a-f]{64}\b/g;
const FOLDER = /\bfolder"?:\s*"?([0-9a-f]{64})\b/g;

/** Whatever looks like a hash counts: a byte too many that stays does no harm. */
export function addText(text: string, reachable: Reachable): void {
  for (const [hash] of text.matchAll(HASH)) reachable.objects.add(hash);
  for (const [, folder] of text.matchAll(FOLDER)) reachable.folders.add(folder!);
}

/**
 * What the registry names: in the working tree of every worktree, at every branch, remote-tracking branch and tag. Versions
 * that are withdrawn in the working tree name nothing.
 * @throws Failure `history-cut-off` where git knows only a part of the branches' past
 */
export async function addRegistry(around: SharingAround, reachable: Reachable): Promise<void> {
  const { host, root, stores } = around;
  const git = host.git(root);
  const top = await git.root();
  const withdrawn = await withdrawnTexts(around);
  if (top !== undefined) {
    const folder = posix.join(posix.relative(top, root), REGISTRY);
    const blobs = await git.blobsOnRefs(folder);
    const texts = await git.history.texts([...blobs.keys()]);
    for (const [blob, path] of blobs) {
      const text = texts.get(blob);
      // A partial clone: what it does not hold cannot be judged.
      if (text === undefined) throw unreadable(path);
      if (!withdrawn.has(text)) addText(text, reachable);
    }
  }
  const worktrees = top === undefined ? [] : await git.worktrees();
  const places = new Set([root, ...worktrees.map((place) => posix.join(place, posix.relative(top ?? root, root)))]);
  for (const place of places)
    for (const path of await host.files.glob(posix.join(place, REGISTRY), ['**/*'])) {
      const text = (await host.files.read(posix.join(place, REGISTRY, path))) ?? '';
      if (!withdrawn.has(text)) addText(text, reachable);
    }
  for (const { aliases } of await stores.registry.models())
    for (const { sha256 } of aliases) reachable.objects.add(sha256);
}

/** Version files whose notes say that they must not be used any more. */
async function withdrawnTexts({ host, stores, root }: SharingAround): Promise<ReadonlySet<string>> {
  const texts = new Set<string>();
  for (const { name, versions } of await stores.registry.models()) {
    const notes = await stores.registry.notes(name);
    for (const { version } of versions) {
      if (!(notes.withdrawn ?? notes.versions.get(version)?.withdrawn)) continue;
      const text = await host.files.read(posix.join(root, versionPath(name, version)));
      if (text !== undefined) texts.add(text);
    }
  }
  return texts;
}

/** Artifacts of runs that are not deleted, what their steps gave on, and models that clients saved. */
export async function addRuns({ stores }: SharingAround, reachable: Reachable): Promise<void> {
  const { runs } = stores;
  for await (const run of activeRuns(runs)) addRun(run, reachable);
  for await (const { id } of savedModels(runs))
    for (const { sha256 } of await filesOf(runs, id, '')) reachable.objects.add(sha256);
}

type NamingRun = Pick<Run, 'artifacts' | 'tags'> & Pick<EndedRun, 'models'>;

export function addRun({ artifacts, tags, models = [] }: NamingRun, reachable: Reachable): void {
  for (const { sha256 } of [artifacts, ...models.map((model) => model.artifacts)].flat()) reachable.objects.add(sha256);
  for (const text of Object.values(tags)) addText(text, reachable);
}

/** Bytes of versions of datasets that this store has records of. */
export async function addRecords({ host, stores }: SharingAround, reachable: Reachable): Promise<void> {
  const records = new VersionRecords(host.files, stores.folder);
  for (const name of await host.files.list(posix.join(stores.folder, 'datasets')))
    for (const { files } of await records.all(name)) for (const { sha256 } of files) reachable.objects.add(sha256);
}

/** Files that the lists among them name; a list that cannot be read refuses, since nobody knows what it names. */
export async function addFilesOfFolders(
  reachable: Reachable,
  read: (sha256: string) => Promise<string | undefined>,
): Promise<void> {
  for (const folder of reachable.folders) {
    const text = await read(folder);
    if (text !== undefined) addText(text, reachable);
  }
}

async function* activeRuns(runs: RunStore): AsyncIterable<Run> {
  let pageToken: string | undefined;
  do {
    const page = await runs.search({ view: 'active', limit: 1000, ...(pageToken === undefined ? {} : { pageToken }) });
    yield* page.runs;
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}

function unreadable(path: string): Failure {
  return new Failure(
    'history-cut-off',
    `This clone of the repository does not hold ${path}, so nobody can say here what is still needed.`,
    {
      next: 'Collect in a whole clone: `git clone` without `--filter`.',
    },
  );
}
