import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

export interface Diagnostic {
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly code?: string | number;
  readonly message: string;
}

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface Waiting {
  readonly uri: string;
  accepts(published: Published): boolean;
  resolve(published: Published): void;
}

export interface ServerCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Answers of `workspace/configuration`, by section. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** A plain LSP client over stdio, as small as an editor's can be: whole documents, pushed diagnostics, requests. */
export class Client {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #versions = new Map<string, number>();
  readonly #latest = new Map<string, Published>();
  #waiting: Waiting[] = [];

  private constructor(
    child: ChildProcess,
    connection: MessageConnection,
    configuration: ServerCommand['configuration'],
  ) {
    this.#process = child;
    this.#connection = connection;
    connection.onNotification('textDocument/publishDiagnostics', (published: Published) => this.#take(published));
    connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section?: string }[] }) =>
      items.map(({ section }) => configuration[section ?? ''] ?? null),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onRequest((method) => {
      throw new Error(`the server asked ${method}`);
    });
    connection.listen();
  }

  static async start({ program, args, configuration }: ServerCommand, root: string): Promise<Client> {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout!),
      new StreamMessageWriter(child.stdin!),
    );
    const client = new Client(child, connection, configuration);
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uriOf(root),
      workspaceFolders: [{ uri: uriOf(root), name: 'bench' }],
      capabilities: {
        workspace: {
          configuration: true,
          workspaceFolders: true,
          didChangeWatchedFiles: { dynamicRegistration: true },
        },
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          completion: { completionItem: { snippetSupport: true, resolveSupport: { properties: ['documentation'] } } },
          hover: { contentFormat: ['markdown'] },
        },
      },
    });
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('workspace/didChangeConfiguration', { settings: configuration });
    return client;
  }

  async open(uri: string, text: string): Promise<void> {
    this.#versions.set(uri, 1);
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    await this.#connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces a piece of one line. */
  async edit(uri: string, place: Place, length: number, text: string): Promise<number> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const end = { line: place.line, character: place.character + length };
    await this.#connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: place, end }, rangeLength: length, text }],
    });
    return version;
  }

  request<R>(method: string, params: object): Promise<R> {
    return this.#connection.sendRequest(method, params);
  }

  /** A request that can be withdrawn; undefined where it was. */
  cancellable<R>(method: string, params: object): { answer: Promise<R | undefined>; cancel(): void } {
    const control = new AbortController();
    const token = {
      get isCancellationRequested() {
        return control.signal.aborted;
      },
      onCancellationRequested: (listener: () => void) => {
        control.signal.addEventListener('abort', () => listener());
        return { dispose: () => undefined };
      },
    };
    const answer = this.#connection.sendRequest<R>(method, params, token).catch(() => undefined);
    return { answer, cancel: () => control.abort() };
  }

  /** The next diagnostics of a file that are accepted, or its last ones. */
  diagnostics(uri: string, accepts: (published: Published) => boolean): Promise<Published> {
    const latest = this.#latest.get(uri);
    if (latest !== undefined && accepts(latest)) return Promise.resolve(latest);
    return new Promise((resolve) => this.#waiting.push({ uri, accepts, resolve }));
  }

  /** Files that have diagnostics by now. */
  get reported(): ReadonlyMap<string, Published> {
    return this.#latest;
  }

  /** Bytes of memory that the server process holds; NaN where the system does not tell. */
  memory(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#connection.dispose();
    this.#process.stdin!.end();
    await gone;
  }

  #take(published: Published): void {
    this.#latest.set(published.uri, published);
    const ready = this.#waiting.filter(({ uri, accepts }) => uri === published.uri && accepts(published));
    this.#waiting = this.#waiting.filter((waiting) => !ready.includes(waiting));
    for (const { resolve } of ready) resolve(published);
  }
}

export interface Place {
  readonly line: number;
  readonly character: number;
}

export function uriOf(path: string): string {
  return `file://${path}`;
}
