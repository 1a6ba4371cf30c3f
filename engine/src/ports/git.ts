import type { GitCommits } from './gitCommits.ts';
import type { GitHistory } from './gitHistory.ts';
import type { Signatures } from './signatures.ts';

/** What git knows of the project. Every answer is `undefined` (or empty) where there is no repository or git is absent. */
export interface Git {
  readonly history: GitHistory;
  readonly commits: GitCommits;
  readonly signatures: Signatures;
  /** Absolute path of the worktree that holds the project. */
  root(): Promise<string | undefined>;
  /** Absolute path of the main worktree, which linked worktrees share; undefined for a bare repository. */
  mainWorktree(): Promise<string | undefined>;
  head(): Promise<GitHead | undefined>;
  /** Changes of tracked files against HEAD, as a patch that `git apply --binary` takes; empty when clean. */
  dirtyDiff(): Promise<string>;
  /** How tracked files differ between two commits (hex digits), as a patch that says of other bytes than text only that they differ; moved files go and come. */
  changes(from: string, to: string): Promise<string>;
  /** Text of a file at a commit (hex digits), its path relative to the repository's root; undefined where it is not there. */
  textAt(commit: string, path: string): Promise<string | undefined>;
  /** Paths (relative to the repository's root) below `folder` in every local and remote-tracking branch. */
  filesOnBranches(folder: string): Promise<readonly string[]>;
  /** Blob ids of all that lies below `folder` (relative to the repository's root) at any branch, remote-tracking branch, tag or HEAD, each with a path. */
  blobsOnRefs(folder: string): Promise<ReadonlyMap<string, string>>;
  /** Absolute paths of all worktrees of the repository. */
  worktrees(): Promise<readonly string[]>;
  identity(): Promise<GitIdentity | undefined>;
  /** Whether git ignores this absolute path. */
  ignored(path: string): Promise<boolean>;
  hasCommit(commit: string): Promise<boolean>;
  /** Checks a commit out into a new folder, a worktree of its own without branch; no hook runs. */
  addWorktree(folder: string, commit: string): Promise<void>;
  /** Removes a worktree with all in it, also one that is broken or half made; nothing happens when there is none. */
  removeWorktree(folder: string): Promise<void>;
  /** Applies a patch of `dirtyDiff` to the worktree, all of it or nothing; what git says against it where it does not fit. */
  applyDiff(diff: string): Promise<string | undefined>;
  /** `git init` and one commit of these files, relative to the folder; others are left as they are. */
  init(folder: string, message: string, files: readonly string[]): Promise<void>;
}

export interface GitHead {
  /** 40 hex digits; undefined before the first commit. */
  readonly commit: string | undefined;
  /** Undefined on a detached HEAD. */
  readonly branch: string | undefined;
  /** Tracked files differ from HEAD, or untracked ones that are not ignored exist. */
  readonly dirty: boolean;
}

export interface GitIdentity {
  readonly name: string;
  readonly email: string;
  /** First 16 hex digits of sha256 of the public signing key, where one is configured. */
  readonly key?: string;
}
