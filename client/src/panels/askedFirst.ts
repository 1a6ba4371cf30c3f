import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views.ts';

type Ask = <Q extends ViewQuestion>(
  question: Q,
  params: ViewQuestions[Q]['params'],
) => Promise<Told<ViewQuestions[Q]['answer']>>;

/** A question that was asked before the page was there. */
export interface First {
  readonly question: ViewQuestion;
  readonly params: unknown;
  readonly told: Promise<Told<unknown>>;
}

/** Questions of a page, of which the first may have been asked before the page was there. */
export class AskedFirst {
  readonly #ask: Ask;
  #first: (First & { readonly key: string }) | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  begin<Q extends ViewQuestion>(question: Q, params: ViewQuestions[Q]['params']): void {
    const told = this.#ask(question, params);
    // A refusal is no answer: it is asked again, once somebody waits for it.
    const answer = async () => ((await told).kind === 'told' ? told : this.#ask(question, params));
    this.#first = { key: keyOf(question, params), question, params, told: told.then(answer) };
  }

  /** What was asked before anybody asked for it, for the page to be told unasked; once. */
  take(): First | undefined {
    const first = this.#first;
    this.#first = undefined;
    return first;
  }

  /** What was asked may be answered otherwise now. */
  forget(): void {
    this.#first = undefined;
  }

  /** What was asked already is told once. */
  async answer<Q extends ViewQuestion>(
    question: Q,
    params: ViewQuestions[Q]['params'],
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    const first = this.#first;
    if (first?.key !== keyOf(question, params)) return this.#ask(question, params);
    this.#first = undefined;
    return (await first.told) as Told<ViewQuestions[Q]['answer']>;
  }
}

function keyOf(question: ViewQuestion, params: unknown): string {
  return JSON.stringify([question, params]);
}
