import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import type { Host } from '../ports/host.ts';
import type { Signature } from '../ports/learner.ts';
import type { OpenModel } from '../ports/modelRuntime.ts';
import { notOnnx } from '../registry/registryFailures.ts';
import { resolveModel } from '../registry/resolveModel.ts';
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
 * Its bytes are verified against the registry. Close `model`.
 */
export async function openModel(host: Host, named: string): Promise<NamedModel> {
  const file = path.isAbsolute(named) ? named : path.join(host.folder, named);
  if (named.endsWith('.onnx') || (await host.files.stat(file))?.kind === 'file') {
    const model = await host.runtime.open(file);
    return { reference: named, name: null, version: null, model, signature: await signatureOf(model, named) };
  }
  const { registry, runs, artifacts } = await openStores(host);
  const found = await resolveModel(named, { registry, runs });
  if (found.format !== 'onnx') throw notOnnx(found.reference, found.format);
  const model = await host.runtime.open(await artifacts.path(found.sha256, `model ${found.reference}`));
  return {
    reference: found.reference,
    name: found.registered?.name ?? null,
    version: found.registered?.version ?? null,
    model,
    signature: model.signature ?? found.signature ?? (await signatureOf(model, named)),
  };
}

async function signatureOf(model: OpenModel, named: string): Promise<Signature> {
  if (model.signature) return model.signature;
  await model.close();
  throw new Failure('no-signature', `The model ${named} does not say what its outputs mean.`, {
    next: 'Use a model that Modelyard trained, or register the file first.',
  });
}
