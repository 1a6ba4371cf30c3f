/** What git remembers. Every answer is empty or `undefined` where there is no repository or git is absent. Paths are relative to its root. */
export interface GitHistory {
  /** Full hash of the commit that a ref or an abbreviated hash names; undefined where it names none. */
  commitOf(ref: string): Promise<string | undefined>;
  /** The branch that decides: origin/HEAD, else origin/main, origin/master, main, master. */
  defaultBranch(): Promise<NamedCommit | undefined>;
  /** The newest commit that both come from (hashes); undefined where they share none, or where history is cut off before it. */
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** Whether history is cut off (a shallow clone). */
  isShallow(): Promise<boolean>;
  /** Ids of the blobs below a folder (or of one file) at a commit, by path. */
  filesAt(commit: string, folder: string): Promise<ReadonlyMap<string, string>>;
  /** Bytes of blobs by their ids, in one call of git; what is not there is left out. */
  bytes(blobs: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Texts of blobs by their ids, in one call of git; what is not there is left out. */
  texts(blobs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Commits that changed something below a folder, oldest first, along first parents up to `tip`: a merge counts with all
   * that it brought. `after` (a commit among them) leaves out what came up to it; `endings` adds files anywhere that end so.
   */
  changesOf(folder: string, tip: string, options?: ChangesOptions): Promise<readonly FolderChange[]>;
  /** Id of the SSH key that a commit says it is signed with (first 16 hex digits of sha256); undefined where there is none. */
  signerOf(commit: string): Promise<string | undefined>;
}

export interface ChangesOptions {
  readonly after?: string;
  /** Such as `.policy.yaml`. */
  readonly endings?: readonly string[];
}

export interface NamedCommit {
  /** As git names it: `origin/main`. */
  readonly ref: string;
  readonly commit: string;
}

export interface FolderChange {
  readonly commit: string;
  /** Its first parent; undefined for the first commit. */
  readonly parent: string | undefined;
  /** Whether it has another one beside: its author is who merged. */
  readonly isMerge: boolean;
  /** When it was committed, ISO 8601 UTC. */
  readonly at: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly subject: string;
  readonly files: readonly FileChange[];
}

export interface FileChange {
  readonly path: string;
  /** Blob ids; undefined where the file was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}
