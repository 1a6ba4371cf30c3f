import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Files } from '../../ports/files.ts';

/** What this clone knows of a run in the remote. */
export interface BookedRun {
  /** Keys of the patches that are worked in here, or were made here. */
  readonly patches: readonly string[];
  /** Hash of the state that it then had in the remote. */
  readonly state: string;
}

/**
 * What was last pushed to and pulled from a remote, in `.modelyard/remote/`. Where it is lost the remote is read again; then a change
 * of a tag that was pushed by nobody is still seen.
 */
export interface RunBook {
  readonly runs: Map<string, BookedRun>;
  /** Objects that are known to be in the remote. */
  readonly objects: Set<string>;
}

interface Written {
  readonly place: string;
  readonly runs: Readonly<Record<string, BookedRun>>;
  readonly objects: readonly string[];
}

export class RunBooks {
  readonly #files: Files;
  readonly #path: string;
  readonly #place: string;

  /** @param storeFolder `.modelyard` */
  constructor(files: Files, storeFolder: string, place: string) {
    this.#files = files;
    this.#place = place;
    const name = createHash('sha256').update(place).digest('hex').slice(0, 16);
    this.#path = posix.join(storeFolder, 'remote', `${name}.json`);
  }

  async read(): Promise<RunBook> {
    const text = await this.#files.read(this.#path);
    const written = text === undefined ? undefined : parsed(text);
    if (written?.place !== this.#place) return { runs: new Map(), objects: new Set() };
    return { runs: new Map(Object.entries(written.runs)), objects: new Set(written.objects) };
  }

  /** Whole or not at all. */
  async write({ runs, objects }: RunBook): Promise<void> {
    const written: Written = { place: this.#place, runs: Object.fromEntries(runs), objects: [...objects].sort() };
    const text = `${JSON.stringify(written)}\n`;
    if ((await this.#files.read(this.#path)) !== text) await this.#files.write(this.#path, text);
  }
}

/** Undefined where somebody else wrote there. */
function parsed(text: string): Written | undefined {
  try {
    const value = JSON.parse(text) as Partial<Written> | null;
    const isBook =
      typeof value?.place === 'string' &&
      typeof value.runs === 'object' &&
      Array.isArray(value.objects) &&
      Object.values(value.runs ?? {}).every((one) => Array.isArray(one?.patches) && typeof one.state === 'string');
    return isBook ? (value as Written) : undefined;
  } catch {
    return undefined;
  }
}
