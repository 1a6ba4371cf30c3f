import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Failure } from '../../engine/src/failure.ts';
import { answer } from '../../server/src/answer.ts';

test('an answer is what the feature says, once its stage is reached', async () => {
  const { ask, order } = asked(() => 7);
  assert.equal(await ask(), 7);
  assert.deepEqual(order, ['reached', 'begun']);
});

test('a refusal is told with its next step', async () => {
  const { ask } = asked(() => {
    throw new Failure('taken', 'The name `b` is taken.', { next: 'Choose another.' });
  });
  const error = await ask();
  assert.ok(error instanceof ResponseError);
  assert.equal(error.message, 'The name `b` is taken. Choose another.');
});

test('a mistake of ours is logged and answered, and nothing more', async () => {
  const { ask, logged } = asked(() => {
    throw new TypeError('of undefined');
  });
  const error = await ask();
  assert.ok(error instanceof ResponseError);
  assert.match(logged[0] ?? '', /TypeError: of undefined\n/);
});

test('what was taken back before it began is not begun', async () => {
  const { ask, order, source } = asked(() => 7);
  source.cancel();
  assert.equal(((await ask()) as ResponseError).code, LSPErrorCodes.RequestCancelled);
  const late = asked(() => 7);
  const answered = late.ask();
  late.source.cancel();
  assert.equal(((await answered) as ResponseError).code, LSPErrorCodes.RequestCancelled);
  assert.deepEqual([order, late.order], [[], []]);
});

test('work sees that it is no longer wanted', async () => {
  const { ask, source } = asked(async (signal) => {
    source.cancel();
    assert.ok(signal.aborted);
    return 7;
  });
  await ask();
});

function asked(work: (signal: AbortSignal) => unknown) {
  const source = new CancellationTokenSource();
  const order: string[] = [];
  const logged: string[] = [];
  const handler = answer<null, unknown>('parsed', (_, signal) => work(signal), {
    reach: async () => void order.push('reached'),
    begun: () => void order.push('begun'),
    log: (message) => void logged.push(message),
  });
  return { ask: () => handler(null, source.token), order, logged, source };
}
