import { Failure } from '../failure.ts';
import type { Signature } from '../ports/learner.ts';
import type { OpenModel } from '../ports/modelRuntime.ts';
import type { ModelValue, StepContext, Value } from '../ports/step.ts';
import { notOnnx } from '../registry/registryFailures.ts';
import { resolveModel } from '../registry/resolveModel.ts';
import { isModel, modelAt } from './values.ts';

/** A model of another step, or one by reference (`name`, `name:3`, `name@alias`, `run:ID`). */
async function modelOf(value: Value | undefined, context: StepContext): Promise<ModelValue> {
  if (isModel(value)) return value;
  if (typeof value !== 'string') return modelAt({ model: value ?? null }, 'model');
  const { format, sha256, size, signature, baseline, params, lineage } = await resolveModel(value, context);
  const [target, output] = Object.entries(signature?.outputs ?? {})[0] ?? [null, undefined];
  return {
    kind: 'model',
    format,
    sha256,
    size,
    signature: signature ?? null,
    target,
    task: output?.task ?? null,
    baseline: baseline ?? null,
    params,
    lineage,
  };
}

/** Works with the model that stands in `with`, opened, and closes it. */
export async function withModel<T>(
  value: Value | undefined,
  context: StepContext,
  work: (opened: OpenedModel) => Promise<T>,
): Promise<T> {
  const found = await modelOf(value, context);
  if (found.format !== 'onnx') throw notOnnx(typeof value === 'string' ? value : 'The model', found.format);
  const model = await context.runtime.open(await context.artifacts.path(found.sha256, 'the model'));
  try {
    const signature = model.signature ?? found.signature;
    if (!signature)
      throw new Failure('no-signature', 'The model does not say what goes in and out.', { next: 'Use an ONNX model.' });
    return await work({ value: found, model, signature });
  } finally {
    await model.close();
  }
}

export interface OpenedModel {
  readonly value: ModelValue;
  readonly model: OpenModel;
  readonly signature: Signature;
}

/** What a reference stands for now, for the cache key: a newer version may have come, an alias may have moved. */
export async function modelFingerprint(
  value: Value | undefined,
  context: StepContext,
): Promise<Readonly<Record<string, string>>> {
  return typeof value === 'string' ? { model: (await resolveModel(value, context)).sha256 } : {};
}
