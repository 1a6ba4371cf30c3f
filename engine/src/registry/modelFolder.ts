import { manifestHash, sortedByPath } from '../data/versions/manifest.ts';
import { Failure } from '../failure.ts';
import type { ArtifactStore } from '../ports/artifactStore.ts';
import type { FileHash } from '../ports/files.ts';

/** A file of a model that is a folder. */
export interface FolderFile {
  /** Inside the folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
}

/** Keeps the list of a folder's files as an object whose hash is that of the folder; `size` is of the files together. */
export async function keepFolder(
  artifacts: Pick<ArtifactStore, 'putBytes'>,
  files: readonly (FolderFile & { readonly size: number })[],
): Promise<FileHash> {
  const lines = sortedByPath(files).map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  const { sha256 } = await artifacts.putBytes(lines.join(''));
  return { sha256, size: files.reduce((sum, file) => sum + file.size, 0) };
}

/** The hash that `keepFolder` gives, without keeping anything. */
export function folderHash(files: readonly FolderFile[]): string {
  return manifestHash(sortedByPath(files));
}

/** Hashes of the files of a folder, to see whether they are here; undefined where its list cannot be read. */
export function filesOfFolder(
  artifacts: Pick<ArtifactStore, 'bytes'>,
): (sha256: string) => Promise<readonly string[] | undefined> {
  return async (sha256) => {
    try {
      return (await readFolder(artifacts, sha256, 'the folder of a model')).map((file) => file.sha256);
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  };
}

/** @throws Failure `object-missing`, `object-damaged` and, for an object that lists no files, `not-a-folder` */
export async function readFolder(
  artifacts: Pick<ArtifactStore, 'bytes'>,
  sha256: string,
  what: string,
): Promise<readonly FolderFile[]> {
  const text = new TextDecoder().decode(await artifacts.bytes(sha256, what));
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, hash, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
      if (hash !== undefined && path !== undefined) return { path, sha256: hash };
      throw new Failure('not-a-folder', `${what} is not a list of files: ${sha256}.`, {
        next: 'Register the model again.',
      });
    });
}
