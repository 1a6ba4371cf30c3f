import { posix } from 'node:path';
import type { SourceArtifact, SourceOwner } from '../../../ports/runSource.ts';
import { textOf, wholeOf } from '../flatYaml.ts';
import { artifactsElsewhere, noSuchArtifact } from '../sourceFailures.ts';
import { listOf } from './messages.ts';
import type { Json, RestClient } from './restClient.ts';

const PROXY = '/api/2.0/mlflow-artifacts/artifacts';
const DEEPEST = 64;

export interface ServerOwner {
  readonly of: SourceOwner;
  /** As the server says it. */
  readonly uri: string;
}

/** Files of a run or a logged model, folder by folder. */
export async function serverArtifacts(client: RestClient, owner: ServerOwner): Promise<readonly SourceArtifact[]> {
  const found: SourceArtifact[] = [];
  const folders: string[] = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const { name, size, isFolder } of await entries(client, owner, folder)) {
      const path = posix.join(folder, name);
      if (!isFolder) found.push({ path, size });
      else if (path.split('/').length < DEEPEST) folders.push(path);
    }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @throws Failure `artifact-not-found`, `artifacts-elsewhere` */
export async function* serverArtifact(
  client: RestClient,
  { of, uri }: ServerOwner,
  path: string,
): AsyncIterable<Uint8Array> {
  const proxied = proxyPath(uri);
  const bytes =
    proxied !== undefined
      ? await client.bytes(`${PROXY}/${encoded(posix.join(proxied, path))}`)
      : of.kind === 'run'
        ? await client.bytes('/get-artifact', { run_uuid: of.id, path })
        : elsewhere(of, uri, client);
  if (bytes === undefined) throw noSuchArtifact(of.id, path);
  yield* bytes;
}

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly isFolder: boolean;
}

async function entries(client: RestClient, { of, uri }: ServerOwner, folder: string): Promise<readonly Entry[]> {
  if (of.kind === 'run') return runEntries(client, of.id, folder);
  const proxied = proxyPath(uri);
  if (proxied === undefined) return elsewhere(of, uri, client);
  const listed = await client.json(PROXY, { query: { path: posix.join(proxied, folder) } });
  return listOf(listed?.['files']).flatMap(asEntry);
}

async function runEntries(client: RestClient, id: string, folder: string): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  let token: string | undefined;
  do {
    const query = { run_id: id, ...(folder === '' ? {} : { path: folder }), ...(token ? { page_token: token } : {}) };
    const page = await client.json('/api/2.0/mlflow/artifacts/list', { query });
    found.push(...listOf(page?.['files']).flatMap(asEntry));
    token = textOf(page?.['next_page_token']);
  } while (token);
  return found;
}

/** Only the last part of a name counts, so that no server can name a file in another place. */
function asEntry(message: Json): readonly Entry[] {
  const name = posix.basename(textOf(message['path']) ?? '');
  if (name === '' || name === '.' || name === '..') return [];
  return [{ name, size: wholeOf(message['file_size']) ?? 0, isFolder: message['is_dir'] === true }];
}

/** Inside the server's own store of artifacts; undefined where they are somewhere else. */
function proxyPath(uri: string): string | undefined {
  const [, path] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.*)$/.exec(uri) ?? [];
  return path === undefined || path.split('/').includes('..') ? undefined : path;
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function elsewhere(of: SourceOwner, uri: string, client: RestClient): never {
  throw artifactsElsewhere(of.id, uri, client.address);
}
