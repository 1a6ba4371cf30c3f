import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Told } from '../../../server/src/views/viewQuestions.ts';
import { Asker } from '../../../webviews/shared/asker.ts';

/** Questions that are answered when the test says so. */
class Questions {
  readonly #waiting: ((told: Told<string>) => void)[] = [];

  readonly ask = (): Promise<Told<string>> => new Promise((resolve) => this.#waiting.push(resolve));

  get asked(): number {
    return this.#waiting.length;
  }

  async answer(which: number, told: Told<string>): Promise<void> {
    this.#waiting[which]?.(told);
    await Promise.resolve();
    await Promise.resolve();
  }
}

const told = (value: string): Told<string> => ({ kind: 'told', value });
const REFUSED = { kind: 'refused', reason: 'gone', message: 'It has gone' } as const;

test('what was told stays while something newer is asked', async () => {
  const questions = new Questions();
  const asker = new Asker<string>();
  assert.deepEqual(asker.answer.value, { value: undefined, refusal: undefined, isAsking: false });
  asker.ask(questions.ask);
  assert.deepEqual(asker.answer.value, { value: undefined, refusal: undefined, isAsking: true });
  await questions.answer(0, told('a'));
  assert.deepEqual(asker.answer.value, { value: 'a', refusal: undefined, isAsking: false });
  asker.ask(questions.ask);
  assert.deepEqual(asker.answer.value, { value: 'a', refusal: undefined, isAsking: true });
  await questions.answer(1, REFUSED);
  assert.deepEqual(asker.answer.value, { value: 'a', refusal: REFUSED, isAsking: false });
  asker.ask(questions.ask);
  await questions.answer(2, told('b'));
  assert.deepEqual(asker.answer.value, { value: 'b', refusal: undefined, isAsking: false });
});

test('a late answer to an older question is dropped', async () => {
  const questions = new Questions();
  const asker = new Asker<string>();
  asker.ask(questions.ask);
  asker.ask(questions.ask);
  await questions.answer(1, told('new'));
  await questions.answer(0, told('old'));
  assert.equal(asker.answer.value.value, 'new');
});

test('asked again many times while an answer is on its way, it asks once more', async () => {
  const questions = new Questions();
  const asker = new Asker<string>();
  asker.askAgain(questions.ask);
  for (let i = 0; i < 10; i += 1) asker.askAgain(questions.ask);
  assert.equal(questions.asked, 1);
  await questions.answer(0, told('a'));
  assert.equal(questions.asked, 2);
  await questions.answer(1, told('b'));
  assert.equal(questions.asked, 2);
  assert.equal(asker.answer.value.value, 'b');
});
