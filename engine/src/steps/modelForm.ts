import { Failure } from '../failure.ts';
import type { Host, Stores } from '../ports/host.ts';
import type { NewModelVersion } from '../ports/modelRegistry.ts';
import { MLMODEL, MLMODEL_BYTES, type MlmodelFile, readMlmodel } from '../registry/mlmodelFile.ts';
import { type FolderFile, keepFolder } from '../registry/modelFolder.ts';
import { modelFromFile } from './modelFromFile.ts';

export type ModelFile = FolderFile & { readonly size: number };

type Bytes = Pick<NewModelVersion, 'format' | 'sha256' | 'size' | 'folder' | 'signature'>;

export interface FormedModel {
  readonly bytes: Bytes;
  readonly environment: MlmodelFile['environment'];
}

interface Around {
  readonly host: Pick<Host, 'runtime'>;
  readonly stores: Pick<Stores, 'artifacts'>;
}

/**
 * What files are, taken together: `onnx` where our runtime takes the model, `mlflow` where MLflow's does, else `files`.
 * Only the MLmodel file is read; what it names is never loaded but by the ONNX runtime.
 */
export async function formOf(files: readonly ModelFile[], around: Around): Promise<FormedModel> {
  const { artifacts } = around.stores;
  const mlmodel = await mlmodelOf(files, artifacts);
  const kept = await keepFolder(artifacts, files);
  const folder = kept.sha256;
  const environment = mlmodel?.environment ?? {};
  const onnx = await onnxOf(files, mlmodel, around);
  if (onnx !== undefined) return { bytes: { ...onnx, folder }, environment };
  const format = mlmodel?.flavors.includes('python_function') ? 'mlflow' : 'files';
  return {
    bytes: { format, ...kept, folder, signature: mlmodel?.signature ?? { inputs: {}, outputs: {} } },
    environment,
  };
}

async function mlmodelOf(
  files: readonly ModelFile[],
  artifacts: Stores['artifacts'],
): Promise<MlmodelFile | undefined> {
  const file = files.find(({ path }) => path === MLMODEL);
  if (file === undefined || file.size > MLMODEL_BYTES) return undefined;
  return readMlmodel(new TextDecoder().decode(await artifacts.bytes(file.sha256, `${MLMODEL} of the model`)));
}

/** Undefined where there is no ONNX file, or our runtime does not take it: it may name other files, or other types. */
async function onnxOf(
  files: readonly ModelFile[],
  mlmodel: MlmodelFile | undefined,
  { host, stores }: Around,
): Promise<Omit<Bytes, 'folder'> | undefined> {
  const [only, more] = files;
  const path = mlmodel?.onnx ?? (more === undefined && only?.path.endsWith('.onnx') ? only.path : undefined);
  const file = files.find((one) => one.path === path);
  if (file === undefined) return undefined;
  const { artifacts } = stores;
  try {
    const place = await artifacts.path(file.sha256, `the ONNX file ${file.path}`);
    const { signature } = await modelFromFile({ runtime: host.runtime, artifacts }, place, {});
    return {
      format: 'onnx',
      sha256: file.sha256,
      size: file.size,
      signature: signature ?? { inputs: {}, outputs: {} },
    };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
