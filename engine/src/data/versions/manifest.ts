import { createHash } from 'node:crypto';
import type { FileHash } from '../../ports/files.ts';

/** A file as a version of a dataset has it. */
export interface VersionedFile extends FileHash {
  /** Relative to the project root, with `/`. */
  readonly path: string;
}

/** sha256 over `SHA256  PATH` lines, as `sha256sum` writes them; the files are sorted by path. */
export function manifestHash(files: readonly Pick<VersionedFile, 'path' | 'sha256'>[]): string {
  const hash = createHash('sha256');
  for (const { path, sha256 } of files) hash.update(`${sha256}  ${path}\n`);
  return hash.digest('hex');
}

/** The order of a manifest: by UTF-16 units of the path, so that it is the same in every language and system. */
export function sortedByPath<F extends { readonly path: string }>(files: readonly F[]): F[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** How the files of one version differ from those of another. */
export interface ManifestChange {
  readonly added: readonly VersionedFile[];
  readonly removed: readonly VersionedFile[];
  /** As they are in the second. */
  readonly changed: readonly VersionedFile[];
  /** How many are the same in both. */
  readonly same: number;
}

export function compareManifests(a: readonly VersionedFile[], b: readonly VersionedFile[]): ManifestChange {
  const before = new Map(a.map((file) => [file.path, file]));
  const after = new Set(b.map((file) => file.path));
  const changed = b.filter((file) => before.has(file.path) && before.get(file.path)?.sha256 !== file.sha256);
  const added = b.filter((file) => !before.has(file.path));
  return {
    added,
    removed: a.filter((file) => !after.has(file.path)),
    changed,
    same: b.length - added.length - changed.length,
  };
}
