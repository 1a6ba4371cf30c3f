import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import { isPortableFileName } from '../../language/values.ts';
import type { Host, Stores } from '../../ports/host.ts';
import { MLMODEL } from '../../registry/mlmodelFile.ts';
import { readFolder } from '../../registry/modelFolder.ts';
import { notForMlflow } from '../../registry/registryFailures.ts';
import { type ResolvedModel, resolveModel } from '../../registry/resolveModel.ts';
import { mlflowColumns, ONNX_FILE, writeMlmodel } from '../../registry/writeMlmodel.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

export interface ExportedModel {
  /** `NAME:VERSION`, or `run:ID`. */
  readonly model: string;
  readonly format: 'onnx' | 'mlflow' | 'files';
  /** As it was named. */
  readonly folder: string;
  /** Paths inside it, sorted. */
  readonly files: readonly string[];
}

type ExportedFile = { readonly path: string } & ({ readonly from: string } | { readonly text: string });

/** `models export`: a folder that `mlflow.pyfunc.load_model` opens, or the files as they were registered. */
export const exportModel = operation({
  name: 'models export',
  title: 'Write a model as a folder that MLflow loads',
  examples: [
    {
      command: 'modelyard models export flight-delay:3 exported',
      does: '`mlflow.pyfunc.load_model("exported")` then predicts, with the packages mlflow, onnx and onnxruntime.',
    },
  ],
  arguments: {
    model: {
      type: 'string',
      description: 'NAME, NAME:VERSION, NAME@ALIAS or run:ID.',
      positional: true,
      required: true,
    },
    folder: {
      type: 'string',
      description: 'A folder that is not there yet, or empty.',
      positional: true,
      required: true,
      placeholder: 'DIR',
    },
  },
  result: 'models-export',
  async run(host, args): Promise<ExportedModel> {
    const stores = await openStores(host);
    const found = await resolveModel(args.model, stores);
    const named = args.folder.replaceAll('\\', '/');
    const folder = path.isAbsolute(named) ? named : path.join(host.folder, named);
    if ((await host.files.stat(folder))?.kind === 'file' || (await host.files.list(folder)).length > 0)
      throw notEmpty(args.folder);
    const files = await filesOf(found, host, stores);
    for (const file of files)
      if ('from' in file) await host.files.copy(file.from, path.join(folder, file.path), { writable: true });
      else await host.files.write(path.join(folder, file.path), file.text);
    const { reference: model, format } = found;
    return { model, format, folder: args.folder, files: files.map((file) => file.path).sort() };
  },
});

/** Every byte is at hand and right before anything is written. */
async function filesOf(found: ResolvedModel, host: Host, stores: Stores): Promise<readonly ExportedFile[]> {
  const { reference, registered } = found;
  if (found.folder !== undefined) return filesOfFolder(found.folder, reference, stores);
  if (found.format !== 'onnx')
    throw notForMlflow(reference, `its bytes are not in this project but at ${registered?.source ?? 'another place'}`);
  const from = await stores.artifacts.path(found.sha256, `model ${reference}`);
  const model = await host.runtime.open(from);
  try {
    const text = writeMlmodel({ run: found.run }, mlflowColumns(model, reference));
    return [
      { path: MLMODEL, text },
      { path: ONNX_FILE, from },
    ];
  } finally {
    await model.close();
  }
}

async function filesOfFolder(folder: string, reference: string, { artifacts }: Stores) {
  const files: ExportedFile[] = [];
  for (const file of await readFolder(artifacts, folder, `the folder of model ${reference}`)) {
    if (!file.path.split('/').every(isPortableFileName))
      throw notForMlflow(reference, `the name of its file ${JSON.stringify(file.path)} is none on every system`);
    files.push({ path: file.path, from: await artifacts.path(file.sha256, `${file.path} of model ${reference}`) });
  }
  return files;
}

function notEmpty(folder: string): Failure {
  return new Failure('folder-not-empty', `${folder} is there already and not an empty folder.`, {
    next: 'Name a folder that is not there; nothing was changed.',
  });
}
