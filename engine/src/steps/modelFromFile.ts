import { Failure } from '../failure.ts';
import type { Signature, SignatureInput, SignatureOutput } from '../ports/learner.ts';
import type { ModelPort, OpenModel } from '../ports/modelRuntime.ts';
import type { Lineage, ModelValue, StepContext } from '../ports/step.ts';

/** Takes an ONNX file that a program wrote into the store; it must load, and its inputs and outputs become its signature. */
export async function modelFromFile(
  context: Pick<StepContext, 'runtime' | 'artifacts'>,
  file: string,
  lineage: Lineage,
): Promise<ModelValue> {
  const model = await context.runtime.open(file);
  try {
    const signature = model.signature ?? foreignSignature(model);
    const hash = await context.artifacts.put(file);
    const [target, output] = Object.entries(model.signature?.outputs ?? {})[0] ?? [null, undefined];
    return {
      kind: 'model',
      format: 'onnx',
      ...hash,
      signature,
      target,
      task: output?.task ?? null,
      baseline: null,
      params: {},
      lineage,
    };
  } finally {
    await model.close();
  }
}

/** What a graph says of itself where no signature was written into it: numbers in, numbers or labels out. */
function foreignSignature(model: OpenModel): Signature {
  const inputs = model.inputs.map((port): [string, SignatureInput] => [port.name, inputType(port)]);
  const outputs = model.outputs.map((port): [string, SignatureOutput] => [
    port.name,
    { task: 'regression', label: labelType(port) },
  ]);
  return { inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) };
}

function inputType(port: ModelPort): SignatureInput {
  if (port.type === 'string') return 'string';
  if (port.type === 'other')
    throw new Failure('model-input-type', `The model’s input \`${port.name}\` is neither numbers nor text.`, {
      next: 'Export it with float or string tensors as inputs.',
    });
  return 'float';
}

function labelType(port: ModelPort): SignatureOutput['label'] {
  if (port.type === 'string') return 'string';
  if (port.type === 'boolean') return 'boolean';
  return port.type === 'int64' || port.type === 'int32' ? 'integer' : 'float';
}
