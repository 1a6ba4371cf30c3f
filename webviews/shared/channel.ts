import { type ReadonlySignal, signal } from '@preact/signals';
import { isRecord } from '../../engine/src/language/isRecord.ts';
import type { LiveRun } from '../../engine/src/operations/runs/page/runPage.ts';
import type { Topic } from '../../server/src/protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../server/src/views/viewQuestions.ts';
import type { Host } from './host.ts';
import type { FromPage, ToPage } from './protocol.ts';

/** What the page says to the extension and hears from it. */
export class Channel {
  readonly #host: Host;
  readonly #subject = signal<unknown>(undefined);
  readonly #live = signal<readonly LiveRun[]>([]);
  readonly #waiting = new Map<number, (told: Told<unknown>) => void>();
  readonly #listeners = new Set<(topics: readonly Topic[]) => void>();
  readonly #acts = new Map<string, Set<(argument: Readonly<Record<string, unknown>>) => void>>();
  #asked = 0;
  /** What will be told without being asked for, until it is asked for, and until it is told. */
  #first: { readonly key: string; readonly told: PromiseWithResolvers<Told<unknown>> } | undefined;
  #comes: PromiseWithResolvers<Told<unknown>> | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#subject.value = this.#kept().subject;
  }

  /** What the page is about: as the extension says, before that as it was when the page was left. */
  get subject(): ReadonlySignal<unknown> {
    return this.#subject;
  }

  /** Runs at work in the project. */
  get live(): ReadonlySignal<readonly LiveRun[]> {
    return this.#live;
  }

  /** Tells the extension that messages are heard now. */
  ready(): void {
    this.#post({ kind: 'ready' });
  }

  ask<Q extends ViewQuestion>(
    question: Q,
    params: ViewQuestions[Q]['params'],
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    const first = this.#first;
    if (first?.key === keyOf(question, params)) {
      this.#first = undefined;
      return first.told.promise as Promise<Told<ViewQuestions[Q]['answer']>>;
    }
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (told: Told<unknown>) => void);
      this.#post({ kind: 'ask', id, question, params } as FromPage);
    });
  }

  /** Calls back when what was told may be other now, until the function that it gives is called. */
  onChanged(listener: (topics: readonly Topic[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back when the user has chosen that outside of the page, until the function that it gives is called. */
  onAct(act: string, listener: (argument: Readonly<Record<string, unknown>>) => void): () => void {
    const listeners = this.#acts.get(act) ?? new Set();
    this.#acts.set(act, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Asks for a command of those that the panel allows. */
  command(command: string, argument?: unknown): void {
    this.#post({ kind: 'command', command, argument });
  }

  /** Lets the user name a file for these bytes. */
  save(name: string, bytes: Uint8Array): void {
    this.#post({ kind: 'save', name, bytes });
  }

  copy(text: string): void {
    this.#post({ kind: 'copy', text });
  }

  /** Logs a mistake of ours. */
  failed(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#post({ kind: 'failed', message });
  }

  /** As the user left the page; undefined where it is new. */
  get state(): unknown {
    return this.#kept().state;
  }

  /** Keeps it over hiding the panel and a reload of the window. */
  keep(state: unknown): void {
    this.#host.setState({ subject: this.#subject.peek(), state });
  }

  /** Takes what the extension says. */
  hear(message: ToPage): void {
    switch (message.kind) {
      case 'begin': {
        const { first } = message;
        if (first !== undefined) {
          const told = Promise.withResolvers<Told<unknown>>();
          this.#first = { key: keyOf(first.question, first.params), told };
          this.#comes = told;
        }
        this.#subject.value = message.subject;
        this.keep(this.state);
        break;
      }
      case 'first':
        this.#comes?.resolve(message.told);
        this.#comes = undefined;
        break;
      case 'answer':
        this.#waiting.get(message.id)?.(message.told);
        this.#waiting.delete(message.id);
        break;
      case 'changed':
        this.#first = undefined;
        for (const listener of this.#listeners) listener(message.topics);
        break;
      case 'live':
        this.#live.value = message.runs;
        break;
      case 'act':
        for (const listener of this.#acts.get(message.act) ?? []) listener(message.argument);
        break;
    }
  }

  #kept(): { readonly subject?: unknown; readonly state?: unknown } {
    const kept = this.#host.getState();
    return isRecord(kept) ? kept : {};
  }

  #post(message: FromPage): void {
    this.#host.postMessage(message);
  }
}

function keyOf(question: ViewQuestion, params: unknown): string {
  return JSON.stringify([question, params]);
}
