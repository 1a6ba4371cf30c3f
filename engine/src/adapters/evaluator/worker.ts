/** Thread of the resample pool. */
import { parentPort } from 'node:worker_threads';
import { computeResamples, type ResampleTask } from '../../math/resamples.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const tasks = new Map<number, ResampleTask>();

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'task') tasks.set(message.id, message.task);
  else if (message.kind === 'forget') tasks.delete(message.id);
  else {
    const { id, index, from, to } = message;
    const values = computeResamples(tasks.get(id)!, from, to);
    const answer: FromWorker = { id, index, values };
    parentPort?.postMessage(answer, [values.buffer]);
  }
});
