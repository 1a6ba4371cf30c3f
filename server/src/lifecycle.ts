import { posix } from 'node:path';
import {
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import { withLocks } from '../../engine/src/facts/locks.ts';
import { NO_FACTS } from '../../engine/src/project/facts.ts';
import { capabilities } from './capabilities.ts';
import { dataNotOpened, type ProjectData } from './data/projectData.ts';
import { registerDiagnostics } from './diagnosing.ts';
import { registerAsking } from './live/asking.ts';
import { followSources } from './live/followSources.ts';
import { openLiveData } from './live/liveData.ts';
import type { Machine } from './machine.ts';
import { registerOperations } from './operations.ts';
import { progressOf } from './progress.ts';
import { type InitializationOptions, type ServerStatus, STATUS_REQUEST } from './protocol.ts';
import { followPythons } from './pythons.ts';
import { refreshOf } from './refreshing.ts';
import { registerFeatures } from './server.ts';
import { registerTests } from './testing.ts';
import { Traffic } from './traffic.ts';
import { followConfiguration } from './workspace/configuration.ts';
import { readSettings } from './workspace/settings.ts';
import { pathOfUri, uriOfPath } from './workspace/uris.ts';
import { followFiles } from './workspace/watching.ts';
import { Workspace } from './workspace/workspace.ts';

/** Serves a client on a connection until it leaves. */
export function startServer(connection: Connection, machine: Machine): void {
  connection.onInitialize((params) => begin(connection, machine, params));
  connection.listen();
}

function begin(connection: Connection, machine: Machine, params: InitializeParams): InitializeResult {
  const { trusted = true, settings, commands = [] } = (params.initializationOptions ?? {}) as InitializationOptions;
  const client = params.capabilities;
  const pulls = asksForDiagnostics(client);
  const log = (message: string) => connection.console.error(message);
  const failed = (error: unknown) => log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  let begun = 0;
  const traffic = new Traffic();
  const answering = {
    traffic,
    log,
    begun: () => {
      begun += 1;
    },
  };
  const docs = (page: string) => uriOfPath(posix.join(machine.folder, page));

  const variables = followPythons(connection);
  const data = new Map<string, ProjectData>();
  const sourcesAdded = followSources(connection, data);
  const progress = progressOf(connection, client);
  const changed = refreshOf(connection, client);
  const say = (message: string) =>
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  const saidMissing = new Set<string>();
  const missing = (words: string) => {
    if (!saidMissing.has(words)) say(words);
    saidMissing.add(words);
  };
  const openData = (root: string): ProjectData => {
    const opened = trusted
      ? openLiveData(root, {
          connection,
          machine,
          progress,
          changed,
          failed,
          missing,
          workspace: () => workspace,
          variables,
        })
      : dataNotOpened((project) => project.withFacts(withLocks(NO_FACTS, project)));
    data.set(root, opened);
    opened.addSources(sourcesAdded(root));
    return opened;
  };
  const workspace: Workspace = new Workspace({
    files: machine.files,
    openData,
    found: (address, found) => diagnostics.found(address, found),
    finished() {
      diagnostics.finished();
      testing.specsChanged();
    },
    docs,
    say,
    failed,
    quiet: (longest) => traffic.quiet(longest),
  });
  const diagnostics = registerDiagnostics(connection, workspace, { ...answering, pulls, docs });
  workspace.settings = readSettings(settings);
  registerFeatures(connection, workspace, { ...answering, commands: new Set(commands), client });
  const testing = registerTests(connection, workspace, { ...answering, failed });
  registerOperations(connection, workspace, { ...answering, trusted, run: machine.runCommandLine, variables });
  registerAsking(connection, workspace, answering);
  followDocuments(connection, workspace, failed);
  connection.onRequest(STATUS_REQUEST, () => status(workspace, data, begun));
  let stop = () => {};
  connection.onInitialized(() => {
    stop = followFiles(connection, client, workspace, failed);
    followConfiguration(connection, client, {
      changed(given) {
        workspace.settings = readSettings(given);
      },
      failed,
    });
    followFolders(connection, params, workspace, failed);
  });
  connection.onShutdown(() => {
    stop();
    workspace.closeAll();
  });
  return { capabilities: capabilities({ pulls }), serverInfo: { name: 'modelyard', version: machine.version } };
}

/** One that cannot be told that diagnostics are others than before is better told them. */
function asksForDiagnostics({ textDocument, workspace }: ClientCapabilities): boolean {
  return textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true;
}

function followDocuments(connection: Connection, workspace: Workspace, failed: (error: unknown) => void): void {
  connection.onDidOpenTextDocument(({ textDocument }) => workspace.open(textDocument));
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) =>
    workspace.change(textDocument.uri, textDocument.version, contentChanges),
  );
  connection.onDidCloseTextDocument(({ textDocument }) => workspace.close(textDocument.uri));
  connection.onDidSaveTextDocument(({ textDocument }) => {
    workspace.filesChanged([pathOfUri(textDocument.uri) ?? []].flat()).catch(failed);
  });
}

function followFolders(
  connection: Connection,
  { capabilities: client, workspaceFolders, rootUri }: InitializeParams,
  workspace: Workspace,
  failed: (error: unknown) => void,
): void {
  const paths = (folders: readonly { readonly uri: string }[]) => folders.flatMap(({ uri }) => pathOfUri(uri) ?? []);
  const first = workspaceFolders ?? (typeof rootUri === 'string' ? [{ uri: rootUri }] : []);
  workspace.changeFolders(paths(first)).catch(failed);
  if (client.workspace?.workspaceFolders)
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      workspace.changeFolders(paths(added), paths(removed)).catch(failed);
    });
}

function status(workspace: Workspace, data: ReadonlyMap<string, ProjectData>, begun: number): ServerStatus {
  const projects = workspace.projects.map(({ root, size, isChecked }) => ({
    root: uriOfPath(root),
    files: size,
    dataProcess: data.get(root)?.process,
    checked: isChecked,
    factsKnown: data.get(root)?.isKnown ?? true,
  }));
  return { begun, found: workspace.isSettled, projects };
}
