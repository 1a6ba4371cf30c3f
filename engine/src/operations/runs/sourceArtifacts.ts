import { Failure } from '../../failure.ts';
import type { RunSource } from '../../ports/runSource.ts';
import type { ArtifactRow } from './page/runPage.ts';

export interface SourceArtifacts {
  readonly artifacts: readonly ArtifactRow[];
  /** Why none of them can be told. */
  readonly artifactsMissing?: string;
}

/** Artifacts of another tool's run. Where they cannot be reached all else of the run still can. */
export async function sourceArtifacts(source: RunSource, run: string): Promise<SourceArtifacts> {
  try {
    const found = await source.artifacts({ kind: 'run', id: run });
    return { artifacts: found.map(({ path, size }) => ({ path, size, sha256: '', isHere: true })) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { artifacts: [], artifactsMissing: [error.message, error.next ?? ''].join(' ').trim() };
  }
}
