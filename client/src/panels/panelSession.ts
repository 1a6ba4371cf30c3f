import { CancellationTokenSource, commands, Disposable, env, Uri, type WebviewPanel, window, workspace } from 'vscode';
import type { Topic } from '../../../server/src/protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import type { ToPage } from '../../../webviews/shared/protocol.ts';
import { RUNNING_COMMANDS } from '../contributions.ts';
import { Judging } from '../promotion/judging.ts';
import { AskedFirst } from './askedFirst.ts';
import { Comparing } from './comparing.ts';
import { Explaining } from './explaining.ts';
import { fileName } from './insideFolder.ts';
import { doForPage, type PageHands } from './pageCommands.ts';
import type { FirstQuestion, PanelKind } from './panelKind.ts';
import type { PanelServices } from './panelServices.ts';
import { type PageMessage, readMessage } from './readMessage.ts';

/** An open panel: what its page asks is answered, and it is told what has changed. */
export class PanelSession<S> implements Disposable {
  readonly panel: WebviewPanel;
  readonly #kind: PanelKind<S>;
  readonly #services: PanelServices;
  readonly #closed = new CancellationTokenSource();
  readonly #logged = new Set<string>();
  readonly #subscriptions: Disposable;
  readonly #hands: PageHands;
  readonly #first: AskedFirst;
  #subject: S;
  #isAway = false;

  constructor(panel: WebviewPanel, kind: PanelKind<S>, subject: S, services: PanelServices) {
    this.panel = panel;
    this.#kind = kind;
    this.#subject = subject;
    this.#services = services;
    const { asking, server } = services;
    this.#hands = this.#makeHands();
    this.#first = new AskedFirst((question, params) =>
      asking.ask(Uri.parse(this.#root), question, params, this.#closed.token),
    );
    this.#subscriptions = Disposable.from(
      panel.webview.onDidReceiveMessage((message) => this.#hear(message)),
      asking.onDidChange(({ root, topics }) => {
        if (root === this.#root && !this.#isAway) this.changed(topics);
      }),
      asking.onDidChangeLive(({ root, runs }) => {
        if (root === this.#root) this.#tell({ kind: 'live', runs });
      }),
      // What the one before it was asked got no answer.
      server.onDidChangeState((state) => {
        if (state === 'running') this.#tell({ kind: 'changed', topics: ['runs', 'models', 'data', 'monitors'] });
      }),
    );
  }

  /** Tells a new page what it is about, and answers what it will ask first: VS Code keeps messages until a page is there. */
  open(): void {
    const first = this.#kind.asksFirst?.(this.#subject);
    this.#tell({ kind: 'begin', subject: this.#subject, ...(first && { first }) });
    if (first !== undefined) void this.guarded(this.#openWith(first));
  }

  /** A page that was here before knows what it is about and asks by itself: by then the answer is on its way. */
  restore(): void {
    const first = this.#kind.asksFirst?.(this.#subject);
    if (first !== undefined) void this.guarded(this.#first.begin(first));
  }

  /** Shows the panel, at what the subject says. */
  show(subject: S): void {
    this.#subject = subject;
    this.panel.reveal();
    this.#tell({ kind: 'begin', subject });
  }

  isOf(root: string): boolean {
    return root === this.#root;
  }

  /** What was told may be other now: the page asks again. */
  changed(topics: readonly Topic[]): void {
    this.#first.forget();
    this.#tell({ kind: 'changed', topics });
  }

  /** Tells the page of something that the user chose outside of it. */
  act(act: string, argument: Readonly<Record<string, unknown>>): void {
    this.#tell({ kind: 'act', act, argument });
  }

  get isClosed(): boolean {
    return this.#closed.token.isCancellationRequested;
  }

  /** What goes wrong is a mistake of ours: it is logged and shown. */
  async guarded(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#services.output.error(String(error));
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  dispose(): void {
    this.#hands.explaining.dispose();
    this.#hands.judging.dispose();
    this.#hands.comparing.dispose();
    this.#closed.cancel();
    this.#closed.dispose();
    this.#subscriptions.dispose();
  }

  #makeHands(): PageHands {
    const { asking, output, memento, program } = this.#services;
    const [root, tell] = [Uri.parse(this.#root), this.#tell.bind(this)];
    return {
      root,
      asking,
      memento,
      tell,
      program,
      explaining: new Explaining({ root, program, tell }),
      judging: new Judging({ root, program, memento, tell }),
      comparing: new Comparing({ root, program, tell }),
      showOutput: () => output.show(),
      guarded: (work) => this.guarded(work),
    };
  }

  get #root(): string {
    return this.#kind.rootOf(this.#subject);
  }

  #hear(sent: unknown): void {
    const message = readMessage(sent, this.#kind);
    if (message === undefined) this.#logOnce(`a message that it may not send: ${JSON.stringify(sent)}`);
    else void this.guarded(this.#answer(message));
  }

  async #answer(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.#ready();
      case 'ask':
        return this.#ask(message.id, message.question, message.params as ViewQuestions[ViewQuestion]['params']);
      case 'command':
        return this.#command(message.command, message.argument);
      case 'page':
        return doForPage(message.command, message.argument, this.#hands);
      case 'save':
        return this.#save(message.name, message.bytes);
      case 'copy':
        return void (await env.clipboard.writeText(message.text));
      case 'failed':
        return this.#logOnce(message.text);
    }
  }

  async #openWith(first: FirstQuestion): Promise<void> {
    this.#answered(first.question, await this.#first.begin(first), { kind: 'first' });
    this.#first.forget();
  }

  /** The page is there, for the first time or again after it was hidden: what it was told before may have been lost. */
  #ready(): void {
    this.#tell({ kind: 'begin', subject: this.#subject });
    this.#tell({ kind: 'live', runs: this.#services.asking.live.get(this.#root) ?? [] });
  }

  async #ask<Q extends ViewQuestion>(id: number, question: Q, params: ViewQuestions[Q]['params']): Promise<void> {
    this.#answered(question, await this.#first.answer(question, params), { kind: 'answer', id });
  }

  #answered(
    question: ViewQuestion,
    told: Told<unknown>,
    message: { readonly kind: 'first' } | { readonly kind: 'answer'; readonly id: number },
  ): void {
    if (this.isClosed) return;
    this.#isAway ||= this.#kind.isAway?.(question, told) === true;
    const title = this.#kind.titleFrom?.(question, told);
    if (title !== undefined) this.panel.title = title;
    this.#tell({ ...message, told });
  }

  async #command(command: string, argument: Readonly<Record<string, unknown>>): Promise<void> {
    if (!workspace.isTrusted && RUNNING_COMMANDS.some((running) => running === command)) return;
    await commands.executeCommand(command, { ...argument, root: this.#root });
  }

  async #save(name: string, bytes: Uint8Array): Promise<void> {
    const defaultUri = Uri.joinPath(Uri.parse(this.#root), fileName(name));
    const file = await window.showSaveDialog({ defaultUri, title: `Save ${fileName(name)}` });
    if (file !== undefined) await workspace.fs.writeFile(file, bytes);
  }

  #tell(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  /** A page that goes wrong does so at every step. */
  #logOnce(text: string): void {
    const line = `${this.#kind.type}: ${text.slice(0, 4000)}`;
    if (this.#logged.has(line) || this.#logged.size >= 20) return;
    this.#logged.add(line);
    this.#services.output.error(line);
  }
}
