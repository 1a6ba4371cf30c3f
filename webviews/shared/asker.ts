import { type ReadonlySignal, signal } from '@preact/signals';
import type { Told } from '../../server/src/views/viewQuestions.ts';

export type Refusal = Extract<Told<unknown>, { readonly kind: 'refused' }>;

/** What is known of an answer now. What was told stays until something newer is told. */
export interface Answer<T> {
  readonly value: T | undefined;
  /** Why the newest question got no answer. */
  readonly refusal: Refusal | undefined;
  readonly isAsking: boolean;
}

/** Asks, and asks again; keeps the newest answer, and only that. */
export class Asker<T> {
  readonly #answer = signal<Answer<T>>({ value: undefined, refusal: undefined, isAsking: false });
  #turn = 0;
  #isAsking = false;
  #again: (() => Promise<Told<T>>) | undefined;

  get answer(): ReadonlySignal<Answer<T>> {
    return this.#answer;
  }

  /** Another question: what is on its way for the one before it is dropped. */
  ask(question: () => Promise<Told<T>>): void {
    this.#turn += 1;
    this.#again = undefined;
    void this.#run(question, this.#turn);
  }

  /** The same question once more: after the one on its way, however often it was wanted meanwhile. */
  askAgain(question: () => Promise<Told<T>>): void {
    if (this.#isAsking) this.#again = question;
    else this.ask(question);
  }

  async #run(question: () => Promise<Told<T>>, turn: number): Promise<void> {
    this.#isAsking = true;
    this.#answer.value = { ...this.#answer.peek(), isAsking: true };
    const told = await question();
    if (turn !== this.#turn) return;
    this.#isAsking = false;
    const { value } = this.#answer.peek();
    this.#answer.value =
      told.kind === 'told'
        ? { value: told.value, refusal: undefined, isAsking: false }
        : { value, refusal: told, isAsking: false };
    const again = this.#again;
    if (again !== undefined) this.ask(again);
  }
}
