import { posix } from 'node:path';
import { ENDINGS, PROJECT_FILE } from '../language/kinds.ts';

/** What discovery asks of the file system; the `Files` port has it. Paths are absolute with `/`. */
export interface SpecSource {
  stat(path: string): Promise<{ readonly kind: 'file' | 'folder' | 'other' } | undefined>;
  read(path: string): Promise<string | undefined>;
  texts(paths: readonly string[]): Promise<readonly (string | undefined)[]>;
  glob(
    root: string,
    patterns: readonly string[],
    options?: { readonly exclude?: readonly string[] },
  ): Promise<readonly string[]>;
}

/** Folders that never hold specs. */
const NEVER = ['node_modules', '.git', '.modelyard', '.venv', '__pycache__'].flatMap((folder) => [
  `${folder}/**`,
  `**/${folder}/**`,
]);

/** The nearest folder at or above `folder` that holds a modelyard.yaml; undefined when there is none. */
export async function findProjectRoot(files: SpecSource, folder: string): Promise<string | undefined> {
  for (let current = posix.normalize(folder); ; current = posix.dirname(current)) {
    const found = await files.stat(posix.join(current, PROJECT_FILE));
    if (found?.kind === 'file') return current;
    if (posix.dirname(current) === current) return undefined;
  }
}

/**
 * Paths (relative, sorted) of the files below `root` with the ending of a spec, modelyard.yaml first.
 * Files of a project nested below belong to that project; links out of the root are not followed.
 * @param exclude globs of the project's `exclude`
 */
export async function findSpecFiles(
  files: SpecSource,
  root: string,
  exclude: readonly string[] = [],
): Promise<readonly string[]> {
  const patterns = [`**/${PROJECT_FILE}`, ...Object.values(ENDINGS).map((ending) => `**/*${ending}`)];
  const found = await files.glob(root, [PROJECT_FILE, ...patterns], { exclude: [...NEVER, ...exclude] });
  const nested = found.filter((path) => path.endsWith(`/${PROJECT_FILE}`)).map((path) => posix.dirname(path));
  const own = found.filter((path) => path !== PROJECT_FILE && !nested.some((folder) => path.startsWith(`${folder}/`)));
  return [PROJECT_FILE, ...own];
}

/** The texts of these files by path; one that has gone in between is left out. */
export async function readSpecFiles(
  files: SpecSource,
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = await files.texts(paths.map((path) => posix.join(root, path)));
  return new Map(paths.flatMap((path, index) => (texts[index] === undefined ? [] : [[path, texts[index]] as const])));
}
