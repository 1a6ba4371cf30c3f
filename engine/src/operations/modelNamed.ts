import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import type { Host, Stores } from '../ports/host.ts';
import type { Signature } from '../ports/learner.ts';
import type { OpenModel } from '../ports/modelRuntime.ts';
import type { PythonModel } from '../ports/pythonModel.ts';
import { openMlflowModel } from '../registry/openMlflowModel.ts';
import { notRunnable } from '../registry/registryFailures.ts';
import { type ResolvedModel, resolveModel } from '../registry/resolveModel.ts';
import { temporaryFolder } from './dataFile.ts';
import type { Observer } from './operation.ts';
import { openStores } from './project.ts';

/** A model that the user named, opened. */
export interface NamedModel {
  /** `NAME:VERSION`, `run:ID` or the file. */
  readonly reference: string;
  readonly name: string | null;
  readonly version: number | null;
  readonly model: OpenModel;
  readonly signature: Signature;
}

/**
 * Opens a model by reference (`name`, `name:3`, `name@alias`, `run:ID`) or by the path of an ONNX file, which needs no project.
 * Its bytes are verified against the registry; a model in MLflow's format then runs in the project's own Python. Close `model`.
 */
export async function openModel(host: Host, named: string, observer?: Observer): Promise<NamedModel> {
  const file = path.isAbsolute(named) ? named : path.join(host.folder, named);
  if (named.endsWith('.onnx') || (await host.files.stat(file))?.kind === 'file') {
    const model = await host.runtime.open(file);
    return { reference: named, name: null, version: null, model, signature: await signatureOf(model, named) };
  }
  const stores = await openStores(host);
  const { registry, runs, artifacts } = stores;
  const found = await resolveModel(named, { registry, runs });
  const { reference } = found;
  const of = { reference, name: found.registered?.name ?? null, version: found.registered?.version ?? null };
  if (found.format === 'files') throw notRunnable(reference);
  if (found.format === 'mlflow') {
    const model = await openInPython(host, stores, found, observer);
    return { ...of, model, signature: { inputs: {}, outputs: {} } };
  }
  const model = await host.runtime.open(await artifacts.path(found.sha256, `model ${reference}`));
  const signature = model.signature ?? found.signature ?? (await signatureOf(model, named));
  return { ...of, model, signature };
}

/** A model in MLflow's format, in the Python that programs of the project run in; what its code prints is `log` events. */
export async function openInPython(
  host: Host,
  { artifacts, root }: Stores & { readonly root: string },
  { reference, registered, sha256 }: ResolvedModel,
  observer?: Observer,
): Promise<PythonModel> {
  const python = await host.pythons.find({ root, variables: host.machine.variables });
  const event = (line: string) => observer?.event({ type: 'log', line } as { type: string });
  return openMlflowModel(
    { reference, folder: registered?.folder ?? sha256 },
    {
      artifacts,
      files: host.files,
      pythonModels: host.pythonModels,
      python,
      root,
      place: temporaryFolder(host),
      signal: observer?.signal,
      said: event,
    },
  );
}

async function signatureOf(model: OpenModel, named: string): Promise<Signature> {
  if (model.signature) return model.signature;
  await model.close();
  throw new Failure('no-signature', `The model ${named} does not say what its outputs mean.`, {
    next: 'Use a model that Modelyard trained, or register the file first.',
  });
}
