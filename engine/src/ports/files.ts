/** Files of this machine, by absolute path. What is not there is `undefined`, what cannot be read rejects with a `Failure` that names it. */
export interface Files {
  /** Follows links. */
  stat(path: string): Promise<FileStat | undefined>;
  /** `stat` of each, in their order; much faster than one by one. */
  stats(paths: readonly string[]): Promise<readonly (FileStat | undefined)[]>;
  /** Of each what is other whenever it may have been written to, also where its times were set back; undefined where nothing is there. */
  stamps(paths: readonly string[]): Promise<readonly (FileStamp | undefined)[]>;
  /** The path with every link resolved; undefined when nothing is there. */
  realPath(path: string): Promise<string | undefined>;
  /** Text in UTF-8; undefined when nothing is there. */
  read(path: string): Promise<string | undefined>;
  /** `read` of each, in their order; much faster than one by one. */
  texts(paths: readonly string[]): Promise<readonly (string | undefined)[]>;
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** The bytes after the first `offset`, at most `most`; none where the file is shorter, undefined when nothing is there. */
  bytesFrom(path: string, offset: number, most: number): Promise<Uint8Array | undefined>;
  /** Text in UTF-8, in pieces. */
  stream(path: string): AsyncIterable<string>;
  /** Names in a folder, sorted; empty when it is not there. */
  list(folder: string): Promise<readonly string[]>;
  /** Files below `root` that match one of the patterns (`**`, `*`, `?`, `{a,b}`), as sorted relative paths with `/`. Links that leave `root` are not followed. */
  glob(root: string, patterns: readonly string[], options?: GlobOptions): Promise<readonly string[]>;
  /**
   * Hash of a file's bytes, `asText` with LF for CRLF where it is a text: what git checks out has the line ends of the machine.
   * A file that changes while it is read is refused (`Failure` `file-changed`).
   */
  hash(path: string, signal?: AbortSignal, options?: { readonly asText?: boolean }): Promise<FileHash>;
  /** Whole or not at all: written beside its name, flushed, then renamed. Folders are made. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Adds to the end, made when absent. */
  append(path: string, text: string): Promise<void>;
  /** Copy on write where the file system can. The target appears whole; it has the permissions of the source where it is new. */
  copy(from: string, to: string, options?: CopyOptions): Promise<void>;
  /** A symbolic link to a folder; where `path` lies is made. */
  linkFolder(target: string, path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** A file or a folder with all in it; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
}

export interface CopyOptions {
  /** Its owner may write to the copy, whatever the source's permissions are. */
  readonly writable?: true;
}

export interface GlobOptions {
  /** Patterns of what is left out. */
  readonly exclude?: readonly string[];
}

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  /** Milliseconds since 1970, with fraction where the file system has it. */
  readonly modified: number;
}

export interface FileStamp {
  readonly text: string;
  /** Milliseconds since 1970 of the last change. */
  readonly at: number;
}

export interface FileHash {
  /** 64 hex digits. */
  readonly sha256: string;
  readonly size: number;
}
