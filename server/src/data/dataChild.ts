import type { GatheredFacts } from '../../../engine/src/facts/gatheredFacts.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import type { AddedSource } from '../protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../views/viewQuestions.ts';
import type { DataProcess } from './process.ts';
import type { FromChild, Question, Questions } from './protocol.ts';

export interface DataChildOptions {
  readonly start: () => DataProcess;
  readonly failed: (error: unknown) => void;
  /** Milliseconds without a question after which the process leaves. */
  readonly idle?: number;
  /** A native library does not load: words for the user. */
  readonly missing?: (words: string) => void;
  /** It is told to leave, or has left: in between it tidies up files of the store. */
  readonly leaving?: (state: 'leaving' | 'left') => void;
}

type Answer = (message: FromChild | undefined) => void;

const IDLE = 60_000;
/** Milliseconds before it is started again after it ended by itself; twice as long each time, up to a minute. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;

/** Milliseconds that a view waits for a process that has crashed to be started again. */
const PATIENCE = 2_000;

const GONE: Told<never> = {
  kind: 'refused',
  reason: 'data-process',
  message: 'The process that reads the data and the runs of this project has ended',
  next: 'Refresh: it is started again. The output of Modelyard says more.',
};
const FAILED: Told<never> = {
  kind: 'refused',
  reason: 'bug',
  message: 'Modelyard could not answer this',
  next: 'The output of Modelyard says why.',
};

/** The process that opens a project's data: started when it is asked, again when it has crashed, and gone when nobody asks. */
export class DataChild {
  readonly #options: DataChildOptions;
  readonly #pending = new Map<number, Answer>();
  #sent = new Map<string, string>();
  #environment: string | undefined;
  #added: readonly AddedSource[] = [];
  #process: DataProcess | undefined;
  #ids = 0;
  #idle: NodeJS.Timeout | undefined;
  #crashes = 0;
  #restAt = 0;
  #closed = false;

  constructor(options: DataChildOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Milliseconds until it may be started, since it has crashed. */
  get pause(): number {
    return this.#process === undefined ? Math.max(0, this.#restAt - performance.now()) : 0;
  }

  /**
   * Has the facts of a snapshot gathered.
   * @param known takes what comes, undefined where all is as it was
   * @returns whether all was gathered: not where the process crashed, or the signal fired
   */
  gather(project: Project, known: (facts: GatheredFacts | undefined) => void, signal: AbortSignal): Promise<boolean> {
    return this.#say(
      project,
      (id) => ({ kind: 'gather', id }),
      signal,
      (message) => {
        if (message?.kind !== 'facts') return message?.kind === 'failed' ? this.#said(message.why) : false;
        known(message.facts);
        return message.last ? true : undefined;
      },
    );
  }

