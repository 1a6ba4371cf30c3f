import { posix } from 'node:path';
import { Failure } from '../../../engine/src/failure.ts';
import { PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import { parseTree } from '../../../engine/src/language/tree.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import { findSpecFiles, readSpecFiles } from '../../../engine/src/project/discover.ts';
import { textsAt } from '../../../engine/src/project/read.ts';

/**
 * The spec files of a project as they lie on disk; read again only where size or time changed. One that may not be read is taken for one
 * that is not there.
 */
export class SpecsOnDisk {
  readonly #files: Files;
  readonly #root: string;
  readonly #states = new Map<string, string>();
  #texts: ReadonlyMap<string, string> = new Map();

  constructor(files: Files, root: string) {
    const read = (path: string) => unlessFailure(files.read(path));
    // Where one of many may not be read, each is read by itself.
    const texts = async (paths: readonly string[]) =>
      (await unlessFailure(files.texts(paths))) ?? (await Promise.all(paths.map(read)));
    this.#files = { ...files, read, texts };
    this.#root = root;
  }

  /** Text by path relative to the root. */
  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /**
   * Looks again.
   * @param settings text of modelyard.yaml where an editor has it open
   * @returns whether anything changed
   * @throws Failure where folders cannot be listed; the files stay as they were
   */
  async look(settings: string | undefined): Promise<boolean> {
    const project = settings ?? (await this.#files.read(posix.join(this.#root, PROJECT_FILE)));
    const exclude = project === undefined ? [] : textsAt(parseTree(project), ['exclude']).map(({ text }) => text);
    const paths = await findSpecFiles(this.#files, this.#root, exclude);
    const stats = await this.#files.stats(paths.map((path) => posix.join(this.#root, path)));
    const states = new Map(paths.map((path, index) => [path, JSON.stringify(stats[index] ?? null)]));
    const changed = paths.filter((path) => states.get(path) !== this.#states.get(path));
    const gone = [...this.#states.keys()].filter((path) => !states.has(path));
    if (changed.length === 0 && gone.length === 0) return false;
    const wanted = new Set(changed);
    const read = await readSpecFiles(this.#files, this.#root, changed);
    const texts = new Map<string, string>();
    for (const path of paths) {
      const text = wanted.has(path) ? read.get(path) : this.#texts.get(path);
      if (text !== undefined) texts.set(path, text);
    }
    this.#states.clear();
    for (const [path, state] of states) this.#states.set(path, state);
    this.#texts = texts;
    return true;
  }
}

async function unlessFailure<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
