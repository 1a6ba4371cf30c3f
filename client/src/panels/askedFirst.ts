import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views.ts';

type Ask = <Q extends ViewQuestion>(
  question: Q,
  params: ViewQuestions[Q]['params'],
) => Promise<Told<ViewQuestions[Q]['answer']>>;

/** Questions of a page, of which the first may have been asked before the page was there. */
export class AskedFirst {
  readonly #ask: Ask;
  #first: { readonly key: string; readonly told: Promise<Told<unknown>> } | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  begin<Q extends ViewQuestion>(question: Q, params: ViewQuestions[Q]['params']): void {
    this.#first = { key: keyOf(question, params), told: this.#ask(question, params) };
  }

  /** What was asked may be answered otherwise now. */
  forget(): void {
    this.#first = undefined;
  }

  /** What was asked already is told once; a refusal is no answer. */
  async answer<Q extends ViewQuestion>(
    question: Q,
    params: ViewQuestions[Q]['params'],
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    const first = this.#first;
    if (first?.key !== keyOf(question, params)) return this.#ask(question, params);
    this.#first = undefined;
    const told = (await first.told) as Told<ViewQuestions[Q]['answer']>;
    return told.kind === 'told' ? told : this.#ask(question, params);
  }
}

function keyOf(question: ViewQuestion, params: unknown): string {
  return JSON.stringify([question, params]);
}
