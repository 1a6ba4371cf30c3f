import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ModelRuntime, OpenModel } from '../../ports/modelRuntime.ts';
import { entryPoint } from '../entryPoints.ts';
import { received } from '../sentFailure.ts';
import type { Answer, Ask } from './messages.ts';

export interface OnnxRuntimeOptions {
  /** Threads of one prediction; default: those of the machine, at most 4. */
  readonly threads?: number;
}

const MOST_THREADS = 4;

/** ONNX Runtime, each open model in a thread of its own. An open model alone does not keep the process alive. */
export function onnxRuntime(options: OnnxRuntimeOptions = {}): ModelRuntime {
  const threads = options.threads ?? Math.min(MOST_THREADS, availableParallelism());
  // A thread has a copy of the environment that native code does not see, so the switch is set here.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return {
    async open(file) {
      const thread = new ModelThread();
      try {
        return await thread.open(file, threads);
      } catch (error) {
        await thread.end();
        throw error;
      }
    },
  };
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

class ModelThread {
  readonly #worker = new Worker(entryPoint('onnx-worker'));
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer>>();
  #asked = 0;
  #lost: Error | undefined;

  constructor() {
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#lose(error));
    this.#worker.on('exit', () => this.#lose(new Error('the thread of the model ended')));
  }

  async open(file: string, threads: number): Promise<OpenModel> {
    const answer = await this.#ask({ kind: 'open', file, threads });
    if (answer.kind !== 'opened') throw new Error(`the model answered ${answer.kind}`);
    return {
      ...answer.facts,
      predict: async (inputs, rows) => {
        const predicted = await this.#ask({ kind: 'predict', inputs, rows });
        if (predicted.kind !== 'predicted') throw new Error(`the model answered ${predicted.kind}`);
        return predicted.outputs;
      },
      close: async () => {
        await this.#ask({ kind: 'close' });
        await this.end();
      },
    };
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(ask: Unnumbered<Ask>): Promise<Answer> {
    if (this.#lost) return Promise.reject(this.#lost);
    const id = this.#asked++;
    const waiting = Promise.withResolvers<Answer>();
    if (this.#waiting.size === 0) this.#worker.ref();
    this.#waiting.set(id, waiting);
    this.#worker.postMessage({ ...ask, id });
    return waiting.promise;
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answer.kind === 'failed') waiting?.reject(received(answer.failure));
    else waiting?.resolve(answer);
  }

  #lose(error: Error): void {
    this.#lost ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
