import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import type { Signature } from '../ports/learner.ts';
import type { OpenModel } from '../ports/modelRuntime.ts';
import type { ModelValue, StepContext, Value } from '../ports/step.ts';
import { openMlflowModel } from '../registry/openMlflowModel.ts';
import { notRunnable } from '../registry/registryFailures.ts';
import { resolveModel } from '../registry/resolveModel.ts';
import { pythonFingerprint } from './script/python.ts';
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
  const reference = typeof value === 'string' ? value : 'the model';
  if (found.format === 'files') throw notRunnable(reference);
  const model =
    found.format === 'mlflow'
      ? await inPython(reference, found, context)
      : await context.runtime.open(await context.artifacts.path(found.sha256, 'the model'));
  try {
    const signature = model.table
      ? { inputs: {}, outputs: model.table.outputs ?? {} }
      : (model.signature ?? found.signature);
    if (!signature)
      throw new Failure('no-signature', 'The model does not say what goes in and out.', { next: 'Use an ONNX model.' });
    return await work({ value: found, model, signature });
  } finally {
    await model.close();
  }
}

async function inPython(reference: string, { sha256 }: ModelValue, context: StepContext): Promise<OpenModel> {
  const python = await context.python(undefined);
  context.log(`${reference} runs in ${python.file} (${python.why})`);
  const { artifacts, files, pythonModels, projectRoot: root, workFolder, signal } = context;
  const said = (line: string) => context.log(context.mask(line), 'stderr');
  const place = path.join(workFolder, 'model');
  return openMlflowModel(
    { reference, folder: sha256 },
    { artifacts, files, pythonModels, python, root, place, signal, said },
  );
}

export interface OpenedModel {
  readonly value: ModelValue;
  readonly model: OpenModel;
  readonly signature: Signature;
}

/**
 * What a reference stands for now, for the cache key: a newer version may have come, an alias may have moved. A model that runs in Python
 * answers as the packages there do.
 */
export async function modelFingerprint(
  value: Value | undefined,
  context: StepContext,
): Promise<Readonly<Record<string, string>>> {
  const found = typeof value === 'string' ? await resolveModel(value, context) : isModel(value) ? value : undefined;
  if (found === undefined) return {};
  const named = typeof value === 'string' ? { model: found.sha256 } : {};
  if (found.format !== 'mlflow') return named;
  const facts = await (await context.python(undefined)).facts();
  return facts === undefined ? named : { ...named, '(python)': pythonFingerprint(facts) };
}
