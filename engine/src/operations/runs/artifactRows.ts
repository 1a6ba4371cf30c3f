import type { ArtifactStore } from '../../ports/artifactStore.ts';
import type { RunArtifact } from '../../ports/runStore.ts';
import type { ArtifactRow } from './page/runPage.ts';

/** Artifacts of a run, and whether their bytes are on this machine. */
export async function artifactRows(
  artifacts: readonly RunArtifact[],
  store: Pick<ArtifactStore, 'present'>,
): Promise<readonly ArtifactRow[]> {
  const present = await store.present(artifacts.map(({ sha256 }) => sha256));
  return artifacts.map(({ path, size, sha256 }) => ({ path, size, sha256, isHere: present.has(sha256) }));
}
