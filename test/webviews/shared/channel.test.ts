import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Channel } from '../../../webviews/shared/channel.ts';
import type { FromPage } from '../../../webviews/shared/protocol.ts';

class FakeHost {
  readonly sent: FromPage[] = [];
  state: unknown;

  constructor(state?: unknown) {
    this.state = state;
  }

  postMessage(message: unknown): void {
    this.sent.push(message as FromPage);
  }

  getState(): unknown {
    return this.state;
  }

  setState(state: unknown): void {
    this.state = state;
  }
}

test('each question gets its own answer, in whatever order they come', async () => {
  const host = new FakeHost();
  const channel = new Channel(host);
  const first = channel.ask('runParts', { run: 'a' });
  const second = channel.ask('runParts', { run: 'b' });
  assert.deepEqual(
    host.sent.map((message) => message.kind === 'ask' && [message.id, message.params]),
    [
      [1, { run: 'a' }],
      [2, { run: 'b' }],
    ],
  );
  const refused = { kind: 'refused', reason: 'gone', message: 'b' } as const;
  channel.hear({ kind: 'answer', id: 2, told: refused });
  channel.hear({ kind: 'answer', id: 7, told: refused });
  channel.hear({ kind: 'answer', id: 1, told: { kind: 'told', value: { steps: [], artifacts: [] } } });
  assert.deepEqual(await second, refused);
  assert.deepEqual(await first, { kind: 'told', value: { steps: [], artifacts: [] } });
});

test('the subject and what the user left are kept together', () => {
  const host = new FakeHost();
  const channel = new Channel(host);
  assert.equal(channel.state, undefined);
  channel.hear({ kind: 'begin', subject: { run: 'a' } });
  channel.keep({ tab: 'log' });
  assert.deepEqual(host.state, { subject: { run: 'a' }, state: { tab: 'log' } });
  const again = new Channel(new FakeHost(host.state));
  assert.deepEqual(again.subject.value, { run: 'a' });
  assert.deepEqual(again.state, { tab: 'log' });
  again.hear({ kind: 'begin', subject: { run: 'a', step: 'train' } });
  assert.deepEqual(again.state, { tab: 'log' });
});

test('a page without a past, or with a broken one, begins anew', () => {
  for (const state of [undefined, null, 7, 'a', []]) {
    const channel = new Channel(new FakeHost(state));
    assert.deepEqual([channel.subject.value, channel.state], [undefined, undefined]);
  }
});

test('who listens hears what has changed, until they stop', () => {
  const channel = new Channel(new FakeHost());
  const heard: unknown[] = [];
  const stop = channel.onChanged((topics) => heard.push(topics));
  channel.hear({ kind: 'changed', topics: ['runs'] });
  stop();
  channel.hear({ kind: 'changed', topics: ['data'] });
  assert.deepEqual(heard, [['runs']]);
});

test('what is told without being asked for answers the question it was asked as, once', async () => {
  const host = new FakeHost();
  const channel = new Channel(host);
  const told = { kind: 'told', value: { steps: [], artifacts: [] } } as const;
  channel.hear({ kind: 'begin', subject: {}, first: { question: 'runParts', params: { run: 'a' } } });
  const other = channel.ask('runParts', { run: 'b' });
  const asked = channel.ask('runParts', { run: 'a' });
  const again = channel.ask('runParts', { run: 'a' });
  channel.hear({ kind: 'first', told });
  assert.deepEqual(await asked, told);
  assert.equal(host.sent.length, 2);
  for (const id of [1, 2]) channel.hear({ kind: 'answer', id, told });
  assert.deepEqual([await other, await again], [told, told]);
});

test('a page that is told again what it is about still waits for what is on its way', async () => {
  const channel = new Channel(new FakeHost());
  const told = { kind: 'told', value: { steps: [], artifacts: [] } } as const;
  channel.hear({ kind: 'begin', subject: {}, first: { question: 'runParts', params: { run: 'a' } } });
  const asked = channel.ask('runParts', { run: 'a' });
  channel.hear({ kind: 'begin', subject: {} });
  channel.hear({ kind: 'first', told });
  assert.deepEqual(await asked, told);
});

test('what is told unasked counts no more once something has changed', () => {
  const host = new FakeHost();
  const channel = new Channel(host);
  channel.hear({ kind: 'begin', subject: {}, first: { question: 'runParts', params: { run: 'a' } } });
  channel.hear({ kind: 'changed', topics: ['runs'] });
  channel.hear({ kind: 'first', told: { kind: 'told', value: { steps: [], artifacts: [] } } });
  void channel.ask('runParts', { run: 'a' });
  assert.equal(host.sent.length, 1);
});
