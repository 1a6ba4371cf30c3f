import type { NamedCommit } from './gitHistory.ts';

/**
 * The writing side of git: commits of exactly the files of one decision. Paths are relative to the repository's root. Where there is no
 * repository or git is absent, questions answer with nothing and all that writes rejects with `Failure` `git-failed`.
 */
export interface GitCommits {
  /** What git is in the middle of; undefined: nothing. */
  underWay(): Promise<GitWork | undefined>;
  /** Those of the paths whose staged content is neither HEAD's nor the working tree's, or that are in conflict. */
  stagedOtherwise(paths: readonly string[]): Promise<readonly string[]>;
  /** Those of the paths that the working tree has otherwise than HEAD, untracked ones too. */
  uncommitted(paths: readonly string[]): Promise<readonly string[]>;
  /** Blobs of the sides of paths that are in conflict, below a folder. */
  conflicts(folder: string): Promise<readonly GitConflict[]>;
  /**
   * Commits these files as they lie in the working tree, those that are gone as gone: what else is staged stays staged. Hooks run.
   * Rejects with `Failure` `commit-refused` (what a hook or git said; the index is as it was) or `git-locked`.
   */
  commitOnly(message: string, paths: readonly string[], options?: CommitOptions): Promise<string>;
  /** Makes what is staged of these paths what HEAD has; the working tree stays. */
  unstage(paths: readonly string[]): Promise<void>;
  /** Stages these paths as they lie in the working tree, those that are gone as gone. A conflict is settled by it. */
  stage(paths: readonly string[]): Promise<void>;
  /**
   * A commit on top of `parent` that no branch has yet, with these texts (undefined: taken away). Neither index nor working tree is touched,
   * no hook runs.
   */
  commitOn(
    parent: string,
    message: string,
    files: ReadonlyMap<string, string | undefined>,
    options?: CommitOptions,
  ): Promise<string>;
  /** Moves HEAD's branch and the working tree on to a commit that comes after it; false where local changes are in the way. */
  forwardTo(commit: string): Promise<boolean>;
  /** Addresses of a remote: as it is pushed to, and as the settings write it; none where there is no remote of this name. */
  remoteUrls(remote: string): Promise<readonly string[]>;
  /** The branch that HEAD's branch follows: `{remote, branch}`; undefined where it follows none. */
  upstream(): Promise<RemoteBranch | undefined>;
  /** Brings the remote-tracking branches of a remote up to date. Rejects with `Failure` `remote-failed`. */
  fetch(remote: string): Promise<void>;
  /** Gives a commit to a branch of a remote; `rejected` where the branch has gone on, or is there already. Rejects with `Failure` `remote-failed`. */
  push(commit: string, to: RemoteBranch): Promise<'pushed' | 'rejected'>;
  /** The tip of a branch of a remote as it was last fetched. */
  remoteTip(branch: RemoteBranch): Promise<NamedCommit | undefined>;
}

export type GitWork = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect';

export interface CommitOptions {
  /** With the key of `user.signingkey`, whatever `commit.gpgsign` says. */
  readonly sign?: boolean;
}

export interface GitConflict {
  readonly path: string;
  /** Blob ids; undefined where a side has no such file. */
  readonly base: string | undefined;
  /** Of what HEAD had; while rebasing that is the branch below. */
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

export interface RemoteBranch {
  readonly remote: string;
  readonly branch: string;
}
