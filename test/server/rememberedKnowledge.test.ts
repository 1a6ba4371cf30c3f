import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RememberedKnowledge } from '../../server/src/data/rememberedKnowledge.ts';
import { editor } from '../kit/editor.ts';

const SHIPS = `
#- ships.dataset.yaml
dataset: ships
source: ships.csv
`;

const signal = new AbortController().signal;

test('what was told is not asked again, until it is old or forgotten', async () => {
  const { knowledge, asked, clock } = remembering();
  const ships = knowledge.of(editor(SHIPS).snapshot.project);
  assert.equal((await ships.profile('ships', signal))?.rows, 1);
  assert.equal((await ships.profile('ships', signal))?.rows, 1);
  clock.now += 61_000;
  assert.equal((await ships.profile('ships', signal))?.rows, 2);
  knowledge.forget('runs');
  assert.equal((await ships.profile('ships', signal))?.rows, 2);
  knowledge.forget();
  assert.equal((await ships.profile('ships', signal))?.rows, 3);
  assert.equal(asked.length, 3);
});

test('another spec is another question', async () => {
  const { knowledge, asked } = remembering();
  await knowledge.of(editor(SHIPS).snapshot.project).profile('ships', signal);
  await knowledge.of(editor(SHIPS.replace('ships.csv', 'boats.csv')).snapshot.project).profile('ships', signal);
  await knowledge.of(editor(SHIPS).snapshot.project).profile('ships', signal);
  assert.equal(asked.length, 2);
});

test('two who ask at once wait for one answer', async () => {
  const { knowledge, asked } = remembering();
  const ships = knowledge.of(editor(SHIPS).snapshot.project);
  await Promise.all([ships.profile('ships', signal), ships.profile('ships', signal)]);
  assert.equal(asked.length, 1);
});

test('a withdrawn question is answered from memory alone', async () => {
  const { knowledge, asked } = remembering();
  const ships = knowledge.of(editor(SHIPS).snapshot.project);
  assert.equal(await ships.profile('ships', AbortSignal.abort()), undefined);
  assert.equal(asked.length, 0);
  await ships.profile('ships', signal);
  assert.equal((await ships.profile('ships', AbortSignal.abort()))?.rows, 1);
});

test('who withdraws takes the answer from nobody else', async () => {
  const first = new AbortController();
  let calls = 0;
  const knowledge = new RememberedKnowledge(((_question: string, _params: unknown, given: AbortSignal) => {
    calls += 1;
    if (given === signal) return Promise.resolve({ rows: 7, columns: [] });
    return new Promise((resolve) => given.addEventListener('abort', () => resolve(undefined)));
  }) as never);
  const ships = knowledge.of(editor(SHIPS).snapshot.project);
  const answers = [ships.profile('ships', first.signal), ships.profile('ships', signal)];
  first.abort();
  const [one, two] = await Promise.all(answers);
  assert.deepEqual([one, two?.rows, calls], [undefined, 7, 2]);
});

test('what is not known is asked again', async () => {
  let calls = 0;
  const knowledge = new RememberedKnowledge(async () => {
    calls += 1;
    return undefined;
  });
  const ships = knowledge.of(editor(SHIPS).snapshot.project);
  await ships.runs('ships', signal);
  await ships.runs('ships', signal);
  assert.equal(calls, 2);
});

/** Answers with as many rows as it was asked before. */
function remembering() {
  const asked: string[] = [];
  const clock = { now: 0 };
  const ask = async (question: string) => {
    asked.push(question);
    return { rows: asked.length, columns: [] };
  };
  return { knowledge: new RememberedKnowledge(ask as never, () => clock.now), asked, clock };
}
