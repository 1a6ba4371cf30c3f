import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ClientCapabilities,
  createMessageConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { InitializationOptions, ServerStatus } from '../../server/src/protocol.ts';
import { pathBelow, pathOfUri, uriOfPath } from '../../server/src/workspace/uris.ts';

export interface LspOptions {
  readonly capabilities?: ClientCapabilities;
  readonly options?: InitializationOptions;
  /** Folders of the workspace; default none. */
  readonly folders?: readonly string[];
  /** Instead of the command line from source with `lsp --stdio`. */
  readonly command?: readonly string[];
  readonly processId?: number;
  /** Does not say hello: the test does. */
  readonly silent?: boolean;
}

/** A plain client of the language server over stdio, in the real protocol. */
export interface LspClient {
  readonly child: ChildProcess;
  readonly capabilities: InitializeResult['capabilities'];
  /** What it wrote to stderr. */
  readonly said: { err: string };
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** What it asked of the client: method and parameters. */
  readonly asked: readonly { readonly method: string; readonly params: unknown }[];
  request<R>(method: string, params: unknown, signal?: AbortSignal): Promise<R>;
  notify(method: string, params: unknown): Promise<void>;
  /** Opens a document with a text, or with what it has on disk. */
  open(path: string, text: string): Promise<void>;
  /** Puts a text in place of a range given by offsets; the document gets the next version, which is told. */
  type(path: string, start: number, end: number, text: string): Promise<number>;
  close(path: string): Promise<void>;
  text(path: string): string;
  /** What stands at a place: `{textDocument, position}`. */
  at(path: string, offset: number): { textDocument: { uri: string }; position: { line: number; character: number } };
  /** The next or the last diagnostics of a file for which the test holds. */
  diagnostics(path: string, test?: (told: PublishDiagnosticsParams) => boolean): Promise<readonly Diagnostic[]>;
  /** What was told of a file last. */
  last(path: string): PublishDiagnosticsParams | undefined;
  /** Paths, relative to a folder, of the files of which anything was told. */
  toldOf(folder: string): readonly string[];
  /** Resolves when everything that the server was asked to look at is known, closed files and data included. */
  settled(): Promise<ServerStatus>;
  /** Says goodbye as the protocol wants it. */
  leave(): Promise<number | NodeJS.Signals>;
}

interface Opened {
  text: string;
  version: number;
}

/** Starts a server and says hello; it is ended with the test. */
export async function lspClient(
  test: { after(work: () => unknown): void },
  { capabilities = {}, options, folders = [], command = FROM_SOURCE, processId, silent }: LspOptions = {},
): Promise<LspClient> {
  const child = spawn(process.execPath, [...command], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said = { err: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? -1));
  });
  const reader = new StreamMessageReader(child.stdout);
  // Of a server that is killed amid a message it would wait for the rest for ever, and this process with it.
  reader.partialMessageTimeout = 0;
  const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
  const asked: { method: string; params: unknown }[] = [];
  const told = new Map<string, PublishDiagnosticsParams>();
  const listeners = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    told.set(params.uri, params);
    for (const listen of [...listeners]) listen();
  });
  connection.onRequest((method, params) => {
    asked.push({ method, params });
    return method === 'workspace/configuration' ? [null] : null;
  });
  connection.onNotification((method, params) => void asked.push({ method, params }));
  connection.onUnhandledNotification(() => {});
  connection.onError(() => {});
  connection.listen();
  test.after(() => {
    connection.dispose();
    child.kill('SIGKILL');
    return ended;
  });

  const documents = new Map<string, Opened>();
  const document = (path: string) => {
    const opened = documents.get(path);
    if (opened === undefined) throw new Error(`${path} is not open`);
    return opened;
  };
  const request = <R>(method: string, params: unknown, signal?: AbortSignal): Promise<R> => {
    if (signal === undefined) return connection.sendRequest<R>(method, params);
    const token = {
      isCancellationRequested: signal.aborted,
      onCancellationRequested: (listener: (event: unknown) => void) => {
        signal.addEventListener('abort', listener, { once: true });
        return { dispose: () => signal.removeEventListener('abort', listener) };
      },
    };
    return connection.sendRequest<R>(method, params, token);
  };
  const params: InitializeParams = {
    processId: processId ?? process.pid,
    rootUri: null,
    capabilities,
    workspaceFolders: folders.map((folder) => ({ uri: uriOfPath(folder), name: folder })),
    ...(options === undefined ? {} : { initializationOptions: options }),
  };
  const hello = silent
    ? { capabilities: {} }
    : await Promise.race([
        request<InitializeResult>('initialize', params),
        ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${said.err}`))),
      ]);
  if (!silent) await connection.sendNotification('initialized', {});

  const waitFor = <T>(look: () => T | undefined, seen: () => unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const late = () => reject(new Error(`did not come; last was ${JSON.stringify(seen())}; ${said.err}`));
      const timer = setTimeout(late, PATIENCE);
      const listen = () => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        listeners.delete(listen);
        resolve(found);
      };
      listeners.add(listen);
      ended.then((code) => reject(new Error(`ended with ${code}: ${said.err}`)), reject);
      listen();
    });

  return {
    child,
    capabilities: hello.capabilities,
    said,
    ended,
    asked,
    request,
    notify: (method, given) => connection.sendNotification(method, given),
    async open(path, text) {
      documents.set(path, { text, version: 1 });
      const textDocument = { uri: uriOfPath(path), languageId: 'modelyard', version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
    },
    async type(path, start, end, text) {
      const opened = document(path);
      const range = { start: positionAt(opened.text, start), end: positionAt(opened.text, end) };
      opened.text = opened.text.slice(0, start) + text + opened.text.slice(end);
      opened.version += 1;
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOfPath(path), version: opened.version },
        contentChanges: [{ range, text }],
      });
      return opened.version;
    },
    async close(path) {
      documents.delete(path);
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOfPath(path) } });
    },
    text: (path) => document(path).text,
    at: (path, offset) => ({
      textDocument: { uri: uriOfPath(path) },
      position: positionAt(document(path).text, offset),
    }),
    async diagnostics(path, test = () => true) {
      const uri = uriOfPath(path);
      const found = await waitFor(
        () => {
          const last = told.get(uri);
          return last !== undefined && test(last) ? last : undefined;
        },
        () => told.get(uri),
      );
      return found.diagnostics;
    },
    last: (path) => told.get(uriOfPath(path)),
    toldOf: (folder) => [...told.keys()].flatMap((uri) => pathBelow(folder, pathOfUri(uri) ?? '') ?? []),
    async settled() {
      for (const begun = performance.now(); ; ) {
        const status = await request<ServerStatus>('modelyard/status', undefined);
        if (status.found && status.projects.every(({ factsKnown, checked }) => factsKnown && checked)) return status;
        if (performance.now() - begun > PATIENCE)
          throw new Error(`not settled: ${JSON.stringify(status)}; ${said.err}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async leave() {
      await request('shutdown', undefined);
      await connection.sendNotification('exit');
      return ended;
    },
  };
}

/** Writes files below a folder. */
export function writeFiles(
  folder: string,
  files: Iterable<readonly [path: string, content: string | Uint8Array]>,
): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Milliseconds after which a test says what it waited for. */
const PATIENCE = 20_000;

const bin = fileURLToPath(new URL('../../bin/modelyard.mjs', import.meta.url));
const FROM_SOURCE = [bin, 'lsp', '--stdio'];

function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}
