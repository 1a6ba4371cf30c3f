import { existsSync, globSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { nativePackages } from './nativePackages.ts';
import type { Target } from './targets.ts';

/** A file of the package: where it lies in it (with `/`), and where it is copied from. */
export interface StagedFile {
  readonly to: string;
  readonly from: string;
  readonly bytes: number;
}

/** Where the files of one package come from. */
export interface StageSources {
  /** The checkout, or what has its folders. */
  readonly root: string;
  /** Folder of an installed package; undefined where it is not there. */
  readonly packageFolder: (name: string) => string | undefined;
}

/** Of the checkout itself: all that is not named here stays out. */
const OWN = [
  'dist/**/*',
  'bin/*.mjs',
  'client/icons/**/*',
  'client/media/**/*',
  'syntaxes/*.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/** Positions without sources: nothing reads them at run time, and they weigh as much as the programs. */
const LEFT_OUT = /\.map$|^dist\/node_modules\//;

/** The files of the package for `target`, but for the two that are written for it (package.json, ThirdPartyNotices.txt). */
export function stagePlan(target: Target, { root, packageFolder }: StageSources): readonly StagedFile[] {
  const own = filesOf(root, OWN).filter(({ to }) => !LEFT_OUT.test(to));
  const natives = nativePackages(target).flatMap(({ name, needs }) => {
    const folder = packageFolder(name);
    if (folder === undefined) throw new Error(`The package ${name} is not installed.`);
    return filesOf(folder, ['**/*'])
      .filter(({ to }) => needs(to))
      .map((file) => ({ ...file, to: `dist/node_modules/${name}/${file.to}` }));
  });
  return [...own, ...natives];
}

function filesOf(folder: string, patterns: readonly string[]): StagedFile[] {
  if (!existsSync(folder)) return [];
  return [...new Set(globSync(patterns, { cwd: folder }))].sort().flatMap((path) => {
    const from = join(folder, path);
    const found = statSync(from);
    return found.isFile() ? [{ to: path.split(sep).join('/'), from, bytes: found.size }] : [];
  });
}
