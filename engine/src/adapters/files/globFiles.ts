import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { globPattern, literalFolder } from '../../language/globPattern.ts';
import type { GlobOptions } from '../../ports/files.ts';
import { isMissing } from './ioFailure.ts';

/** Files below `root` that match; see `Files.glob`. */
export async function globFiles(root: string, patterns: readonly string[], options: GlobOptions): Promise<string[]> {
  const home = await realpath(root).catch(undefinedWhenMissing);
  if (home === undefined) return [];
  const walk: Walk = {
    root,
    home,
    wanted: patterns.map((pattern) => globPattern(pattern)),
    excluded: (options.exclude ?? []).flatMap(excludePatterns),
    found: new Set(),
  };
  for (const folder of outermost(patterns.map(literalFolder))) {
    const real = await realpath(join(root, folder)).catch(undefinedWhenMissing);
    if (real !== undefined) await visit(walk, folder, real, []);
  }
  return [...walk.found].sort();
}

interface Walk {
  readonly root: string;
  /** `root` with links resolved: what a link points to must lie below. */
  readonly home: string;
  readonly wanted: readonly RegExp[];
  readonly excluded: readonly RegExp[];
  readonly found: Set<string>;
}

/**
 * @param real the folder with its links resolved
 * @param above resolved folders on the way here: a link back to one of them is a circle
 */
async function visit(walk: Walk, folder: string, real: string, above: readonly string[]): Promise<void> {
  if (!inside(walk.home, real) || above.includes(real)) return;
  const entries = await readdir(join(walk.root, folder), { withFileTypes: true }).catch(undefinedWhenMissing);
  for (const entry of entries ?? []) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (walk.excluded.some((pattern) => pattern.test(path))) continue;
    const link = entry.isSymbolicLink() ? await linkTarget(walk, path) : undefined;
    if (entry.isSymbolicLink() && link === undefined) continue;
    const kind = link === undefined ? entry : await stat(link);
    if (kind.isDirectory()) await visit(walk, path, link ?? join(real, entry.name), [...above, real]);
    else if (kind.isFile() && walk.wanted.some((pattern) => pattern.test(path))) walk.found.add(path);
  }
}

/** Undefined where it leads nowhere, or out of the root. */
async function linkTarget(walk: Walk, path: string): Promise<string | undefined> {
  const target = await realpath(join(walk.root, path)).catch(() => undefined);
  return target !== undefined && inside(walk.home, target) ? target : undefined;
}

function inside(home: string, path: string): boolean {
  return path === home || path.startsWith(home.endsWith(sep) ? home : home + sep);
}

/** `archive/**` leaves out the folder itself too, so that it is not even opened. */
function excludePatterns(pattern: string): RegExp[] {
  const whole = globPattern(pattern, true);
  return pattern.endsWith('/**') ? [whole, globPattern(pattern.slice(0, -3), true)] : [whole];
}

function outermost(folders: readonly string[]): readonly string[] {
  return [...new Set(folders)].filter(
    (folder, _, all) => !all.some((other) => other !== folder && (other === '' || folder.startsWith(`${other}/`))),
  );
}

function undefinedWhenMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
