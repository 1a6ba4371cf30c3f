/** The trainer process: one request, progress while it works, one answer. It ends with the process that started it. */

import { sendable } from '../sentFailure.ts';
import type { FromTrainer, ToTrainer } from './messages.ts';
import { train } from './train.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
process.on('disconnect', () => process.exit(1));
process.once('message', (request: ToTrainer) => {
  train(request, (round, metrics) =>
    send({ kind: 'progress', round, rounds: Number(request.params['rounds']), metrics }),
  )
    .then(
      (model) => send({ kind: 'trained', model }),
      (error: unknown) => send({ kind: 'failed', failure: sendable(error) }),
    )
    .finally(() => process.exit(0));
});

function send(message: FromTrainer): Promise<void> {
  return new Promise((resolve) => process.send!(message, undefined, {}, () => resolve()));
}
