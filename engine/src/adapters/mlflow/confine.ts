import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a path in `root` leads, every link followed; undefined where nothing is there or it lies outside. */
export function inside(root: string, path: string): string | undefined {
  if (path.includes('\0')) return undefined;
  try {
    const real = realpathSync(resolve(root, path));
    const base = realpathSync(root);
    return real === base || isBelow(base, real) ? real : undefined;
  } catch {
    return undefined;
  }
}

function isBelow(base: string, path: string): boolean {
  const way = relative(base, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The folder a `file:` address or a plain path names; undefined for every other scheme. */
export function localPath(uri: string): string | undefined {
  if (/^file:/i.test(uri)) {
    try {
      return fileURLToPath(uri.replace(/^file:(?!\/\/)/i, 'file://'));
    } catch {
      return undefined;
    }
  }
  return /^[a-z][a-z0-9+.-]+:/i.test(uri) ? undefined : uri;
}

/**
 * Where artifacts lie, of which the source says `uri`: there, when that is in the source; else where they lie when the
 * source was moved. Never outside of it.
 */
export function artifactFolder(root: string, uri: string, usual: readonly string[]): string | undefined {
  const said = localPath(uri);
  const candidates = [...(said === undefined ? [] : [said]), ...usual.map((path) => join(root, path))];
  return candidates.map((path) => inside(root, path)).find((path) => path !== undefined);
}
