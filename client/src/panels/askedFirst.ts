import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import type { FirstQuestion } from './panelKind.ts';

type Ask = <Q extends ViewQuestion>(
  question: Q,
  params: ViewQuestions[Q]['params'],
) => Promise<Told<ViewQuestions[Q]['answer']>>;

/** Questions of a page, of which the first is asked before the page is there. */
export class AskedFirst {
  readonly #ask: Ask;
  #first: { readonly key: string; readonly told: Promise<Told<unknown>> } | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  begin({ question, params }: FirstQuestion): Promise<Told<unknown>> {
    const asked = this.#ask(question, params);
    // A refusal is no answer: it is asked again.
    const told = asked.then((answer) => (answer.kind === 'told' ? answer : this.#ask(question, params)));
    this.#first = { key: keyOf(question, params), told };
    return told;
  }

  /** It was told already, or may be answered otherwise now. */
  forget(): void {
    this.#first = undefined;
  }

  /** What was asked before the page asked for it is told once. */
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
