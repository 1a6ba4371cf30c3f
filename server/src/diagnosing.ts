import type { Connection, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { type Answering, answer } from './answer.ts';
import { documentReport, type FileDiagnostics, workspaceReports } from './features/diagnostics.ts';
import { diagnosticOf } from './toLsp.ts';
import { DiagnosticStore } from './workspace/diagnosticStore.ts';
import type { CheckedFile } from './workspace/session.ts';
import { pathOfUri } from './workspace/uris.ts';
import type { FileAddress, Workspace } from './workspace/workspace.ts';

export interface DiagnosingOptions extends Answering {
  /** The client asks, instead of being told. */
  readonly pulls: boolean;
  /** Address of a page of the documentation. */
  readonly docs: (page: string) => string;
}

export interface Diagnosing {
  found(address: FileAddress, found: CheckedFile): void;
  /** A project was checked to its end. */
  finished(): void;
}

/** Diagnostics of one file: editors show no more, and thousands take them long. */
const MOST = 1000;
/** Milliseconds within which a client that wants to know of all files asks for them. */
const PATIENCE = 3000;
/** Reports of one partial answer. */
const PORTION = 50;

/** Tells the client what is wrong, or answers it where it asks. */
export function registerDiagnostics(
  connection: Connection,
  workspace: Workspace,
  { pulls, docs, ...answering }: DiagnosingOptions,
): Diagnosing {
  let isOther = false;
  const waiting = new Set<() => void>();
  const teller = new Teller(connection, pulls ? 'nothing' : 'everything');
  const store = new DiagnosticStore({
    changed(file) {
      isOther = true;
      teller.tell(file);
    },
  });
  // Some ask for what is open and never for the rest: that they are told.
  const patience = setTimeout(() => {
    if (pulls) teller.tells('closed files', store.all());
  }, PATIENCE).unref();

  connection.languages.diagnostics.on(
    answer(
      'checked',
      ({ textDocument, previousResultId }) => documentReport(store.get(keyOf(textDocument.uri)), previousResultId),
      {
        ...answering,
        async reach(_, { textDocument }) {
          const home = await workspace.home(textDocument.uri);
          await home?.session.checked(home.file);
        },
      },
    ),
  );
  connection.languages.diagnostics.onWorkspace(async (params, token, _, partial) => {
    clearTimeout(patience);
    const work = async (_: unknown, signal: AbortSignal): Promise<WorkspaceDiagnosticReport> => {
      let items = workspaceReports(store.all(), params.previousResultIds);
      // One that takes its answer in parts waits for news instead of asking over and over.
      while (partial !== undefined && items.length === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        items = workspaceReports(store.all(), params.previousResultIds);
      }
      for (let at = 0; partial !== undefined && at < items.length; at += PORTION)
        partial.report({ items: items.slice(at, at + PORTION) });
      return { items: partial === undefined ? items : [] };
    };
    const reach = async () => {
      await Promise.all(workspace.projects.map((session) => session.load().then(() => session.checked())));
    };
    return answer('checked', work, { ...answering, reach })(params, token);
  });

  return {
    found({ uri, key, session }, { problems, version }) {
      const addresses = { uri: session.snapshot.uri, docs };
      store.set(
        key,
        uri,
        problems.slice(0, MOST).map((problem) => diagnosticOf(problem, addresses)),
        version,
      );
    },
    finished() {
      if (!isOther) return;
      isOther = false;
      for (const resolve of waiting) resolve();
      waiting.clear();
      if (pulls) connection.languages.diagnostics.refresh().catch(() => {});
    },
  };
}

type Told = 'everything' | 'closed files' | 'nothing';

/** Sends diagnostics to the client. */
class Teller {
  readonly #connection: Connection;
  readonly #shown = new Set<string>();
  #tells: Told;

  constructor(connection: Connection, tells: Told) {
    this.#connection = connection;
    this.#tells = tells;
  }

  tells(what: Told, files: readonly FileDiagnostics[]): void {
    this.#tells = what;
    for (const file of files) this.tell(file);
  }

  tell({ uri, version, diagnostics }: FileDiagnostics): void {
    const isTold = this.#tells === 'everything' || (this.#tells === 'closed files' && version === undefined);
    if (isTold) this.#shown.add(uri);
    else if (!this.#shown.delete(uri)) return;
    const params = { uri, diagnostics: isTold ? [...diagnostics] : [] };
    this.#connection.sendDiagnostics(version === undefined ? params : { ...params, version }).catch(() => {});
  }
}

function keyOf(uri: string): string {
  return pathOfUri(uri) ?? uri;
}
