/** What can be found out about the machine itself, for `doctor`. Nothing of it throws: why something is not so is part of the answer. */
export interface Inspection {
  /** Loads a native library of ours and asks it its version. */
  library(name: NativeLibrary): Promise<Found>;
  /** What a program prints, its first line; not found where the system has none of that name. */
  program(name: string, args: readonly string[]): Promise<Found>;
  /** Format of a run store's file, which is only looked at. */
  storeFormat(file: string): Promise<Found>;
  /** Whether files can be made in a folder that is there. */
  writable(folder: string): Promise<Found>;
  /** Bytes that may still be written below a folder; undefined where the system does not tell. */
  freeBytes(folder: string): number | undefined;
  /** Whether a folder lies on a network file system. */
  isNetworkFolder(folder: string): boolean;
}

export type NativeLibrary = 'duckdb' | 'sqlite' | 'onnx';

export type Found =
  | { readonly kind: 'found'; readonly detail: string }
  | { readonly kind: 'missing'; readonly why: string; readonly next?: string };
