import type { ArtifactStore } from '../../ports/artifactStore.ts';
import type { RunArtifact } from '../../ports/runStore.ts';
import type { ArtifactRow } from './page/runPage.ts';

/** Artifacts of a run, and whether their bytes are on this machine. */
export function artifactRows(
  artifacts: readonly RunArtifact[],
  store: Pick<ArtifactStore, 'has'>,
): Promise<readonly ArtifactRow[]> {
  return Promise.all(
    artifacts.map(async ({ path, size, sha256 }) => ({ path, size, sha256, isHere: await store.has(sha256) })),
  );
}
