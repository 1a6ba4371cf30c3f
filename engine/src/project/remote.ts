import { Failure } from '../failure.ts';
import { isRecord } from '../language/isRecord.ts';
import { PROJECT_FILE } from '../language/kinds.ts';
import { type Path, parseTree, type Tree } from '../language/tree.ts';
import { textAt, valueAt } from './read.ts';

/** Where the team shares objects, as `remote` of modelyard.yaml names it. */
export type Remote = FolderRemote | S3Remote;

export interface FolderRemote {
  readonly kind: 'folder';
  /** `file:///mnt/share/models` */
  readonly url: string;
}

export interface S3Remote {
  readonly kind: 's3';
  /** `s3://bucket/prefix` */
  readonly url: string;
  readonly bucket: string;
  /** Without slashes at its ends; empty: the whole bucket. */
  readonly prefix: string;
  /** Address of a server that speaks S3. */
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  /** Of the user's AWS configuration. */
  readonly profile: string | undefined;
  /** Whether a machine in AWS may be asked for its own credentials. */
  readonly instanceCredentials: boolean;
}

/** What is wrong with an address of a remote. */
export interface RemoteMistake {
  readonly code: 'remote-url' | 'remote-credentials';
  /** Without a full stop. */
  readonly message: string;
  readonly path: Path;
  /** The address as it should be, where that is plain. */
  readonly replacement?: string;
}

/**
 * Of the text of modelyard.yaml; undefined where it names none.
 * @throws Failure `remote-url` for an address that is not used
 */
export function remoteOfSettings(settings: string): Remote | undefined {
  const tree = parseTree(settings);
  const [mistake] = remoteMistakes(tree);
  if (mistake === undefined) return readRemote(tree);
  const line = tree.range(mistake.path).start.line + 1;
  throw new Failure('remote-url', `${PROJECT_FILE}:${line}: ${mistake.message}.`, {
    next: 'Mend `remote` in modelyard.yaml; docs/team.md shows how it is written.',
    place: { file: PROJECT_FILE, line },
  });
}

/** Undefined where modelyard.yaml names none, or something that is no address; `remoteMistakes` says what is wrong with it. */
export function readRemote(tree: Tree): Remote | undefined {
  const path = urlPath(tree);
  const url = textAt(tree, path);
  if (url === undefined || remoteMistakes(tree).length > 0) return undefined;
  if (url.startsWith('file:')) return { kind: 'folder', url };
  const { hostname, pathname } = new URL(url);
  return {
    kind: 's3',
    url,
    bucket: hostname,
    prefix: decodeURIComponent(pathname).replace(/^\/+|\/+$/g, ''),
    endpoint: textAt(tree, ['remote', 'endpoint']),
    region: textAt(tree, ['remote', 'region']),
    profile: textAt(tree, ['remote', 'profile']),
    instanceCredentials: valueAt(tree, ['remote', 'instance_credentials']) === true,
  };
}

export function remoteMistakes(tree: Tree): readonly RemoteMistake[] {
  const path = urlPath(tree);
  const url = textAt(tree, path);
  if (url === undefined) return [];
  const mistake = mistakeOf(url, path, ['file:', 's3:']);
  const endpointPath = ['remote', 'endpoint'];
  const endpoint = textAt(tree, endpointPath);
  const ofEndpoint = endpoint === undefined ? undefined : mistakeOf(endpoint, endpointPath, ['https:', 'http:']);
  return [mistake, ofEndpoint].filter((one) => one !== undefined);
}

function urlPath(tree: Tree): Path {
  return isRecord(valueAt(tree, ['remote'])) ? ['remote', 'url'] : ['remote'];
}

/** Of other tools: what stands behind `?` of an address that lets in whoever has it. */
const SIGNED = /[?&](?:X-Amz-|AWSAccessKeyId=|Signature=|sig=|token=)/i;

function mistakeOf(text: string, path: Path, schemes: readonly string[]): RemoteMistake | undefined {
  const url = parsed(text);
  if (url === undefined || !schemes.includes(url.protocol)) {
    const wanted = schemes[0] === 'file:' ? '`file:///mnt/share/models` or `s3://bucket/prefix`' : '`https://...`';
    return { code: 'remote-url', message: `This is no address of a remote: write ${wanted}`, path };
  }
  if (url.username !== '' || url.password !== '' || SIGNED.test(url.search)) {
    const { protocol, host, pathname } = url;
    return {
      code: 'remote-credentials',
      message:
        'Credentials stand in the address; take them out and revoke them: they come from the environment or your AWS profile',
      path,
      replacement: `${protocol}//${host}${pathname === '/' ? '' : pathname}`,
    };
  }
  if (url.search !== '' || url.hash !== '')
    return { code: 'remote-url', message: 'An address of a remote ends with its path', path };
  if (url.protocol === 's3:' && !isBucket(url))
    return { code: 'remote-url', message: 'The address names no bucket: write `s3://bucket/prefix`', path };
  if (url.protocol === 'file:' && (url.pathname === '/' || !text.startsWith('file://')))
    return { code: 'remote-url', message: 'Write the whole path of a folder: `file:///mnt/share/models`', path };
  return undefined;
}

function isBucket({ hostname, port, pathname }: URL): boolean {
  const isPath = !/\/\.{0,2}\//.test(pathname.replace(/\/$/, ''));
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(hostname) && port === '' && isPath;
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
