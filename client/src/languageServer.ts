import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  EventEmitter,
  type LogOutputChannel,
  window,
  workspace,
} from 'vscode';
import type { Client } from './languageClient.ts';

export type ServerState = 'starting' | 'running' | 'stopped' | 'failed';

/** A notification of the server, by its method. */
export interface Notice {
  readonly method: string;
  readonly params: unknown;
}

/** The language server as the rest of the client sees it: started, begun again when it dies or trust is given, its failure told. */
export class LanguageServer implements Disposable {
  readonly #module: string;
  readonly #output: LogOutputChannel;
  readonly #stateChanged = new EventEmitter<ServerState>();
  readonly #told = new EventEmitter<Notice>();
  readonly #trust: Disposable;
  #state: ServerState = 'stopped';
  #client: Client | undefined;
  /** Starts and stops, one after the other. */
  #work: Promise<void> = Promise.resolve();

  readonly onDidChangeState = this.#stateChanged.event;
  /** What the server says by itself beyond LSP. */
  readonly onDidTell = this.#told.event;

  /** @param module the server's bundle */
  constructor(module: string, output: LogOutputChannel) {
    this.#module = module;
    this.#output = output;
    this.#trust = workspace.onDidGrantWorkspaceTrust(() => this.restart());
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Asks the server once it runs; undefined where it does not run, or ends before it has answered. */
  async request<R>(method: string, params: unknown, token?: CancellationToken): Promise<R | undefined> {
    await this.#work;
    const client = this.#client;
    if (!client?.isRunning()) return undefined;
    try {
      return await client.sendRequest<R>(method, params, token ?? new CancellationTokenSource().token);
    } catch (error) {
      if (!token?.isCancellationRequested) this.#output.debug(`${method}: ${String(error)}`);
      return undefined;
    }
  }

  /** Tells the server, where it runs. */
  async tell(method: string, params: unknown): Promise<void> {
    await this.#work;
    const client = this.#client;
    if (!client?.isRunning()) return;
    try {
      await client.sendNotification(method, params);
    } catch (error) {
      this.#output.debug(`${method}: ${String(error)}`);
    }
  }

  /** Comes back once the server answers or has failed. */
  start(): Promise<void> {
    return this.#next(() => this.#begin());
  }

  /** As `start`, after the end of the one that runs. */
  restart(): Promise<void> {
    this.#dropSilent();
    return this.#next(async () => {
      await this.#end();
      await this.#begin();
    });
  }

  async dispose(): Promise<void> {
    this.#trust.dispose();
    this.#dropSilent();
    await this.#next(() => this.#end());
    this.#stateChanged.dispose();
    this.#told.dispose();
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(step).catch((error) => this.#output.error(String(error)));
    return this.#work;
  }

  async #begin(): Promise<void> {
    // It takes most of what loading the extension takes, which need not wait for it.
    const { Client } = await import('./languageClient.ts');
    const client: Client = new Client({
      module: this.#module,
      output: this.#output,
      became: (state) => {
        if (this.#client === client) this.#became(state);
      },
      gaveUp: (why) => this.#failed(client, why),
      told: (notice) => this.#told.fire(notice),
    });
    this.#client = client;
    try {
      await client.start();
    } catch {
      // The client has logged why.
      this.#failed(client, 'it could not be started');
    }
  }

  async #end(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // One that never ran refuses to be stopped.
    await client?.dispose().catch((error) => this.#output.debug(String(error)));
    this.#became('stopped');
  }

  /** Ends one that does not answer, which whatever comes next would wait for. */
  #dropSilent(): void {
    const client = this.#client;
    if (client === undefined || client.isRunning()) return;
    this.#client = undefined;
    void client.stop();
  }

  #became(state: ServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }

  #failed(client: Client, why: string): void {
    if (this.#client !== client || this.#state === 'failed') return;
    this.#became('failed');
    const message = `Modelyard’s language server does not run, so specs are not checked: ${why}`;
    this.#output.error(message);
    window.showErrorMessage(message, ...ACTIONS).then((chosen) => {
      if (chosen === 'Restart') void this.restart();
      if (chosen === 'Show Output') this.#output.show();
    });
  }
}

const ACTIONS = ['Restart', 'Show Output'] as const;
