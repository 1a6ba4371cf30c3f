import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Failure } from '../../engine/src/failure.ts';
import { answer } from '../../server/src/answer.ts';
import { Traffic } from '../../server/src/traffic.ts';

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

test('work nobody waits for lets what is being answered go first, but not for ever', async () => {
  const traffic = new Traffic();
  const order: string[] = [];
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const { ask } = asked(() => promise, traffic);
  const answered = ask().then(() => order.push('answered'));
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  const checked = traffic.quiet(10_000).then(() => order.push('checked'));
  finish();
  await Promise.all([answered, checked]);
  assert.deepEqual(order, ['answered', 'checked']);
  const leave = traffic.enter();
  await traffic.quiet(1);
  leave();
});

function asked(work: (signal: AbortSignal) => unknown, traffic = new Traffic()) {
  const source = new CancellationTokenSource();
  const order: string[] = [];
  const logged: string[] = [];
  const handler = answer<null, unknown>('parsed', (_, signal) => work(signal), {
    traffic,
    reach: async () => void order.push('reached'),
    begun: () => void order.push('begun'),
    log: (message) => void logged.push(message),
  });
  return { ask: () => handler(null, source.token), order, logged, source };
}
