import type { ModelValue, StepContext, Value } from '../ports/step.ts';
import { isModel, modelAt } from './values.ts';

/** A model of another step, or one of the registry by reference (`name`, `name:3`, `name@alias`). */
export async function modelOf(value: Value | undefined, context: StepContext): Promise<ModelValue> {
  if (isModel(value)) return value;
  if (typeof value !== 'string') return modelAt({ model: value ?? null }, 'model');
  const version = await context.registry.resolve(value);
  const [target, output] = Object.entries(version.signature.outputs)[0] ?? [null, undefined];
  return {
    kind: 'model',
    format: version.format,
    sha256: version.sha256,
    size: version.size,
    signature: version.signature,
    target,
    task: output?.task ?? null,
    baseline: version.evidence.baseline ?? null,
    params: version.params,
    lineage: version.data,
  };
}
