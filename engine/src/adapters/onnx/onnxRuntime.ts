import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../failure.ts';
import { type ModelFile, readModel } from '../../learning/onnx/readModel.ts';
import type { Signature } from '../../ports/learner.ts';
import type { ModelInput, ModelRuntime, OpenModel } from '../../ports/modelRuntime.ts';
import { entryPoint } from '../entryPoints.ts';
import { ioFailure } from '../files/ioFailure.ts';
import type { Answer, Call } from './messages.ts';

/** Metadata key under which our models carry their signature, as JSON. */
export const SIGNATURE_KEY = 'modelyard.signature';

/** ONNX Runtime in one thread of its own, since its calls block the thread they are made in. The thread ends with its last model. */
export function onnxRuntime(threads = Math.min(8, availableParallelism())): ModelRuntime {
  let thread: OrtThread | undefined;
  let open = 0;
  return {
    async open(file) {
      const described = await describe(file);
      thread ??= new OrtThread();
      open += 1;
      const current = thread;
      const leave = async () => {
        open -= 1;
        if (open > 0 || thread !== current) return;
        thread = undefined;
        await current.end();
      };
      const opened = await current.call({ kind: 'open', file, threads }, 'opened').catch(async (error: Error) => {
        await leave();
        throw notAModel(file, error.message);
      });
      return new OrtModel(file, described, { thread: current, opened, leave });
    },
  };
}

class OrtModel implements OpenModel {
  readonly inputs: OpenModel['inputs'];
  readonly outputs: OpenModel['outputs'];
  readonly signature: Signature | undefined;
  readonly metadata: OpenModel['metadata'];
  readonly #file: string;
  readonly #session: Session;
  #closed = false;

  constructor(file: string, described: ModelFile, session: Session) {
    this.#file = file;
    this.#session = session;
    this.inputs = session.opened.inputs;
    this.outputs = session.opened.outputs;
    this.metadata = described.metadata;
    const text = described.metadata[SIGNATURE_KEY];
    this.signature = text === undefined ? undefined : (JSON.parse(text) as Signature);
  }

  async predict(inputs: Readonly<Record<string, ModelInput>>, rows: number) {
    const { thread, opened } = this.#session;
    const answer = await thread
      .call({ kind: 'predict', session: opened.session, inputs, rows }, 'predicted')
      .catch((error: Error) => {
        throw new Failure('model-failed', `The model ${this.#file} could not answer: ${error.message}`, {
          next: 'Check that it takes one value a row for each input and gives one for each output.',
          cause: error,
        });
      });
    return answer.outputs;
  }

  async close() {
    if (this.#closed) return;
    this.#closed = true;
    const { thread, opened, leave } = this.#session;
    await thread.call({ kind: 'close', session: opened.session }, 'closed');
    await leave();
  }
}

interface Session {
  readonly thread: OrtThread;
  readonly opened: Extract<Answer, { kind: 'opened' }>;
  leave(): Promise<void>;
}

type Unnumbered = Call extends infer C ? (C extends Call ? Omit<C, 'call'> : never) : never;
type AnswerOf<K extends Answer['kind']> = Extract<Answer, { kind: K }>;

class OrtThread {
  readonly #worker = new Worker(entryPoint('onnx-worker'));
  readonly #waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  #calls = 0;

  constructor() {
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.call);
      this.#waiting.delete(answer.call);
      this.#rest();
      if (answer.kind === 'failed') waiting?.reject(new Error(answer.message));
      else waiting?.resolve(answer);
    });
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the model’s thread ended')));
  }

  call<K extends Answer['kind']>(call: Unnumbered, _kind: K): Promise<AnswerOf<K>> {
    return new Promise((resolve, reject) => {
      this.#calls += 1;
      this.#waiting.set(this.#calls, { resolve: resolve as (answer: Answer) => void, reject });
      // While somebody waits for an answer, the process stays.
      this.#worker.ref();
      this.#worker.postMessage({ ...call, call: this.#calls });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #rest(): void {
    if (this.#waiting.size === 0) this.#worker.unref();
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

async function describe(file: string): Promise<ModelFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw ioFailure(error, file, 'read');
  }
  const described = readModel(bytes);
  if (!described) throw notAModel(file, 'its bytes are no ONNX model');
  if (described.externalTensor !== undefined)
    throw new Failure(
      'model-external-data',
      `The model ${file} keeps the tensor \`${described.externalTensor}\` in another file.`,
      {
        next: 'Save it as one file: onnx.save_model(model, path, save_as_external_data=False).',
      },
    );
  return described;
}

function notAModel(file: string, why: string): Failure {
  return new Failure('not-a-model', `${file} cannot be used as a model: ${why}`, {
    next: 'Give an ONNX file that ONNX Runtime can open.',
  });
}
