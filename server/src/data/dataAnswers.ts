import { createHash } from 'node:crypto';
import { FactGatherer, type FactSources } from '../../../engine/src/facts/factGatherer.ts';
import { factsOf, type GatheredFacts, NOTHING_GATHERED } from '../../../engine/src/facts/gatheredFacts.ts';
import { Cancelled, Failure } from '../../../engine/src/failure.ts';
import { missingNative } from '../../../engine/src/operations/missingNative.ts';
import type { Host } from '../../../engine/src/ports/host.ts';
import { buildProject, type Project } from '../../../engine/src/project/project.ts';
import type { Told } from '../views/viewQuestions.ts';
import type { Asked } from './asked.ts';
import type { Answers, FromChild, Question, ToChild, ViewAnswers, Viewed } from './protocol.ts';
import { newViewMemory } from './viewMemory.ts';

export interface DataAnswersOptions extends Pick<FactSources, 'openData' | 'openMemo'> {
  readonly host: Host;
  readonly root: string;
  readonly answers: Answers;
  readonly views: ViewAnswers;
  readonly say: (message: FromChild) => void;
}

/** The data child's side of the talk: holds the specs as the server has them and answers what it is asked. */
export class DataAnswers {
  readonly #options: DataAnswersOptions;
  readonly #gatherer: FactGatherer;
  readonly #running = new Map<number, AbortController>();
  #texts: ReadonlyMap<string, string> = new Map();
  #environment: string | undefined;
  #project: Project | undefined;
  #previous: Project | undefined;
  #facts: GatheredFacts = NOTHING_GATHERED;
  #said = '';
  #gathering: Promise<unknown> = Promise.resolve();
  readonly #memory = newViewMemory();

  constructor(options: DataAnswersOptions) {
    const { host, root, openData, openMemo } = options;
    this.#options = options;
    this.#gatherer = new FactGatherer({
      root,
      files: host.files,
      git: host.git(root),
      openData,
      openMemo,
      variables: host.machine.variables,
    });
  }

  hear(message: ToChild): void {
    if (message.kind === 'specs') this.#takeSpecs(message);
    else if (message.kind === 'sources') this.#memory.sources.add(message.added);
    else if (message.kind === 'cancel') this.#running.get(message.id)?.abort();
    else if (message.kind === 'gather') this.#gather(message.id);
    else if (message.kind === 'view') this.#begin(message.id, (signal) => this.#view(message, signal));
    else this.#begin(message.id, (signal) => this.#answer(message, signal));
  }

  async close(): Promise<void> {
    for (const control of this.#running.values()) control.abort();
    await this.#gathering;
    await this.#gatherer.close();
    await this.#memory.sources.close();
  }

  #takeSpecs({ texts, environment }: ToChild & { readonly kind: 'specs' }): void {
    const all = new Map(this.#texts);
    for (const [path, text] of Object.entries(texts))
      if (text === null) all.delete(path);
      else all.set(path, text);
    this.#texts = all;
    this.#environment = environment;
    this.#project = undefined;
  }

  /** Looks follow each other: a newer one aborts those before it through the server. */
  #gather(id: number): void {
    const before = this.#gathering;
    this.#gathering = this.#begin(id, async (signal) => {
      await before;
      const tell = (facts: GatheredFacts, last: boolean) => this.#tell(id, facts, last);
      const facts = await this.#gatherer.collect(this.#specs, { signal, early: (early) => tell(early, false) });
      tell(facts, true);
    });
  }

  #tell(id: number, facts: GatheredFacts, last: boolean): void {
    // What was found of leaks and keys before counts on, by its key, until it is looked for again.
    const { leaks, repeats } = this.#facts;
    const told = last ? facts : { ...facts, leaks, repeats };
    this.#facts = told;
    const said = createHash('sha256').update(JSON.stringify(told)).digest('hex');
    const isSame = said === this.#said;
    this.#said = said;
    this.#options.say({ kind: 'facts', id, facts: isSame ? undefined : told, last });
  }

  get #asked(): Asked {
    const { host, root } = this.#options;
    const specs = this.#specs;
    return { host, root, project: specs.withFacts(factsOf(this.#facts, specs)) };
  }

  async #view({ id, question, params }: ToChild & { readonly kind: 'view' }, signal: AbortSignal): Promise<void> {
    const { views, say } = this.#options;
    const viewed: Viewed = { ...this.#asked, ...this.#memory };
    say({ kind: 'told', id, told: await toldBy(views, { question, params, viewed }, signal) });
  }

  async #answer({ id, question, params }: ToChild & { readonly kind: 'ask' }, signal: AbortSignal): Promise<void> {
    const { answers, say } = this.#options;
    const asked = this.#asked;
    const answer = answers[question as Question] as (
      asked: Asked,
      params: unknown,
      signal: AbortSignal,
    ) => Promise<unknown>;
    say({ kind: 'answer', id, value: await answer(asked, params, signal) });
  }

  async #begin(id: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const control = new AbortController();
    this.#running.set(id, control);
    try {
      await work(control.signal);
    } catch (error) {
      const missing = missingNative(error, WITHOUT);
      if (missing !== undefined) this.#missing(id, missing);
      else if (error instanceof Failure || error instanceof Cancelled)
        this.#options.say({ kind: 'answer', id, value: undefined });
      else this.#options.say({ kind: 'failed', id, why: error instanceof Error ? (error.stack ?? '') : String(error) });
    } finally {
      this.#running.delete(id);
    }
  }

  /** What needs it stays unknown. */
  #missing(id: number, { message, next }: Failure): void {
    const { say } = this.#options;
    say({ kind: 'missing', id, words: `${message}. ${next}` });
    say({ kind: 'facts', id, facts: undefined, last: true });
    say({ kind: 'answer', id, value: undefined });
  }

  get #specs(): Project {
    if (this.#project === undefined) {
      this.#project = buildProject(this.#texts, { environment: this.#environment, previous: this.#previous });
      this.#previous = this.#project;
    }
    return this.#project;
  }
}

const WITHOUT = 'editing specs';

interface Viewing {
  readonly question: string;
  readonly params: unknown;
  readonly viewed: Viewed;
}

/** Refusals are told in words; what else is thrown is a mistake of ours. */
async function toldBy(
  views: ViewAnswers,
  { question, params, viewed }: Viewing,
  signal: AbortSignal,
): Promise<Told<unknown>> {
  const answer = Object.hasOwn(views, question) ? views[question as keyof ViewAnswers] : undefined;
  if (answer === undefined)
    return { kind: 'refused', reason: 'unknown-question', message: `Nothing answers \`${question}\`` };
  try {
    return { kind: 'told', value: await answer(viewed, params as never, signal) };
  } catch (error) {
    const failure = error instanceof Failure ? error : missingNative(error, WITHOUT);
    if (failure === undefined) throw error;
    const { reason, message, next } = failure;
    return { kind: 'refused', reason, message, ...(next === undefined ? {} : { next }) };
  }
}
