import type { FileHash } from './files.ts';

/** Bytes by sha256, put if absent. What is read has been verified; what does not match its hash is refused by name. */
export interface ArtifactStore {
  /** Takes a copy (copy on write where the file system can); the file stays. */
  put(file: string): Promise<FileHash>;
  /** Takes the file itself, which is gone from its place afterwards. */
  take(file: string): Promise<FileHash>;
  putBytes(bytes: Uint8Array | string): Promise<FileHash>;
  /** Bytes as they come in. Nothing is kept where they end with an error. */
  putStream(bytes: AsyncIterable<Uint8Array>): Promise<FileHash>;
  has(sha256: string): Promise<boolean>;
  /** Those of them that are there; for many much faster than one by one. */
  present(sha256s: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Absolute path of the read-only object, verified once per process.
   * Rejects with `Failure` `object-missing` or `object-damaged`, naming what the bytes were (`what`) and how to get them again.
   */
  path(sha256: string, what: string): Promise<string>;
  bytes(sha256: string, what: string): Promise<Uint8Array>;
}

/** The objects of this machine, with what moving them and tidying up needs. */
export interface LocalObjects extends ArtifactStore {
  /** By hash, folder by folder. */
  list(): AsyncIterable<KeptObject>;
  /** Nothing happens where there is none, or where it was put again after `unlessSince` (milliseconds since 1970); says whether it is gone. */
  remove(sha256: string, unlessSince: number): Promise<boolean>;
  /**
   * Takes an object that comes from elsewhere. `bytes` gives it from a byte on: what an earlier try has left is gone on with.
   * Rejects with `Failure` `other-bytes`, keeping nothing, where it has another hash.
   */
  receive(sha256: string, what: string, bytes: (from: number) => AsyncIterable<Uint8Array>): Promise<FileHash>;
  /** Removes what tries that broke off have left before this time (milliseconds since 1970); gives how many. */
  sweep(before: number): Promise<number>;
}

export interface KeptObject {
  readonly sha256: string;
  readonly size: number;
  /** When it was last put, milliseconds since 1970. */
  readonly put: number;
}
