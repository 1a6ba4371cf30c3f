import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrackingServices } from '../../../client/src/python/trackingServices.ts';

function services() {
  const started: string[] = [];
  const state = { answers: true, refuses: false };
  const all = new TrackingServices({
    async start(root) {
      started.push(root);
      if (state.refuses) throw new Error('no');
      return { url: `http://127.0.0.1:${4000 + started.length}`, token: 'token' };
    },
    answers: async () => state.answers,
  });
  return { all, started, state };
}

test('a service is started when it is first needed, once for all who ask', async () => {
  const { all, started } = services();
  assert.equal(all.known('/p'), undefined);
  const [first, second] = await Promise.all([all.ensure('/p'), all.ensure('/p')]);
  assert.deepEqual(first, second);
  assert.deepEqual(await all.ensure('/p'), first);
  assert.deepEqual(started, ['/p']);
  assert.deepEqual([all.known('/p'), all.roots], [first, ['/p']]);
});

test('one that has left is started again', async () => {
  const { all, started, state } = services();
  const first = await all.ensure('/p');
  state.answers = false;
  assert.notDeepEqual(await all.ensure('/p'), first);
  assert.deepEqual(started, ['/p', '/p']);
});

test('a start that was refused is tried again when it is next needed', async () => {
  const { all, state } = services();
  state.refuses = true;
  await assert.rejects(all.ensure('/p'), /no/);
  assert.deepEqual(all.roots, []);
  state.refuses = false;
  assert.equal((await all.ensure('/p')).token, 'token');
});
