import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { uriOfPath } from '../../server/src/workspace/uris.ts';
import { readFixture } from './fixture.ts';
import { type LspClient, type LspOptions, lspClient, writeFiles } from './lspClient.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** One server for the tests of a suite; each works in a folder of its own. */
export interface SharedServer {
  readonly client: LspClient;
  /** Writes the files of a fixture to disk and opens their folder in the client, until the test is over. */
  folder(test: TestContext, fixture: string): Promise<string>;
  /** Opens a file of a fixture as it is on disk; gives its path. */
  open(folder: string, fixture: string, file: string): Promise<string>;
}

export function sharedServer(
  options: LspOptions = { capabilities: { workspace: { workspaceFolders: true } } },
): SharedServer {
  const closing: (() => unknown)[] = [];
  let client: LspClient | undefined;
  before(async () => {
    client = await lspClient({ after: (work) => void closing.push(work) }, options);
  });
  after(async () => {
    for (const close of closing) await close();
  });
  const server: SharedServer = {
    get client() {
      if (client === undefined) throw new Error('the server has not been started');
      return client;
    },
    async folder(test, fixture) {
      const folder = temporaryFolder(test);
      writeFiles(folder, readFixture(fixture).files);
      const change = (added: readonly string[], removed: readonly string[]) =>
        server.client.notify('workspace/didChangeWorkspaceFolders', {
          event: { added: added.map(folderOf), removed: removed.map(folderOf) },
        });
      await change([folder], []);
      test.after(() => change([], [folder]));
      return folder;
    },
    async open(folder, fixture, file) {
      const path = join(folder, file);
      await server.client.open(path, readFixture(fixture).files.get(file) ?? '');
      return path;
    },
  };
  return server;
}

function folderOf(path: string): { readonly uri: string; readonly name: string } {
  return { uri: uriOfPath(path), name: path };
}
