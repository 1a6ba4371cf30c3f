import { parentPort } from 'node:worker_threads';
import type { Tensor as OrtTensor, InferenceSession as Session } from 'onnxruntime-node';
import type { ModelInput, ModelOutput, ModelPort } from '../../ports/modelRuntime.ts';
import type { Answer, Call } from './messages.ts';

// Telemetry is switched off before the library is loaded, which is why it is not imported above.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
const ort = await import('onnxruntime-node');

const sessions = new Map<number, Session>();
let opened = 0;

parentPort?.on('message', async (call: Call) => {
  let answer: Answer;
  try {
    answer = await answerTo(call);
  } catch (error) {
    answer = { kind: 'failed', call: call.call, message: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});

async function answerTo(call: Call): Promise<Answer> {
  if (call.kind === 'open') return open(call);
  const session = sessions.get(call.session);
  if (!session) throw new Error('the model is closed');
  if (call.kind === 'close') {
    sessions.delete(call.session);
    await session.release();
    return { kind: 'closed', call: call.call };
  }
  const feeds = session.inputMetadata.map((port) => [port.name, tensorOf(port, call.inputs[port.name], call.rows)]);
  const results = await session.run(Object.fromEntries(feeds));
  const outputs = Object.entries(results).map(([name, value]) => [name, outputOf(value as OrtTensor, call.rows, name)]);
  return { kind: 'predicted', call: call.call, outputs: Object.fromEntries(outputs) };
}

async function open(call: Extract<Call, { kind: 'open' }>): Promise<Answer> {
  const session = await ort.InferenceSession.create(call.file, {
    intraOpNumThreads: call.threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  opened += 1;
  sessions.set(opened, session);
  const { inputMetadata, outputMetadata } = session;
  return {
    kind: 'opened',
    call: call.call,
    session: opened,
    inputs: inputMetadata.map(portOf),
    outputs: outputMetadata.map(portOf),
  };
}

const TYPES: Readonly<Record<string, ModelPort['type']>> = {
  float32: 'float',
  float64: 'double',
  int64: 'int64',
  int32: 'int32',
  bool: 'boolean',
  string: 'string',
};

function portOf(port: Session.ValueMetadata): ModelPort {
  if (!port.isTensor) return { name: port.name, type: 'other', shape: [] };
  const shape = port.shape.map((size) => (typeof size === 'number' && size >= 0 ? size : undefined));
  return { name: port.name, type: TYPES[port.type] ?? 'other', shape };
}

function tensorOf(port: Session.ValueMetadata, values: ModelInput | undefined, rows: number): OrtTensor {
  if (!port.isTensor || values === undefined) throw new Error(`input ${port.name} was not given`);
  const wide = port.shape.length === 2;
  const width = port.shape[1];
  if (port.shape.length > 2 || (wide && typeof width === 'number' && width > 1))
    throw new Error(`input ${port.name} has the shape [${port.shape.join(', ')}], where one value a row is expected`);
  const dims = wide ? [rows, 1] : [rows];
  if (port.type === 'string') return new ort.Tensor('string', values as string[], dims);
  if (!(values instanceof Float32Array)) throw new Error(`input ${port.name} takes numbers`);
  if (port.type === 'float32') return new ort.Tensor('float32', values, dims);
  if (port.type === 'float64') return new ort.Tensor('float64', Float64Array.from(values), dims);
  if (port.type === 'int64')
    return new ort.Tensor(
      'int64',
      BigInt64Array.from(values, (value) => BigInt(Math.trunc(value || 0))),
      dims,
    );
  if (port.type === 'int32') return new ort.Tensor('int32', Int32Array.from(values), dims);
  if (port.type === 'bool')
    return new ort.Tensor(
      'bool',
      Uint8Array.from(values, (value) => (value ? 1 : 0)),
      dims,
    );
  throw new Error(`input ${port.name} is of type ${port.type}, which is not supported`);
}

function outputOf(value: OrtTensor, rows: number, name: string): ModelOutput {
  const { data, dims } = value;
  if (!dims) throw new Error(`output ${name} is no tensor; export the model without maps (zipmap off)`);
  if (data.length !== rows)
    throw new Error(`output ${name} has the shape [${dims.join(', ')}], where one value a row is expected`);
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  if (Array.isArray(data)) return data as string[];
  return Float64Array.from(data as Iterable<number | bigint>, Number);
}
