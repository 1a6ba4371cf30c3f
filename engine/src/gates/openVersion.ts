import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import type { GateContext } from '../ports/gate.ts';
import type { Signature } from '../ports/learner.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import type { OpenModel } from '../ports/modelRuntime.ts';
import { openMlflowModel } from '../registry/openMlflowModel.ts';
import { notRunnable } from '../registry/registryFailures.ts';

export interface OpenedVersion {
  readonly model: OpenModel;
  readonly signature: Signature;
}

/**
 * Works with the model of a version, opened and verified against the registry, and closes it. One in MLflow's format runs in the
 * project's own Python.
 * @throws Failure `object-missing`, `object-damaged`, `not-runnable` and what opening it may throw
 */
export async function withVersion<T>(
  version: ModelVersion,
  context: GateContext,
  work: (opened: OpenedVersion) => Promise<T>,
): Promise<T> {
  const reference = `${version.name}:${version.version}`;
  if (version.format === 'files') throw notRunnable(reference);
  const model = version.format === 'mlflow' ? await inPython(version, context) : await asOnnx(version, context);
  try {
    const signature = model.table ? { inputs: {}, outputs: model.table.outputs ?? {} } : signatureOf(model, version);
    return await work({ model, signature });
  } finally {
    await model.close();
  }
}

async function asOnnx({ name, version, sha256 }: ModelVersion, { host, stores }: GateContext): Promise<OpenModel> {
  return host.runtime.open(await stores.artifacts.path(sha256, `model ${name}:${version}`));
}

async function inPython(version: ModelVersion, { host, stores, root, tmpFolder, signal }: GateContext) {
  const reference = `${version.name}:${version.version}`;
  const python = await host.pythons.find({ root, variables: host.machine.variables });
  const { files, pythonModels } = host;
  const place = path.join(tmpFolder, `model-${host.ids.runId().slice(0, 12)}`);
  return openMlflowModel(
    { reference, folder: version.folder ?? version.sha256 },
    { artifacts: stores.artifacts, files, pythonModels, python, root, place, signal },
  );
}

function signatureOf(model: OpenModel, { name, version, signature }: ModelVersion): Signature {
  const found = model.signature ?? signature;
  if (Object.keys(found.outputs).length > 0) return found;
  throw new Failure('no-signature', `${name}:${version} does not say what goes in and out.`, {
    next: 'Register the model again from a file that says it.',
  });
}
