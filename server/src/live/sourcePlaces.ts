import { posix } from 'node:path';
import type { Files } from '../../../engine/src/ports/files.ts';
import type { Topic } from '../protocol.ts';
import { storeStamp } from './storeStamp.ts';

/** A change of a file that other tools keep runs in; of a database its stamp tells more. */
export type SourceMeaning = 'database' | Topic;

const DATABASE = 'mlflow.db';
const FOLDER = 'mlruns';
const LIVE = 'dvclive';
/** Runs whose folders are watched: those that began last. */
const MOST_RUNS = 20;
/** More experiments are not watched one by one. */
const MOST_EXPERIMENTS = 200;

/** Where other tools write runs in a project. */
export class SourcePlaces {
  readonly #root: string;
  readonly #files: Files;
  #began: readonly string[] = [];
  #stamp = '';

  constructor(files: Files, root: string) {
    this.#files = files;
    this.#root = root;
  }

  /** Folders to be watched, also those that are not there yet. */
  async folders(): Promise<readonly string[]> {
    const mlruns = posix.join(this.#root, FOLDER);
    const experiments = (await this.#files.list(mlruns).catch(() => [])).slice(0, MOST_EXPERIMENTS);
    return [
      mlruns,
      ...experiments.map((name) => posix.join(mlruns, name)),
      ...this.#began.flatMap((run) => [run, posix.join(run, 'metrics')]),
      posix.join(this.#root, LIVE),
    ];
  }

  /** What a change of a name in a folder means. */
  meaningOf(folder: string, name: string | undefined): readonly SourceMeaning[] {
    if (folder === this.#root) return ofRoot(name);
    if (folder === posix.join(this.#root, LIVE)) return ['runs'];
    const [first, experiment, ...more] = posix.relative(this.#root, folder).split('/');
    if (first !== FOLDER) return [];
    if (experiment === 'models' || (experiment === undefined && name === 'models')) return ['models'];
    if (experiment !== undefined && more.length === 0 && name !== undefined) this.#begin(posix.join(folder, name));
    return ['runs'];
  }

  /** Whether the database is another than when this was asked last. Reading it alone makes and removes files beside it. */
  async isDatabaseOther(): Promise<boolean> {
    const stamp = await storeStamp(this.#files, this.#root, DATABASE);
    const isOther = stamp !== this.#stamp;
    this.#stamp = stamp;
    return isOther;
  }

  #begin(run: string): void {
    if (!this.#began.includes(run)) this.#began = [run, ...this.#began].slice(0, MOST_RUNS);
  }
}

function ofRoot(name: string | undefined): readonly SourceMeaning[] {
  if (name === undefined) return ['database', 'runs', 'models'];
  if (name.startsWith(DATABASE)) return ['database'];
  if (name === FOLDER) return ['runs', 'models'];
  return name === 'dvc.yaml' || name === LIVE ? ['runs'] : [];
}
