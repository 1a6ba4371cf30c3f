import type { ModelValue, StepContext, Value } from '../ports/step.ts';
import { resolveModel } from '../registry/resolveModel.ts';
import { isModel, modelAt } from './values.ts';

/** A model of another step, or one by reference (`name`, `name:3`, `name@alias`, `run:ID`). */
export async function modelOf(value: Value | undefined, context: StepContext): Promise<ModelValue> {
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

/** What a reference stands for now, for the cache key: a newer version may have come, an alias may have moved. */
export async function modelFingerprint(
  value: Value | undefined,
  context: StepContext,
): Promise<Readonly<Record<string, string>>> {
  return typeof value === 'string' ? { model: (await resolveModel(value, context)).sha256 } : {};
}
