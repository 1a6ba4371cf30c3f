import { type CancellationToken, Disposable, EventEmitter, type Uri } from 'vscode';
import type { LiveRun } from '../../engine/src/operations/runs/page/runPage.ts';
import {
  ASK_REQUEST,
  type AskParams,
  CHANGED_NOTIFICATION,
  type Changed,
  LIVE_NOTIFICATION,
  type Live,
} from '../../server/src/protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../server/src/views/viewQuestions.ts';
import type { LanguageServer } from './languageServer.ts';

/** What is small, asked for often, and the same until something is told to have changed. */
const KEPT: readonly ViewQuestion[] = ['experiments'];

/** What trees and panels ask of the stores of a project, through the language server. */
export class Asking implements Disposable {
  readonly #server: LanguageServer;
  readonly #changed = new EventEmitter<Changed>();
  readonly #liveChanged = new EventEmitter<Live>();
  readonly #refused = new EventEmitter<Refusal>();
  readonly #live = new Map<string, readonly LiveRun[]>();
  /** By project, then by question: what was told since something changed there. */
  readonly #kept = new Map<string, Map<string, Promise<Told<unknown>>>>();
  readonly #subscriptions: Disposable;

  /** What was told of a project may be other now. */
  readonly onDidChange = this.#changed.event;
  /** A question was refused. */
  readonly onDidRefuse = this.#refused.event;
  /** A run of a project has begun, moved on or ended. */
  readonly onDidChangeLive = this.#liveChanged.event;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#subscriptions = Disposable.from(
      server.onDidTell(({ method, params }) => {
        if (method === CHANGED_NOTIFICATION) this.#forget(params as Changed);
        if (method === LIVE_NOTIFICATION) this.#take(params as Live);
      }),
      server.onDidChangeState((state) => {
        this.#kept.clear();
        // One that has gone tells nothing of what goes on.
        if (state !== 'running') for (const root of [...this.#live.keys()]) this.#take({ root, runs: [] });
      }),
    );
  }

  /** Runs at work, by the address of their project. */
  get live(): ReadonlyMap<string, readonly LiveRun[]> {
    return this.#live;
  }

  async ask<Q extends ViewQuestion>(
    root: Uri,
    question: Q,
    params: ViewQuestions[Q]['params'],
    token?: CancellationToken,
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    const asked: AskParams<Q> = { root: root.toString(), question, params };
    const request = this.#server.request<Told<ViewQuestions[Q]['answer']>>(ASK_REQUEST, asked, token);
    if (KEPT.includes(question))
      this.#keep(
        asked,
        request.then((told) => told ?? NOT_RUNNING),
      );
    const told = await request;
    if (told?.kind === 'refused') this.#refused.fire(told);
    return told ?? NOT_RUNNING;
  }

  /** As `ask`, of the few questions that a click waits for: what was told last, where nothing has changed since. */
  async askKept<Q extends ViewQuestion>(
    root: Uri,
    question: Q,
    params: ViewQuestions[Q]['params'],
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    const kept = await this.#kept.get(root.toString())?.get(keyOf(question, params));
    if (kept?.kind === 'told') return kept as Told<ViewQuestions[Q]['answer']>;
    return this.ask(root, question, params);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
    this.#liveChanged.dispose();
    this.#refused.dispose();
  }

  #keep({ root, question, params }: AskParams<ViewQuestion>, told: Promise<Told<unknown>>): void {
    const kept = this.#kept.get(root) ?? new Map();
    this.#kept.set(root, kept.set(keyOf(question, params), told));
  }

  #forget(changed: Changed): void {
    this.#kept.delete(changed.root);
    this.#changed.fire(changed);
  }

  #take(live: Live): void {
    if (live.runs.length === 0 && !this.#live.has(live.root)) return;
    if (live.runs.length === 0) this.#live.delete(live.root);
    else this.#live.set(live.root, live.runs);
    this.#liveChanged.fire(live);
  }
}

type Refusal = Extract<Told<unknown>, { readonly kind: 'refused' }>;

const NOT_RUNNING = {
  kind: 'refused',
  reason: 'server-not-running',
  message: 'Modelyard’s language server does not answer',
  next: 'Run the command “Modelyard: Restart Language Server”.',
} as const;

function keyOf(question: ViewQuestion, params: unknown): string {
  return JSON.stringify([question, params]);
}
