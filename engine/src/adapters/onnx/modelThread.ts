import { Worker } from 'node:worker_threads';
import type { ModelInput, ModelOutput } from '../../ports/modelRuntime.ts';
import { entryPoint } from '../entryPoints.ts';
import { received } from '../sentFailure.ts';
import type { Answer, Ask } from './messages.ts';
import type { ModelFacts } from './session.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A thread that has one model open. It keeps the process alive only while it owes an answer. */
export class ModelThread {
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

  async open(file: string): Promise<ModelFacts> {
    const answer = await this.#ask({ kind: 'open', file });
    if (answer.kind !== 'opened') throw new Error(`the model answered ${answer.kind}`);
    return answer.facts;
  }

  async predict(
    inputs: Readonly<Record<string, ModelInput>>,
    rows: number,
  ): Promise<Readonly<Record<string, ModelOutput>>> {
    const answer = await this.#ask({ kind: 'predict', inputs, rows });
    if (answer.kind !== 'predicted') throw new Error(`the model answered ${answer.kind}`);
    return answer.outputs;
  }

  async close(): Promise<void> {
    await this.#ask({ kind: 'close' });
    await this.end();
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
