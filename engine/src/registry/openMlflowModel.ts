import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import { isPortableFileName } from '../language/values.ts';
import type { ArtifactStore } from '../ports/artifactStore.ts';
import type { Files } from '../ports/files.ts';
import type { FoundPython } from '../ports/python.ts';
import type { PythonModel, PythonModels } from '../ports/pythonModel.ts';
import { readFolder } from './modelFolder.ts';

/** A model in MLflow's format as the store has it. */
export interface MlflowFolder {
  /** How the model is called in messages. */
  readonly reference: string;
  /** Hash of the list of its files. */
  readonly folder: string;
}

export interface MlflowSurroundings {
  readonly artifacts: Pick<ArtifactStore, 'bytes' | 'path'>;
  readonly files: Pick<Files, 'copy' | 'hash' | 'remove'>;
  readonly pythonModels: PythonModels;
  readonly python: FoundPython;
  /** The project. */
  readonly root: string;
  /** Where the model's files stand while it is open; not there yet. */
  readonly place: string;
  readonly signal?: AbortSignal | undefined;
  said?(line: string): void;
}

/**
 * Opens it in the user's Python. Its files run code there, so each is compared with the list that was registered before Python
 * sees any of them. Close it: its copies go then.
 * @throws Failure `object-missing`, `object-damaged`, `model-file`, and what `PythonModels` rejects with
 */
export async function openMlflowModel(model: MlflowFolder, around: MlflowSurroundings): Promise<PythonModel> {
  const { files, place, pythonModels, python, root, signal } = around;
  try {
    await placeFolder(model, around);
    const opened = await pythonModels.open({
      folder: place,
      reference: model.reference,
      python,
      root,
      signal,
      said: (line) => around.said?.(line),
    });
    return {
      ...opened,
      async close() {
        await opened.close();
        await files.remove(place);
      },
    };
  } catch (error) {
    await files.remove(place);
    throw error;
  }
}

/**
 * Copies of a model's files, each compared with what was registered; copies, since what the model's code writes may not reach the store.
 * @throws Failure `object-missing`, `object-damaged`, `not-a-folder`, `model-file`
 */
export async function placeFolder(
  model: MlflowFolder,
  { artifacts, files, place }: Pick<MlflowSurroundings, 'artifacts' | 'files' | 'place'>,
): Promise<void> {
  const { reference, folder } = model;
  for (const file of await readFolder(artifacts, folder, `the folder of model ${reference}`)) {
    if (!file.path.split('/').every(isPortableFileName))
      throw notAsRegistered(reference, file.path, 'its name leads elsewhere or is none on every system');
    const target = path.join(place, file.path);
    await files.copy(await artifacts.path(file.sha256, `${file.path} of model ${reference}`), target, {
      writable: true,
    });
    const { sha256 } = await files.hash(target);
    if (sha256 !== file.sha256)
      throw notAsRegistered(reference, file.path, `its sha256 is ${sha256}, not ${file.sha256}`);
  }
}

function notAsRegistered(reference: string, file: string, why: string): Failure {
  return new Failure(
    'model-file',
    `${file} of ${reference} is not what was registered: ${why}. Nothing of it was run.`,
    {
      next: 'Bring the object back from where the model was made, or register the model again.',
    },
  );
}