  /** The answer to a question about a snapshot; undefined where it cannot be told. */
  async ask<Q extends Question>(
    project: Project,
    question: Q,
    params: Questions[Q]['params'],
    signal: AbortSignal,
  ): Promise<Questions[Q]['answer']> {
    const answer = await this.#say(
      project,
      (id) => ({ kind: 'ask', id, question, params }),
      signal,
      (message) => {
        if (message?.kind === 'failed') this.#said(message.why);
        return { value: message?.kind === 'answer' ? message.value : undefined };
      },
    );
    return answer.value as Questions[Q]['answer'];
  }

  /**
   * What a view asks of a snapshot. While the process rests after a crash it is waited for, a moment. One that ends before it
   * has answered is asked once more: whatever ended it need not be this question.
   */
  async askView<Q extends ViewQuestion>(
    project: Project,
    question: Q,
    params: ViewQuestions[Q]['params'],
    signal: AbortSignal,
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    const told = await this.#askView(project, question, params, signal);
    const isWorthIt = told === GONE && !signal.aborted && !this.#closed && this.pause <= PATIENCE;
    const again = isWorthIt ? await this.#askView(project, question, params, signal) : told;
    return again as Told<ViewQuestions[Q]['answer']>;
  }

  async #askView(project: Project, question: string, params: unknown, signal: AbortSignal): Promise<Told<unknown>> {
    // A timer may fire a little before its time.
    if (this.pause > 0 && this.pause <= PATIENCE) await rested(Math.ceil(this.pause) + 1, signal);
    return this.#say(
      project,
      (id) => ({ kind: 'view', id, question, params }),
      signal,
      (message): Told<unknown> => {
        if (message?.kind === 'told') return message.told;
        if (message?.kind !== 'failed') return GONE;
        this.#said(message.why);
        return FAILED;
      },
    );
  }

  /** What the user added to the sources of the project; false where that is what was added before. */
  addSources(added: readonly AddedSource[]): boolean {
    if (JSON.stringify(added) === JSON.stringify(this.#added)) return false;
    this.#added = added;
    this.#process?.send({ kind: 'sources', added });
    return true;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    this.#process?.stop();
    this.#ended();
  }

  /** @param read the result, or undefined where more is to come; gets undefined where nothing will come any more */
  #say<T>(
    project: Project,
    message: (id: number) => Parameters<DataProcess['send']>[0],
    signal: AbortSignal,
    read: (message: FromChild | undefined) => T | undefined,
  ): Promise<T> {
    return new Promise((resolve) => {
      const id = ++this.#ids;
      const answer: Answer = (said) => {
        const result = read(said);
        if (result === undefined) return;
        this.#pending.delete(id);
        signal.removeEventListener('abort', abort);
        this.#rest();
        resolve(result);
      };
      const abort = () => {
        this.#process?.send({ kind: 'cancel', id });
        answer(undefined);
      };
      if (this.#closed || signal.aborted || this.pause > 0) return answer(undefined);
      signal.addEventListener('abort', abort, { once: true });
      this.#pending.set(id, answer);
      clearTimeout(this.#idle);
      const process = this.#started();
      this.#sendSpecs(process, project);
      process.send(message(id));
    });
  }

  #started(): DataProcess {
    if (this.#process !== undefined) return this.#process;
    const process = this.#options.start();
    this.#process = process;
    if (this.#added.length > 0) process.send({ kind: 'sources', added: this.#added });
    process.onMessage((message) => {
      if (message.kind === 'missing') return this.#options.missing?.(message.words);
      // What comes on the way to an answer does not tell that the answer will come.
      if (message.kind !== 'facts' || message.last) this.#crashes = 0;
      this.#pending.get(message.id)?.(message);
    });
    process.onEnd(() => {
      this.#options.leaving?.('left');
      if (this.#process !== process) return;
      const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#crashes);
      this.#crashes += 1;
      this.#restAt = performance.now() + pause;
      this.#ended();
    });
    return process;
  }

  #sendSpecs(process: DataProcess, project: Project): void {
    const texts: Record<string, string | null> = {};
    for (const [path, { text }] of project.files) if (this.#sent.get(path) !== text) texts[path] = text;
    for (const path of this.#sent.keys()) if (!project.files.has(path)) texts[path] = null;
    const isSame = Object.keys(texts).length === 0 && this.#environment === project.environment;
    if (isSame && this.#sent.size > 0) return;
    this.#sent = new Map([...project.files].map(([path, { text }]) => [path, text]));
    this.#environment = project.environment;
    process.send({ kind: 'specs', texts, environment: project.environment });
  }

  #ended(): void {
    this.#process = undefined;
    this.#sent = new Map();
    for (const answer of [...this.#pending.values()]) answer(undefined);
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#pending.size > 0 || this.#process === undefined) return;
    this.#idle = setTimeout(() => {
      const process = this.#process;
      this.#ended();
      this.#options.leaving?.('leaving');
      process?.stop();
    }, this.#options.idle ?? IDLE);
    this.#idle.unref();
  }

  #said(why: string): false {
    this.#options.failed(new Error(why));
    return false;
  }
}

/** Resolves after so many milliseconds, or when the signal fires. */
function rested(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds + 1);
    signal.addEventListener('abort', done, { once: true });
  });
}
