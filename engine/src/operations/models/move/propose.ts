import type { Host } from '../../../ports/host.ts';
import { noRemote, noRepository } from './moveFailures.ts';
import { inRepository, type MovePlace, type Repository, textAt } from './movePlace.ts';
import { type HostedRepository, hostedRepository, type ProposedBranch, pullRequestUrl } from './pullRequestUrl.ts';

/** A branch that waits for review. */
export interface Proposal extends ProposedBranch {
  readonly commit: string;
  /** Page of the pull request, or the one on which it is opened; null where the host of the remote is not known. */
  readonly url: string | null;
  /** Whether the pull request is open; else somebody opens it at `url`. */
  readonly opened: boolean;
  /** False: a branch that has the very same waited already, as one does that was killed before its pull request. */
  readonly isNew: boolean;
}

/** The state that a proposal starts from: the tip of the branch that decides, as the remote has it now. */
export interface ProposalBase {
  readonly repository: Repository;
  readonly remote: string;
  /** Name of the branch at the remote. */
  readonly branch: string;
  readonly commit: string;
  /** As git names it here: `origin/main`. */
  readonly ref: string;
}

/** How often a branch of the same name may be there already. */
const MOST_BRANCHES = 20;

/** @throws Failure `no-git`, `no-remote`, `remote-failed` */
export async function proposalBase({ repository }: MovePlace, what: string): Promise<ProposalBase> {
  if (repository === undefined) throw noRepository(what);
  const { git } = repository;
  const upstream = await git.commits.upstream();
  const remote = upstream?.remote ?? 'origin';
  if ((await git.commits.remoteUrls(remote)).length === 0) throw noRemote(what);
  await git.commits.fetch(remote);
  const decides = await git.history.defaultBranch();
  const branch = decides?.ref.startsWith(`${remote}/`) ? decides.ref.slice(remote.length + 1) : upstream?.branch;
  const tip = branch === undefined ? undefined : await git.commits.remoteTip({ remote, branch });
  if (branch === undefined || tip === undefined) throw noRemote(what);
  return { repository, remote, branch, commit: tip.commit, ref: tip.ref };
}

export interface Proposed {
  /** As far as no branch of the remote has the name. */
  readonly branch: string;
  readonly message: string;
  /** By path in the project; undefined: taken away. */
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly sign: boolean;
}

/**
 * Pushes one commit on a branch of its own, and opens a pull request where the host's program is at hand. Neither the working
 * tree nor a local branch is touched. A branch that waits with the same files is gone on with.
 */
export async function propose(place: MovePlace, base: ProposalBase, proposed: Proposed): Promise<Proposal> {
  const { repository, remote } = base;
  const { commits } = repository.git;
  const texts = [...proposed.files].map(([file, text]) => [inRepository(repository, [file])[0]!, text] as const);
  const name = branchName(proposed.branch);
  const before = await waiting(base, name, proposed.files);
  const make = () => commits.commitOn(base.commit, proposed.message, new Map(texts), { sign: proposed.sign });
  const { commit, branch } = before ?? (await pushed(base, await make(), name));
  const isNew = before === undefined;
  const to = { branch, base: base.branch };
  const [hosted] = (await commits.remoteUrls(remote)).flatMap((url) => hostedRepository(url) ?? []);
  if (hosted === undefined) return { ...to, commit, url: null, opened: false, isNew };
  const open = isNew ? undefined : await openAlready(place, hosted, to);
  const url = open ?? (await openedBy(place, hosted, to, proposed.message));
  return { ...to, commit, url: url ?? pullRequestUrl(hosted, to), opened: url !== undefined, isNew };
}

interface Pushed {
  readonly commit: string;
  readonly branch: string;
}

async function pushed({ repository, remote }: ProposalBase, commit: string, name: string): Promise<Pushed> {
  const { commits } = repository.git;
  for (const branch of branchesLike(name)) {
    if ((await commits.remoteTip({ remote, branch })) !== undefined) continue;
    if ((await commits.push(commit, { remote, branch })) === 'pushed') return { commit, branch };
  }
  throw noRemote(`A branch like ${name}`);
}

/** A branch like it that is one commit on top of what its base had, with these very texts. */
async function waiting(
  { repository, remote, commit: base }: ProposalBase,
  name: string,
  files: Proposed['files'],
): Promise<Pushed | undefined> {
  const { commits, history } = repository.git;
  for (const branch of branchesLike(name)) {
    const tip = await commits.remoteTip({ remote, branch });
    if (tip === undefined) return undefined;
    const parent = await history.commitOf(`${tip.commit}^`);
    if (parent === undefined || (await history.mergeBase(tip.commit, base)) !== parent) continue;
    const texts = await Promise.all([...files.keys()].map((file) => textAt(repository, tip.commit, file)));
    if (![...files.values()].every((text, at) => text === texts[at])) continue;
    // What was fetched of it before may be gone there since.
    if ((await commits.push(tip.commit, { remote, branch })) === 'pushed') return { commit: tip.commit, branch };
  }
  return undefined;
}

function branchesLike(name: string): readonly string[] {
  return Array.from({ length: MOST_BRANCHES }, (_, at) => (at === 0 ? name : `${name}-${at + 1}`));
}

/** Address of the pull request of a branch that waits; undefined where nobody can tell. */
async function openAlready(
  { host, root }: MovePlace,
  { kind }: HostedRepository,
  { branch, base }: ProposedBranch,
): Promise<string | undefined> {
  if (kind !== 'github') return undefined;
  const of = ['--head', branch, '--base', base, '--state', 'open'];
  return addressSaid(host, root, ['gh', 'pr', 'list', ...of, '--json', 'url', '--jq', '.[].url']);
}

/** Address of the pull request; undefined where no program opens it. */
async function openedBy(
  { host, root }: MovePlace,
  { kind }: HostedRepository,
  { branch, base }: ProposedBranch,
  message: string,
): Promise<string | undefined> {
  const [title = '', ...rest] = message.trimEnd().split('\n');
  const body = rest.join('\n').trim();
  if (kind === 'github')
    return addressSaid(host, root, [
      'gh',
      'pr',
      'create',
      '--head',
      branch,
      '--base',
      base,
      '--title',
      title,
      '--body',
      body,
    ]);
  if (kind !== 'gitlab') return undefined;
  const branches = ['--source-branch', branch, '--target-branch', base];
  return addressSaid(host, root, [
    'glab',
    'mr',
    'create',
    ...branches,
    '--title',
    title,
    '--description',
    body,
    '--yes',
  ]);
}

/** What a program says is its last line that is an address; undefined where it is not there or fails. */
async function addressSaid(
  { executor }: Host,
  folder: string,
  words: readonly [string, ...string[]],
): Promise<string | undefined> {
  const said: string[] = [];
  try {
    const result = await executor.run({
      command: { kind: 'arguments', arguments: words },
      folder,
      environment: { GH_PROMPT_DISABLED: '1', NO_COLOR: '1' },
      timeout: 60_000,
      signal: new AbortController().signal,
      output: (_, line) => said.push(line),
    });
    if (result.end !== 'exited' || result.code !== 0) return undefined;
  } catch {
    return undefined;
  }
  return said.flatMap((line) => /https?:\/\/\S+/.exec(line)?.[0] ?? []).at(-1);
}

/** What git takes as the name of a branch. */
function branchName(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}/._-]+/gu, '-').replaceAll(/\.{2,}|\.(?=\/|$)|\.lock(?=\/|$)/g, '-');
}
