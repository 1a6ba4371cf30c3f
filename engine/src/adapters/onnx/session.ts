import { Failure } from '../../failure.ts';
import { inspectModel } from '../../learning/onnx/inspect.ts';
import type { Signature } from '../../ports/learner.ts';
import type { ModelInput, ModelOutput, ModelPort } from '../../ports/modelRuntime.ts';
import { loadRuntime, type Ort } from './loadRuntime.ts';

type OrtTensor = import('onnxruntime-node').Tensor;
type OrtSession = import('onnxruntime-node').InferenceSession;

/** What a model file declares. */
export interface ModelFacts {
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  readonly signature: Signature | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Session extends ModelFacts {
  /** Runs in this thread: its event loop stands still meanwhile. */
  run(inputs: Readonly<Record<string, ModelInput>>, rows: number): Promise<Readonly<Record<string, ModelOutput>>>;
  release(): Promise<void>;
}

const FATAL_ONLY = 4;

/** `name` stands in messages. The telemetry switch must have been set in the process before. */
export async function openSession(bytes: Uint8Array, name: string): Promise<Session> {
  const inspection = inspectModel(bytes);
  if (inspection.kind === 'not-onnx') throw notOnnx(name);
  if (inspection.external !== undefined) throw externalData(name, inspection.external);
  const ort = await loadRuntime();
  const session = await createSession(ort, bytes, name);
  const inputs = session.inputMetadata.map(portOf);
  const outputs = session.outputMetadata.map(portOf);
  const notTensor = session.outputMetadata.find((output) => !output.isTensor);
  if (notTensor) {
    await session.release();
    throw notTensors(name, notTensor.name);
  }
  return {
    inputs,
    outputs,
    metadata: inspection.metadata,
    signature: signatureOf(inspection.metadata['modelyard.signature']),
    async run(given, rows) {
      const feeds = Object.fromEntries(
        inputs.map((port) => [port.name, feedOf(ort, port, given[port.name], rows, name)]),
      );
      let results: Awaited<ReturnType<OrtSession['run']>>;
      try {
        results = await session.run(feeds);
      } catch (error) {
        throw cannotRun(name, error);
      }
      return Object.fromEntries(Object.entries(results).map(([key, tensor]) => [key, valuesOf(tensor as OrtTensor)]));
    },
    release: () => session.release(),
  };
}

async function createSession(ort: Ort, bytes: Uint8Array, name: string): Promise<OrtSession> {
  try {
    return await ort.InferenceSession.create(bytes, {
      // Its own threads bring trees nothing; callers share rows among sessions instead.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: FATAL_ONLY,
    });
  } catch (error) {
    throw cannotLoad(name, error);
  }
}

function feedOf(ort: Ort, port: ModelPort, given: ModelInput | undefined, rows: number, name: string): OrtTensor {
  const wide = port.shape.length > 1 && (port.shape.length > 2 || (port.shape[1] ?? 1) !== 1);
  if (wide || port.type === 'other') throw notByColumn(name, port);
  if (given === undefined) throw new Failure('missing-input', `${name}: no values for the input \`${port.name}\`.`);
  if (given.length !== rows) throw new Error(`input ${port.name} has ${given.length} values for ${rows} rows`);
  const dims = port.shape.length === 2 ? [rows, 1] : [rows];
  if (port.type === 'string') {
    if (given instanceof Float32Array) throw wrongInput(name, port);
    return new ort.Tensor('string', given as string[], dims);
  }
  if (!(given instanceof Float32Array)) throw wrongInput(name, port);
  if (port.type === 'float') return new ort.Tensor('float32', given, dims);
  if (port.type === 'double') return new ort.Tensor('float64', Float64Array.from(given), dims);
  if (port.type === 'boolean')
    return new ort.Tensor(
      'bool',
      Uint8Array.from(given, (value) => (value === 0 ? 0 : 1)),
      dims,
    );
  const missing = given.findIndex((value) => !Number.isInteger(value));
  if (missing >= 0) throw notAnInteger(name, port, missing);
  if (port.type === 'int32') return new ort.Tensor('int32', Int32Array.from(given), dims);
  return new ort.Tensor('int64', BigInt64Array.from(given, BigInt), dims);
}

function valuesOf({ data }: OrtTensor): ModelOutput {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  if (Array.isArray(data)) return data as readonly string[];
  return Float64Array.from(data as ArrayLike<number | bigint>, Number);
}

const TYPES: Readonly<Record<string, ModelPort['type']>> = {
  float32: 'float',
  float64: 'double',
  int64: 'int64',
  int32: 'int32',
  bool: 'boolean',
  string: 'string',
};

function portOf(value: OrtSession['inputMetadata'][number]): ModelPort {
  if (!value.isTensor) return { name: value.name, type: 'other', shape: [] };
  return {
    name: value.name,
    type: TYPES[value.type] ?? 'other',
    shape: value.shape.map((size) => (typeof size === 'number' && size >= 0 ? size : undefined)),
  };
}

function signatureOf(text: string | undefined): Signature | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Signature> | null;
    return value?.inputs && value.outputs ? { inputs: value.inputs, outputs: value.outputs } : undefined;
  } catch {
    return undefined;
  }
}

function notOnnx(name: string): Failure {
  return new Failure('not-a-model', `${name} is not an ONNX model.`, {
    next: 'Give a file that was exported as ONNX (one `.onnx` file with its weights inside).',
  });
}

function externalData(name: string, place: string): Failure {
  return new Failure('not-a-model', `${name} keeps its weights in another file (${place}), which is not read.`, {
    next: 'Save the model as one file, such as `onnx.save_model(model, path, save_as_external_data=False)`.',
  });
}

function notTensors(name: string, output: string): Failure {
  return new Failure('not-a-model', `${name}: the output \`${output}\` is a list of maps (ZipMap), not a tensor.`, {
    next: 'Export again with `options={"zipmap": False}` (skl2onnx).',
  });
}

function cannotLoad(name: string, cause: unknown): Failure {
  return new Failure('not-a-model', `ONNX Runtime cannot open ${name}: ${messageOf(cause)}`, {
    next: 'Export the model with operators and versions that ONNX Runtime 1.30 knows.',
    cause,
  });
}

function cannotRun(name: string, cause: unknown): Failure {
  return new Failure('model-run', `${name} failed while it predicted: ${messageOf(cause)}`, {
    next: 'See whether the inputs are what the model was made for.',
    cause,
  });
}

function notByColumn(name: string, { name: input, shape }: ModelPort): Failure {
  const sizes = shape.map((size) => size ?? 'N').join(', ');
  return new Failure('model-input', `${name}: the input \`${input}\` of shape [${sizes}] does not take one column.`, {
    next: 'Export the model with one input of shape [N] or [N, 1] for each column.',
  });
}

function wrongInput(name: string, { name: input, type }: ModelPort): Failure {
  return new Failure(
    'model-input',
    `${name}: the input \`${input}\` takes ${type === 'string' ? 'texts' : 'numbers'}.`,
    {
      next: 'Give the columns that the model was trained on.',
    },
  );
}

function notAnInteger(name: string, { name: input, type }: ModelPort, row: number): Failure {
  return new Failure('model-input', `${name}: the input \`${input}\` (${type}) has no integer in row ${row + 1}.`, {
    next: 'Fill missing values, or export the model with a float input.',
  });
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300);
}
