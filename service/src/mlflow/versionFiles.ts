import type { ArtifactEntry } from '../../../engine/src/ports/artifactIndex.ts';
import type { Stores } from '../../../engine/src/ports/host.ts';
import type { ModelVersion } from '../../../engine/src/ports/modelRegistry.ts';
import { MLMODEL } from '../../../engine/src/registry/mlmodelFile.ts';
import { readFolder } from '../../../engine/src/registry/modelFolder.ts';
import { ONNX_FILE, ownColumns, writeMlmodel } from '../../../engine/src/registry/writeMlmodel.ts';
import { type ArtifactFiles, fileAnswer } from './artifactFiles.ts';

interface VersionFile {
  readonly path: string;
  readonly sha256: string;
}

/** The files that a version promises, as a folder MLflow can load; those of an ONNX file of ours are written for it. */
export async function versionFiles(version: ModelVersion, stores: Pick<Stores, 'artifacts'>): Promise<ArtifactFiles> {
  const name = `${version.name}:${version.version}`;
  const files = await filesOf(version, stores);
  const placeOf = (file: VersionFile) => stores.artifacts.path(file.sha256, `${file.path} of ${name}`);
  return {
    owner: undefined,
    async list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const entries = new Map<string, ArtifactEntry>();
      for (const { path, sha256 } of files.filter((file) => file.path.startsWith(prefix))) {
        const [first = '', ...more] = path.slice(prefix.length).split('/');
        const at = prefix + first;
        // The size does not count for clients, and asking for it reads every byte.
        entries.set(at, more.length > 0 ? { kind: 'folder', path: at } : { kind: 'file', path: at, sha256, size: 0 });
      }
      return [...entries.values()];
    },
    async answer(path) {
      const found = files.find((file) => file.path === path);
      return found && fileAnswer(path, await placeOf(found));
    },
  };
}

async function filesOf(
  version: ModelVersion,
  { artifacts }: Pick<Stores, 'artifacts'>,
): Promise<readonly VersionFile[]> {
  if (version.folder !== undefined)
    return readFolder(artifacts, version.folder, `the folder of ${version.name}:${version.version}`);
  if (version.format !== 'onnx') return [];
  const bytes = await artifacts.bytes(version.sha256, `model ${version.name}:${version.version}`);
  const { sha256 } = await artifacts.putBytes(writeMlmodel(version, ownColumns(bytes, version.signature)));
  return [
    { path: MLMODEL, sha256 },
    { path: ONNX_FILE, sha256: version.sha256 },
  ];
}
