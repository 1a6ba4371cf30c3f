import { artifactPathTaken } from '../../../engine/src/adapters/sqlite/runFailures.ts';
import type {
  ArtifactEntry,
  ArtifactIndex,
  ArtifactOwner,
  RunArtifact,
} from '../../../engine/src/ports/artifactIndex.ts';
import type { State } from './state.ts';

export function artifactIndex(state: State): ArtifactIndex {
  const listOf = ({ kind, id }: ArtifactOwner): readonly RunArtifact[] =>
    kind === 'run' ? state.run(id).thing.artifacts : state.model(id, { deleted: true }).artifacts;
  const keep = ({ kind, id }: ArtifactOwner, artifacts: readonly RunArtifact[]): void => {
    if (kind === 'model') state.model(id).artifacts = artifacts;
    else {
      const kept = state.activeRun(id);
      kept.thing = { ...kept.thing, artifacts };
    }
  };
  return {
    artifact: async (of, path) => listOf(of).find((one) => one.path === path),
    artifactsIn: async (of, folder) => entriesIn(listOf(of), folder === '' ? '' : `${folder}/`),
    putArtifact: async (of, artifact) => {
      const others = listOf(of).filter(({ path }) => path !== artifact.path);
      for (const { path } of others) {
        if (path.startsWith(`${artifact.path}/`)) throw artifactPathTaken(artifact.path, artifact.path, 'folder');
        if (artifact.path.startsWith(`${path}/`)) throw artifactPathTaken(artifact.path, path, 'file');
      }
      keep(
        of,
        [...others, artifact].sort((a, b) => (a.path < b.path ? -1 : 1)),
      );
    },
    removeArtifacts: async (of, folder) => {
      const before = listOf(of);
      const left = before.filter(({ path }) => folder !== '' && path !== folder && !path.startsWith(`${folder}/`));
      keep(of, left);
      return before.length - left.length;
    },
  };
}

function entriesIn(artifacts: readonly RunArtifact[], below: string): readonly ArtifactEntry[] {
  const entries = new Map<string, ArtifactEntry>();
  for (const artifact of artifacts.filter(({ path }) => path.startsWith(below))) {
    const slash = artifact.path.indexOf('/', below.length);
    const path = slash === -1 ? artifact.path : artifact.path.slice(0, slash);
    entries.set(path, slash === -1 ? { kind: 'file', ...artifact } : { kind: 'folder', path });
  }
  return [...entries.values()];
}
