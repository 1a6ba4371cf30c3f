import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildProject } from '../../engine/src/project/project.ts';
import { DataChild } from '../../server/src/data/dataChild.ts';
import type { FromChild, ToChild } from '../../server/src/data/protocol.ts';

const NOTHING = buildProject(new Map());
const signal = new AbortController().signal;

test('a process that is killed while a view asks is started again and asked once more', async () => {
  const { child, started } = children((life) => (life === 1 ? 'dies' : 'answers'));
  assert.deepEqual(await child.askView(NOTHING, 'models', {}, signal), { kind: 'told', value: [] });
  assert.equal(started(), 2);
  child.close();
});

test('a question that ends the process each time is refused with a next step', async () => {
  const { child, started } = children(() => 'dies');
  const told = await child.askView(NOTHING, 'models', {}, signal);
  assert.ok(told.kind === 'refused');
  assert.equal(told.reason, 'data-process');
  assert.match(told.next ?? '', /^Refresh/);
  assert.equal(started(), 2);
  child.close();
});

test('a question that was withdrawn is not asked again', async () => {
  const control = new AbortController();
  const { child, started } = children(() => {
    control.abort();
    return 'dies';
  });
  assert.equal((await child.askView(NOTHING, 'models', {}, control.signal)).kind, 'refused');
  assert.equal(started(), 1);
  child.close();
});

/** A data child whose processes die at the first question of a view, or answer it. */
function children(fate: (life: number) => 'dies' | 'answers') {
  let lives = 0;
  const child = new DataChild({
    failed: (error) => assert.fail(String(error)),
    start() {
      const life = ++lives;
      let hear: (message: FromChild) => void = () => {};
      let end = () => {};
      return {
        pid: life,
        send(message: ToChild) {
          if (message.kind !== 'view') return;
          setImmediate(() => {
            if (fate(life) === 'dies') end();
            else hear({ kind: 'told', id: message.id, told: { kind: 'told', value: [] } });
          });
        },
        onMessage(listener) {
          hear = listener;
        },
        onEnd(listener) {
          end = listener;
        },
        stop() {},
      };
    },
  });
  return { child, started: () => lives };
}
