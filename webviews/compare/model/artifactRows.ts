import type { ArtifactRow } from '../../../engine/src/operations/runs/page/runPage.ts';

/** A path of an artifact in several runs. */
export interface ComparedArtifact {
  readonly path: string;
  /** In the order of the runs; undefined where a run has none. */
  readonly files: readonly (ArtifactRow | undefined)[];
  readonly state: 'same' | 'differs' | 'missing';
}

/** Paths of all runs: those with other bytes first, then those that some lack, then those that are the same. */
export function comparedArtifacts(
  runs: readonly (readonly ArtifactRow[])[],
  search: string,
): readonly ComparedArtifact[] {
  const tables = runs.map((artifacts) => new Map(artifacts.map((one) => [one.path, one])));
  const wanted = search.trim().toLowerCase();
  const paths = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  const all = paths
    .filter((path) => path.toLowerCase().includes(wanted))
    .map((path): ComparedArtifact => {
      const files = tables.map((table) => table.get(path));
      return { path, files, state: stateOf(files) };
    });
  return all.sort((a, b) => ORDER[a.state] - ORDER[b.state] || (a.path < b.path ? -1 : 1));
}

const ORDER: Readonly<Record<ComparedArtifact['state'], number>> = { differs: 0, missing: 1, same: 2 };

function stateOf(files: readonly (ArtifactRow | undefined)[]): ComparedArtifact['state'] {
  if (files.includes(undefined)) return 'missing';
  // Another tool may say no hash: then nothing tells that the bytes are the same.
  const hashes = new Set(files.map((file, at) => file?.sha256 || `unknown ${at}`));
  return hashes.size === 1 ? 'same' : 'differs';
}
