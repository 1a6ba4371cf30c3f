import { Failure } from '../../failure.ts';
import type { NewModelVersion } from '../../ports/modelRegistry.ts';
import type { RunArtifact } from '../../ports/runStore.ts';
import { MLMODEL, MLMODEL_BYTES, type MlmodelFile, readMlmodel } from '../../registry/mlmodelFile.ts';
import { keepFolder } from '../../registry/modelFolder.ts';
import { modelFromFile } from '../../steps/modelFromFile.ts';
import type { Importing } from './importing.ts';

export interface FormedModel {
  readonly bytes: Pick<NewModelVersion, 'format' | 'sha256' | 'size' | 'folder' | 'signature'>;
  readonly environment: Readonly<Record<string, string>>;
}

const NO_SIGNATURE = { inputs: {}, outputs: {} };

/**
 * What a folder's files are as a model: `onnx` where our runtime takes it, `mlflow` where MLflow does, else `files`.
 * Of all of it only the MLmodel file is read, and nothing is unpickled.
 * @throws Failure `no-files`
 */
export async function modelFormat(
  name: string,
  files: readonly RunArtifact[],
  { stores, host }: Importing,
): Promise<FormedModel> {
  if (files.length === 0)
    throw new Failure('no-files', `${name}: no file of the version is in the source.`, {
      next: 'Copy the files to where the version says they are.',
    });
  const { artifacts } = stores;
  const list = files.find(({ path, size }) => path === MLMODEL && size <= MLMODEL_BYTES);
  const mlmodel =
    list === undefined
      ? undefined
      : readMlmodel(new TextDecoder().decode(await artifacts.bytes(list.sha256, `the ${MLMODEL} of ${name}`)));
  const kept = await keepFolder(artifacts, files);
  const environment = mlmodel?.environment ?? {};
  const file = onnxFile(files, mlmodel);
  const signature = file === undefined ? undefined : await onnxSignature(file, { runtime: host.runtime, artifacts });
  if (file !== undefined && signature !== undefined) {
    const { sha256, size } = file;
    return { bytes: { format: 'onnx', sha256, size, folder: kept.sha256, signature }, environment };
  }
  const format = mlmodel?.flavors.includes('python_function') ? 'mlflow' : 'files';
  const said = mlmodel?.signature ?? NO_SIGNATURE;
  return { bytes: { format, ...kept, folder: kept.sha256, signature: said }, environment };
}

function onnxFile(files: readonly RunArtifact[], mlmodel: MlmodelFile | undefined): RunArtifact | undefined {
  const [only, more] = files;
  const path = mlmodel?.onnx ?? (more === undefined && only?.path.endsWith('.onnx') ? only.path : undefined);
  return files.find((file) => file.path === path);
}

/** Undefined where our runtime does not take the file. */
async function onnxSignature(
  { path, sha256 }: RunArtifact,
  around: Parameters<typeof modelFromFile>[0],
): Promise<NewModelVersion['signature'] | undefined> {
  try {
    const place = await around.artifacts.path(sha256, `the ONNX file ${path}`);
    return (await modelFromFile(around, place, {})).signature ?? NO_SIGNATURE;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
