import type { RemoteBranch } from '../../ports/gitCommits.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import { type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { detached, noIdentity, noRemote, noRepository, underWay } from './move/moveFailures.ts';
import { type MovePlace, movePlace, type Repository } from './move/movePlace.ts';
import { proposalBase, propose } from './move/propose.ts';
import { filesToPublish, free, publishMessage, publishToBranch, versionAt } from './publish/publishToBranch.ts';
import { type SentVersion, sendVersion } from './publish/sendVersion.ts';

export interface PublishedVersion {
  readonly model: string;
  readonly version: number;
  /** The number that it had here before; null where it kept its number. */
  readonly before: number | null;
  readonly sha256: string;
  /** False: the branch has these bytes already, be it the one that waits for review. */
  readonly isNew: boolean;
  readonly commit: string | null;
  /** The branch that has it, `origin/main`, or the one that waits for review. */
  readonly branch: string;
  /** Page of the pull request, or the one on which it is opened; null without `--pr`. */
  readonly url: string | null;
  readonly opened: boolean;
  /** Files of a publication that was killed here, which the local branch has now. */
  readonly finished: readonly string[];
  /** What went to the project's remote; null where it has none. */
  readonly sent: SentVersion | null;
}

/** `models publish`: bytes and run first, then the version file, so that whoever sees the version can have its bytes. */
export const publishModel = operation({
  name: 'models publish',
  title: 'Share a version with the team: its bytes, its run, its file',
  examples: [
    {
      command: 'modelyard models publish flight-delay',
      does: 'Puts bytes and run into the remote of modelyard.yaml, commits the version file on top of what the branch has there, and pushes that. Where others were first with its number it takes the next.',
    },
    {
      command: 'modelyard models publish flight-delay --pr',
      does: 'The version file on a branch of its own: how a scheduled training in CI ends.',
    },
  ],
  arguments: {
    model: {
      type: 'string',
      description: 'NAME for the newest, NAME:VERSION or NAME@ALIAS.',
      positional: true,
      required: true,
    },
    pr: { type: 'boolean', description: 'On a branch of its own, for review.' },
  },
  result: 'models-publish',
  async run(host, args, observer): Promise<PublishedVersion> {
    const place = await movePlace(host, await openStores(host));
    const { repository } = place;
    if (repository === undefined) throw noRepository('Publishing');
    const work = await repository.git.commits.underWay();
    if (work !== undefined) throw underWay(work);
    if ((await repository.git.identity()) === undefined) throw noIdentity();
    const wanted = await place.stores.registry.resolve(args.model);
    const branch = args.pr ? undefined : await target(repository);
    const publishing = () => publish(place, repository, wanted, branch, observer);
    return place.stores.locks.exclusively(`publish ${wanted.name}`, publishing, observer.signal);
  },
});

async function publish(
  place: MovePlace,
  repository: Repository,
  wanted: ModelVersion,
  branch: RemoteBranch | undefined,
  observer: Observer,
): Promise<PublishedVersion> {
  const sent = (await sendVersion(place, wanted, observer)) ?? null;
  if (branch === undefined) return { ...(await proposeVersion(place, wanted)), sent };
  const { version, commit, finished } = await publishToBranch(place, repository, branch, wanted);
  return {
    ...told(version, wanted),
    ...{ isNew: commit !== undefined, commit: commit ?? null, branch: `${branch.remote}/${branch.branch}` },
    ...{ url: null, opened: false, finished, sent },
  };
}

async function proposeVersion(place: MovePlace, wanted: ModelVersion): Promise<Omit<PublishedVersion, 'sent'>> {
  const base = await proposalBase(place, 'A pull request');
  const there = await versionAt(base.repository, base, wanted);
  const none = { commit: null, branch: base.ref, url: null, opened: false, finished: [] };
  if (there !== undefined) return { ...told(there, wanted), isNew: false, ...none };
  const version = await free(place, base.repository, base, wanted);
  const proposal = await propose(place, base, {
    branch: `publish/${version.name}-v${version.version}`,
    message: publishMessage(version),
    files: await filesToPublish(place, version),
    sign: false,
  });
  const { commit, branch, url, opened, isNew } = proposal;
  return { ...told(version, wanted), isNew, commit, branch, url, opened, finished: [] };
}

function told(version: ModelVersion, wanted: ModelVersion) {
  const before = version.version === wanted.version ? null : wanted.version;
  return { model: version.name, version: version.version, before, sha256: version.sha256 };
}

/** The branch that HEAD's follows, else the one of the same name at origin. */
async function target({ git, branch }: Repository): Promise<RemoteBranch> {
  if (branch === undefined) throw detached();
  const upstream = await git.commits.upstream();
  if (upstream !== undefined) return upstream;
  const same = { remote: 'origin', branch };
  if ((await git.commits.remoteTip(same)) === undefined) throw noRemote('Publishing');
  return same;
}
