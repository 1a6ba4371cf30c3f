import { Worker } from 'node:worker_threads';
import { Cancelled } from '../../failure.ts';
import type { ResampleTask } from '../../math/resamples.ts';
import type { Parallel, ParallelOptions, Range } from '../../ports/parallel.ts';
import { entryPoint } from '../entryPoints.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { shareArrays } from './shareArrays.ts';

/** Threads that resample; they start with the first task and stay for the next ones. They do not keep the process alive. */
export interface ResamplePool extends Parallel<ResampleTask> {
  close(): Promise<void>;
}

export function resamplePool(threads: number): ResamplePool {
  const workers: Worker[] = [];
  let tasks = 0;

  function enough(count: number): readonly Worker[] {
    while (workers.length < count) {
      const worker = new Worker(entryPoint('evaluator'));
      worker.setMaxListeners(0);
      worker.unref();
      worker.on('error', () => leave(worker)).on('exit', () => leave(worker));
      workers.push(worker);
    }
    return workers.slice(0, count);
  }

  function leave(worker: Worker): void {
    const place = workers.indexOf(worker);
    if (place >= 0) workers.splice(place, 1);
  }

  return {
    async map(task, ranges, options = {}) {
      if (options.signal?.aborted) throw new Cancelled();
      if (ranges.length === 0) return [];
      return new Run(tasks++, enough(Math.min(threads, ranges.length)), ranges, options).of(shareArrays(task));
    },
    async close() {
      await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
    },
  };
}

/** One task on its way: each worker gets its next range when it has answered the one before. */
class Run {
  readonly #id: number;
  readonly #workers: readonly Worker[];
  readonly #ranges: readonly Range[];
  readonly #options: ParallelOptions;
  readonly #results: Float64Array[] = [];
  #given = 0;
  #finished = 0;

  constructor(id: number, workers: readonly Worker[], ranges: readonly Range[], options: ParallelOptions) {
    this.#id = id;
    this.#workers = workers;
    this.#ranges = ranges;
    this.#options = options;
  }

  async of(task: ResampleTask): Promise<readonly Float64Array[]> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cancel = () => reject(new Cancelled());
    const lost = () => reject(new Error('a thread of the evaluation ended'));
    const keepAlive = setInterval(() => {}, 60_000);
    const answered = this.#workers.map((worker) => (answer: FromWorker) => {
      if (answer.id === this.#id) this.#take(worker, answer, resolve);
    });
    this.#options.signal?.addEventListener('abort', cancel);
    for (const [i, worker] of this.#workers.entries()) {
      worker.on('message', answered[i]!).on('error', reject).on('exit', lost);
      send(worker, { kind: 'task', id: this.#id, task });
      this.#give(worker);
    }
    try {
      await promise;
      return this.#results;
    } finally {
      clearInterval(keepAlive);
      this.#options.signal?.removeEventListener('abort', cancel);
      for (const [i, worker] of this.#workers.entries()) {
        worker.off('message', answered[i]!).off('error', reject).off('exit', lost);
        send(worker, { kind: 'forget', id: this.#id });
      }
    }
  }

  #give(worker: Worker): void {
    const index = this.#given++;
    const range = this.#ranges[index];
    if (range !== undefined) send(worker, { kind: 'range', id: this.#id, index, ...range });
  }

  #take(worker: Worker, { index, values }: FromWorker, done: () => void): void {
    this.#results[index] = values;
    this.#finished++;
    this.#options.finished?.(this.#finished);
    if (this.#finished === this.#ranges.length) done();
    else this.#give(worker);
  }
}

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
