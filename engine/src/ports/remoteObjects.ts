import type { Page } from './page.ts';

/**
 * Objects that a team shares, by key: `objects/ab/cdef...`, `runs/...`, `datasets/...`. What stands under a key never changes,
 * so that nobody locks and no server of ours is needed. Calls reject with `Failure` `remote-gone`, `remote-denied`,
 * `remote-full`, `remote-slow`, `remote-failed`.
 */
export interface RemoteObjects {
  /** As the project names it. */
  readonly place: string;
  /** Undefined where there is nothing whole under the key, as far as it can be seen without reading. */
  has(key: string, signal?: AbortSignal): Promise<RemoteObject | undefined>;
  /** What stands below a folder (`objects/`), by key. */
  list(folder: string, options?: ListOptions): Promise<Page<RemoteObject>>;
  /** The bytes as they lie there, not verified. Rejects with `Failure` `remote-object-missing`. */
  get(key: string, options?: GetOptions): AsyncIterable<Uint8Array>;
  /**
   * Appears whole or not at all. One of another size that stands there is a half one, and replaced. Rejects with `Failure`
   * `object-damaged` where the file's bytes are not those that were told.
   */
  putIfAbsent(key: string, content: RemoteContent, options?: PutOptions): Promise<'put' | 'there'>;
  /** Nothing happens where there is none. */
  remove(key: string): Promise<void>;
  /** Removes what killed processes left below no key, when it was written before this time; gives how many. */
  sweep(before: number): Promise<number>;
  /** Rejects where it cannot be read and written, as the calls above do. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface RemoteObject {
  readonly key: string;
  readonly size: number;
  /** Milliseconds since 1970, by the remote's clock. */
  readonly modified: number;
}

export interface RemoteContent {
  /** Absolute path of a file, or the bytes. */
  readonly from: string | Uint8Array;
  readonly sha256: string;
  readonly size: number;
}

export interface ListOptions {
  readonly pageToken?: string;
  readonly signal?: AbortSignal;
}

export interface GetOptions {
  /** Bytes that are passed over. */
  readonly from?: number;
  readonly signal?: AbortSignal;
}

export interface PutOptions {
  /** Whatever stands there is replaced: its bytes were found to be others. */
  readonly replace?: boolean;
  readonly signal?: AbortSignal;
}

/** @param sha256 64 hex digits */
export function objectKey(sha256: string): string {
  return `objects/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
}

/** The hash of an object's key; undefined of another key. */
export function hashOfKey(key: string): string | undefined {
  const [, folder, rest] = /^objects\/([0-9a-f]{2})\/([0-9a-f]{62})$/.exec(key) ?? [];
  return folder === undefined ? undefined : `${folder}${rest}`;
}
