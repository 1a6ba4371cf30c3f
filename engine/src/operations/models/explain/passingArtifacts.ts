import { posix as path } from 'node:path';
import type { ArtifactStore } from '../../../ports/artifactStore.ts';
import type { FileHash, Files } from '../../../ports/files.ts';

/** The artifact store with a folder before it that takes all that is new: it is gone with the folder, and the store does not grow. */
export function passingArtifacts(store: ArtifactStore, files: Files, folder: string): ArtifactStore {
  const own = new Map<string, string>();
  const known = async (hash: FileHash, keep: (file: string) => Promise<void>): Promise<FileHash> => {
    if (own.has(hash.sha256) || (await store.has(hash.sha256))) return hash;
    const file = path.join(folder, hash.sha256);
    await keep(file);
    own.set(hash.sha256, file);
    return hash;
  };
  const put = async (file: string) => known(await files.hash(file), (to) => files.copy(file, to));
  const take = async (file: string) => {
    const hash = await put(file);
    await files.remove(file);
    return hash;
  };
  let written = 0;
  return {
    put,
    take,
    async putBytes(bytes) {
      written += 1;
      const file = path.join(folder, `bytes-${written}`);
      await files.write(file, bytes);
      return take(file);
    },
    putStream: (bytes) => store.putStream(bytes),
    has: async (sha256) => own.has(sha256) || store.has(sha256),
    async present(sha256s) {
      const others = await store.present(sha256s.filter((sha256) => !own.has(sha256)));
      return new Set(sha256s.filter((sha256) => own.has(sha256) || others.has(sha256)));
    },
    path: async (sha256, what) => own.get(sha256) ?? store.path(sha256, what),
    async bytes(sha256, what) {
      const file = own.get(sha256);
      return (file === undefined ? undefined : await files.bytes(file)) ?? store.bytes(sha256, what);
    },
  };
}
