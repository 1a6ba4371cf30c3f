import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  WatchKind,
} from 'vscode-languageserver';
import { pathOfUri } from './uris.ts';
import type { Workspace } from './workspace.ts';

/** Specs, data and programs; and of anything that it has gone, for a folder goes without word of what was in it. */
const WATCHED: FileSystemWatcher[] = [
  { globPattern: '**/*.{yaml,yml}' },
  { globPattern: '**/*.{parquet,csv,tsv,json,jsonl,ndjson,arrow,feather,ipc,gz,zst,sql}' },
  { globPattern: '**/*.{py,mjs,cjs,js,ts,sh,r,R,jl,ipynb,pl,rb}', kind: WatchKind.Create },
  { globPattern: '**/*', kind: WatchKind.Delete },
];

/** Milliseconds between looks at the disk for a client that does not watch files, and the share of time that looking may take. */
const INTERVAL = 2000;
const SHARE = 0.05;

/** Follows changes on disk, told by the client or seen by looking; gives what ends it. */
export function followFiles(
  connection: Connection,
  { workspace: client }: ClientCapabilities,
  workspace: Workspace,
  failed: (error: unknown) => void,
): () => void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    workspace.filesChanged(changes.flatMap(({ uri }) => pathOfUri(uri) ?? [])).catch(failed);
  });
  if (client?.didChangeWatchedFiles?.dynamicRegistration) {
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHED }).catch(failed);
    return () => {};
  }
  return poll(async () => {
    await workspace.discover();
    await Promise.all(workspace.projects.map((session) => session.lookAtData()));
  }, failed);
}

function poll(look: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout;
  const again = (wait: number) => {
    timer = setTimeout(async () => {
      const begun = performance.now();
      await look().catch(failed);
      again(Math.max(INTERVAL, (performance.now() - begun) / SHARE));
    }, wait);
  };
  again(INTERVAL);
  return () => clearTimeout(timer);
}
