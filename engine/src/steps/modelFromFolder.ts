import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import { isPortableFileName } from '../language/values.ts';
import type { FileHash, Files } from '../ports/files.ts';
import type { Lineage, ModelValue, StepContext } from '../ports/step.ts';
import { formOf, type ModelFile } from './modelForm.ts';

type Around = Pick<StepContext, 'files' | 'artifacts' | 'runtime'>;

export interface FolderModel {
  readonly value: ModelValue;
  readonly files: readonly ModelFile[];
}

/** Takes all files of a folder into the store: an ONNX or MLflow model where its MLmodel file says so, else its files as they are. */
export async function modelFromFolder(around: Around, folder: string, lineage: Lineage): Promise<FolderModel> {
  const names = await filesBelow(around.files, folder);
  if (names.length === 0)
    throw new Failure('empty-folder', `The folder \`${path.basename(folder)}\` has no files.`, {
      next: 'Write the model into it, such as with `mlflow.sklearn.save_model`.',
    });
  const files: ModelFile[] = [];
  for (const name of names) files.push({ path: name, ...(await around.artifacts.put(path.join(folder, name))) });
  return { value: await modelOfFiles(around, files, lineage), files };
}

/** The model that files of the store are together. */
export async function modelOfFiles(
  { artifacts, runtime }: Pick<Around, 'artifacts' | 'runtime'>,
  files: readonly ModelFile[],
  lineage: Lineage,
): Promise<ModelValue> {
  const { bytes, environment } = await formOf(files, { host: { runtime }, stores: { artifacts } });
  const [target, output] = Object.entries(bytes.signature.outputs)[0] ?? [null, undefined];
  return {
    kind: 'model',
    ...bytes,
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
    target: bytes.format === 'onnx' ? target : null,
    task: bytes.format === 'onnx' ? (output?.task ?? null) : null,
    baseline: null,
    params: {},
    lineage,
  };
}

/** A model that is one file, of which only its bytes are known. */
export function modelOfOneFile(
  around: Pick<Around, 'artifacts' | 'runtime'>,
  { name, sha256, size }: FileHash & { readonly name: string },
  lineage: Lineage,
): Promise<ModelValue> {
  return modelOfFiles(around, [{ path: name, sha256, size }], lineage);
}

const ALL = ['**/*', '**/.*', '**/.*/**'];
const LEFT_OUT = { exclude: ['**/__pycache__/**', '**/.git/**'] };

async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  const names = await files.glob(folder, ALL, LEFT_OUT);
  const strange = names.find((name) => !name.split('/').every(isPortableFileName));
  if (strange === undefined) return names;
  throw new Failure('file-name', `The name of \`${strange}\` is none on every system.`, {
    next: 'Give the file another name: letters, digits, `-`, `_` and dots.',
  });
}
