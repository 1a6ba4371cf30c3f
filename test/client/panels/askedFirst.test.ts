import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AskedFirst } from '../../../client/src/panels/askedFirst.ts';
import type { Told } from '../../../server/src/views/viewQuestions.ts';

function asked(tell: () => Told<never> = () => ({ kind: 'told', value: [] as never })) {
  const questions: string[] = [];
  const first = new AskedFirst(async (question, params) => {
    questions.push(`${question} ${JSON.stringify(params)}`);
    return tell();
  });
  return { first, questions };
}

test('what was asked before the page was there is not asked again, once', async () => {
  const { first, questions } = asked();
  void first.begin({ question: 'runTable', params: {} });
  assert.deepEqual(await first.answer('models', {}), { kind: 'told', value: [] });
  assert.deepEqual(await first.answer('runTable', {}), { kind: 'told', value: [] });
  assert.deepEqual(questions, ['runTable {}', 'models {}']);
  await first.answer('runTable', {});
  assert.deepEqual(questions, ['runTable {}', 'models {}', 'runTable {}']);
});

test('another question, and one whose answer may be another by now, are asked', async () => {
  const { first, questions } = asked();
  void first.begin({ question: 'runTable', params: {} });
  await first.answer('runTable', { experiments: ['late'] });
  first.forget();
  await first.answer('runTable', {});
  assert.deepEqual(questions, ['runTable {}', 'runTable {"experiments":["late"]}', 'runTable {}']);
});

test('what was refused before the page was there is asked again', async () => {
  const { first, questions } = asked(() => ({ kind: 'refused', reason: 'x', message: 'not yet' }));
  void first.begin({ question: 'runTable', params: {} });
  await first.answer('runTable', {});
  assert.equal(questions.length, 2);
});

test('what was told unasked is not told again', async () => {
  const { first, questions } = asked();
  const told = await first.begin({ question: 'runTable', params: { experiments: ['late'] } });
  assert.deepEqual(told, { kind: 'told', value: [] });
  first.forget();
  await first.answer('runTable', { experiments: ['late'] });
  assert.equal(questions.length, 2);
});
