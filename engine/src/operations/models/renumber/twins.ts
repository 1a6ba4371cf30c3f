import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { GitConflict } from '../../../ports/gitCommits.ts';
import type { NamedCommit } from '../../../ports/gitHistory.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import { notesPath, REGISTRY, versionOfPath } from '../../../registry/registryFolder.ts';
import { parseVersionFile } from '../../../registry/versionFile.ts';
import type { MovePlace, Repository } from '../move/movePlace.ts';

/** Two models that were registered under one number, on two branches. */
export interface Twin {
  readonly model: string;
  readonly number: number;
  /** Text of the file that keeps the number; undefined where it is not on this branch yet. */
  readonly kept: string | undefined;
  /** Text of the one that gets another. */
  readonly moved: string;
  /** What both say, read. */
  readonly keptVersion: ModelVersion;
  readonly movedVersion: ModelVersion;
  /** Notes on each, where there are any. */
  readonly keptNotes: string | undefined;
  readonly movedNotes: string | undefined;
  /** The commit whose files are not touched. */
  readonly keptAt: string;
}

export interface WhichTwins {
  /** One model; default: all. */
  readonly only?: string | undefined;
  /** What keeps its numbers, where nothing is in conflict; default: the branch that decides. */
  readonly against?: NamedCommit | undefined;
}

/**
 * Version files in conflict, of which the one that is on the branch that decides keeps its number, else the one that HEAD has; and
 * versions of this branch whose number that branch has given to another model since they parted.
 */
export async function findTwins(
  place: MovePlace,
  repository: Repository,
  { only, against }: WhichTwins = {},
): Promise<readonly Twin[]> {
  const { git, prefix } = repository;
  const conflicts = await git.commits.conflicts(`${prefix}${REGISTRY}`);
  const found: Twin[] = [];
  for (const conflict of conflicts) found.push(...(await twinOfConflict(repository, conflict, conflicts)));
  if (conflicts.length === 0) found.push(...(await twinsAhead(place, repository, against)));
  return found
    .filter(({ model }) => only === undefined || model === only)
    .sort((a, b) => (a.model === b.model ? a.number - b.number : a.model < b.model ? -1 : 1));
}

async function twinOfConflict(
  { git, prefix }: Repository,
  { path: file, ours, theirs }: GitConflict,
  conflicts: readonly GitConflict[],
): Promise<readonly Twin[]> {
  const named = versionOfPath(file);
  if (named === undefined || ours === undefined || theirs === undefined) return [];
  const decides = await git.history.defaultBranch();
  const decided = decides && (await git.history.filesAt(decides.commit, file)).get(file);
  const other = (await git.history.commitOf('MERGE_HEAD')) ?? decides?.commit ?? 'HEAD';
  const movesOurs = decided === theirs;
  const notes = conflicts.find(
    (one) => one.path === `${prefix}${notesPath({ model: named.name, version: named.version })}`,
  );
  const sides = movesOurs ? [theirs, ours, notes?.theirs, notes?.ours] : [ours, theirs, notes?.ours, notes?.theirs];
  const texts = await git.history.texts(sides.filter((blob) => blob !== undefined));
  const [kept, moved, keptNotes, movedNotes] = sides.map((blob) => (blob === undefined ? undefined : texts.get(blob)));
  return [twin(named, { kept, text: kept!, moved: moved!, keptNotes, movedNotes, keptAt: movesOurs ? other : 'HEAD' })];
}

async function twinsAhead(
  place: MovePlace,
  { git, prefix }: Repository,
  against: NamedCommit | undefined,
): Promise<readonly Twin[]> {
  const { host, root } = place;
  const decides = against ?? (await git.history.defaultBranch());
  const head = await git.history.commitOf('HEAD');
  if (decides === undefined || head === undefined) return [];
  const parted = await git.history.mergeBase(head, decides.commit);
  if (parted === undefined && (await git.history.isShallow())) throw cutOff();
  const there = await git.history.filesAt(decides.commit, `${prefix}${REGISTRY}`);
  const before = parted === undefined ? new Map() : await git.history.filesAt(parted, `${prefix}${REGISTRY}`);
  const fresh = [...there].filter(([file]) => versionOfPath(file) !== undefined && !before.has(file));
  const texts = await git.history.texts(fresh.map(([, blob]) => blob));
  const found: Twin[] = [];
  for (const [file, blob] of fresh) {
    const moved = await host.files.read(path.join(root, file.slice(prefix.length)));
    const text = texts.get(blob);
    if (moved === undefined || text === undefined || moved.replaceAll('\r\n', '\n') === text) continue;
    const named = versionOfPath(file)!;
    const of = notesPath({ model: named.name, version: named.version });
    const movedNotes = await host.files.read(path.join(root, of));
    const keptAt = decides.commit;
    found.push(twin(named, { kept: undefined, text, moved, keptNotes: undefined, movedNotes, keptAt }));
  }
  return found;
}

function twin(
  { name: model, version: number }: { readonly name: string; readonly version: number },
  { text, ...sides }: Omit<Twin, 'model' | 'number' | 'keptVersion' | 'movedVersion'> & { readonly text: string },
): Twin {
  const file = `${REGISTRY}/${model}/v${number}.version.yaml`;
  const [keptVersion, movedVersion] = [parseVersionFile(text, file), parseVersionFile(sides.moved, file)];
  return { model, number, ...sides, keptVersion, movedVersion };
}

function cutOff(): Failure {
  return new Failure(
    'history-cut-off',
    'This clone is shallow: where this branch and the one that decides part is cut off.',
    {
      next: 'Fetch it with `git fetch --unshallow`; in CI check out with `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab).',
    },
  );
}
