import { posix } from 'node:path';

/** Absolute path, with `/`, of a file's address; undefined for what is no file of this machine. Drives are lower case. */
export function pathOfUri(uri: string): string | undefined {
  if (!/^file:\/\//i.test(uri)) return undefined;
  try {
    const { hostname, pathname } = new URL(uri);
    const path = decodeURIComponent(pathname);
    if (hostname !== '') return `//${hostname}${path}`;
    return posix.normalize(/^\/[A-Za-z]:/.test(path) ? `${path[1]?.toLowerCase()}${path.slice(2)}` : path);
  } catch {
    return undefined;
  }
}

/** The address of a file, written as VS Code writes it. */
export function uriOfPath(path: string): string {
  const address = path.startsWith('//') ? path.slice(2) : path.startsWith('/') ? path : `/${path}`;
  return `file://${address.split('/').map(encoded).join('/')}`;
}

/** The last part of an address of any kind: `a.pipeline.yaml` of `untitled:a.pipeline.yaml`. */
export function nameOfUri(uri: string): string {
  const name = uri.replace(/[?#].*$/, '').replace(/^.*[/:]/, '');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The path of `path` below `root`; undefined where it does not lie below. */
export function pathBelow(root: string, path: string): string | undefined {
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(prefix) && path.length > prefix.length ? path.slice(prefix.length) : undefined;
}

function encoded(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
