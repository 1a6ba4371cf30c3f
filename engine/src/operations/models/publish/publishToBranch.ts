import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import { figure, interval } from '../../../language/figures.ts';
import type { RemoteBranch } from '../../../ports/gitCommits.ts';
import type { NamedCommit } from '../../../ports/gitHistory.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import { notesPath, REGISTRY, versionOfPath, versionPath } from '../../../registry/registryFolder.ts';
import { parseVersionFile } from '../../../registry/versionFile.ts';
import { noRemote } from '../move/moveFailures.ts';
import { inRepository, type MovePlace, type Repository } from '../move/movePlace.ts';
import { renumberVersions } from '../renumber/renumberVersions.ts';

export interface Published {
  /** As it is called now. */
  readonly version: ModelVersion;
  /** Undefined where the branch had it already. */
  readonly commit: string | undefined;
  /** Files that a publication which was killed had left uncommitted here, and that are committed now; relative to the project. */
  readonly finished: readonly string[];
}

/** How often others may be first. */
const MOST_TRIES = 100;

/**
 * Commits a version on top of what a remote's branch has, and pushes that; where others were first with its number it takes the
 * next one and tries again. Local commits stay where they are; the local branch goes along where it can.
 */
export async function publishToBranch(
  place: MovePlace,
  repository: Repository,
  branch: RemoteBranch,
  wanted: ModelVersion,
): Promise<Published> {
  const { commits } = repository.git;
  let version = wanted;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    await commits.fetch(branch.remote);
    const tip = await commits.remoteTip(branch);
    if (tip === undefined) throw noRemote('Publishing');
    const there = await versionAt(repository, tip, wanted);
    if (there !== undefined) {
      const left = await leftBehind(place, repository, tip.commit);
      if (left.length > 0) await goAlong(repository, tip.commit, { version: there, wanted, files: left });
      return { version: there, commit: undefined, finished: left };
    }
    version = await free(place, repository, tip, version);
    const files = await filesToPublish(place, version);
    const texts = [...files].map(([file, text]) => [inRepository(repository, [file])[0]!, text] as const);
    const commit = await commits.commitOn(tip.commit, publishMessage(version), new Map(texts));
    if ((await commits.push(commit, branch)) === 'pushed') {
      const left = await leftBehind(place, repository, commit);
      await goAlong(repository, commit, { version, wanted, files: left });
      return { version, commit, finished: left.filter((file) => !files.has(file)) };
    }
    await place.host.clock.sleep(10 * tries);
  }
  throw new Failure('remote-failed', `Others were first at ${branch.remote}/${branch.branch} ${MOST_TRIES} times.`, {
    next: 'Try again.',
  });
}

/** `Publish flight-delay v8: roc_auc 0.713 [0.710, 0.716]`. */
export function publishMessage({ name, version, metrics, run }: ModelVersion): string {
  const [first] = Object.entries(metrics);
  const { value, low, high } = first?.[1] ?? { value: Number.NaN };
  const measured = low === undefined || high === undefined ? figure(value) : interval(value, low, high);
  const figures = first === undefined ? '' : `: ${first[0]} ${measured}`;
  return `Publish ${name} v${version}${figures}\n${run === '' ? '' : `\nRun: ${run}\n`}`;
}

/** The version with the number that it has where it is free on top of a commit. */
export async function free(
  place: MovePlace,
  repository: Repository,
  tip: NamedCommit,
  version: ModelVersion,
): Promise<ModelVersion> {
  const { renumbered } = await renumberVersions(place, repository, version.name, tip);
  const moved = renumbered.find(({ sha256, from }) => sha256 === version.sha256 && from === version.version);
  return moved === undefined ? version : place.stores.registry.resolve(`${version.name}:${moved.to}`);
}

/** Texts of the version and the notes on it, by path. */
export async function filesToPublish(
  { host, root }: MovePlace,
  { name: model, version }: ModelVersion,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const file of [versionPath(model, version), notesPath({ model, version })]) {
    const text = await host.files.read(path.join(root, file));
    if (text !== undefined) texts.set(file, text.replaceAll('\r\n', '\n'));
  }
  return texts;
}

/** The same bytes at a commit, whatever their number there is. */
export async function versionAt(
  { git, prefix }: Repository,
  { commit }: NamedCommit,
  { name, sha256 }: ModelVersion,
): Promise<ModelVersion | undefined> {
  const listed = await git.history.filesAt(commit, `${prefix}${REGISTRY}/${name}`);
  const files = [...listed].filter(([file]) => versionOfPath(file) !== undefined);
  const texts = await git.history.texts(files.map(([, blob]) => blob));
  for (const [file, blob] of files) {
    const text = texts.get(blob);
    if (text?.includes(sha256)) {
      const found = parseVersionFile(text, file);
      if (found.sha256 === sha256) return found;
    }
  }
  return undefined;
}

/**
 * Files of the registry that lie here as a commit has them, and in no commit of the local branch: those just published, and those of a
 * publication that was killed before the local branch went along. They would be in the way of a pull.
 */
async function leftBehind(
  { host, root }: MovePlace,
  repository: Repository,
  commit: string,
): Promise<readonly string[]> {
  const { git, prefix } = repository;
  const [there, here] = await Promise.all(
    [commit, 'HEAD'].map((at) => git.history.filesAt(at, `${prefix}${REGISTRY}`)),
  );
  const others = new Map([...there!].filter(([file, blob]) => here!.get(file) !== blob));
  const open = await git.commits.uncommitted([...others.keys()]);
  const texts = await git.history.texts(open.flatMap((file) => others.get(file) ?? []));
  const alike: string[] = [];
  for (const file of open) {
    const own = file.slice(prefix.length);
    const text = (await host.files.read(path.join(root, own)))?.replaceAll('\r\n', '\n');
    if (text !== undefined && text === texts.get(others.get(file) ?? '')) alike.push(own);
  }
  return alike;
}

interface Along {
  readonly version: ModelVersion;
  readonly wanted: ModelVersion;
  /** As the commit has them, relative to the project. */
  readonly files: readonly string[];
}

/**
 * The local branch takes the commit over where it has none of its own; else the same files are committed here, so that a later merge
 * finds them equal.
 */
async function goAlong(repository: Repository, commit: string, { version, wanted, files }: Along): Promise<void> {
  const { git, branch } = repository;
  const { commits, history } = git;
  const head = await history.commitOf('HEAD');
  const paths = inRepository(repository, files);
  if (branch === undefined || head === undefined) return;
  if ((await history.mergeBase(head, commit)) === head) {
    // Staged as the commit has them they are not in its way.
    await commits.stage(paths);
    if (await commits.forwardTo(commit)) return;
  }
  const [old] = inRepository(repository, [versionPath(wanted.name, wanted.version)]);
  const had = version.version !== wanted.version && (await history.filesAt(head, old!)).has(old!);
  const own = await commits.uncommitted([...paths, ...(had ? [old!] : [])]);
  if (own.length > 0) await commits.commitOnly(publishMessage(version), own);
}
