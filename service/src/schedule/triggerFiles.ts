import { posix } from 'node:path';
import { PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import type { Clock } from '../../../engine/src/ports/environment.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import { findSpecFiles } from '../../../engine/src/project/discover.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import type { Trigger } from '../../../engine/src/project/triggers.ts';

/** A project with what starts its work. */
export interface TriggeredProject {
  readonly project: Project;
  readonly triggers: readonly Trigger[];
}

/** Files are looked for again after this many milliseconds at the least; those that are known are looked at each time. */
const SEARCH = 30_000;
/** A search that takes long is made more rarely: this part of the time at most. */
const SHARE = 0.02;
/** A line of a spec that can start something: what reads specs is not loaded where there is none. */
const STARTS = /^\s*["']?(?:schedule|on)["']?\s*:/m;

/** The triggers of a project as its files are now: read again when one of its specs has changed, and not at all while none names one. */
export class TriggerFiles {
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #root: string;
  #paths: readonly string[] = [];
  #searched = Number.NEGATIVE_INFINITY;
  #pause = SEARCH;
  #look = '';
  #known: TriggeredProject | undefined;

  constructor({ files, clock }: { readonly files: Files; readonly clock: Clock }, root: string) {
    this.#files = files;
    this.#clock = clock;
    this.#root = root;
  }

  /** Undefined where no spec names a trigger. Rejects with `Failure` where files cannot be read. */
  async read(): Promise<TriggeredProject | undefined> {
    const now = this.#clock.now();
    if (Math.abs(now - this.#searched) >= this.#pause) {
      this.#paths = await this.#search();
      this.#searched = this.#clock.now();
      this.#pause = Math.max(SEARCH, (this.#searched - now) / SHARE);
    }
    if (this.#paths.length === 0) return undefined;
    const stats = await this.#files.stats(this.#paths);
    const look = JSON.stringify(stats.map((stat, index) => [this.#paths[index], stat?.size, stat?.modified]));
    if (look !== this.#look) this.#known = await this.#readAll();
    this.#look = look;
    return this.#known;
  }

  /** None where the folder is no project, but one of scripts. */
  async #search(): Promise<readonly string[]> {
    if ((await this.#files.stat(posix.join(this.#root, PROJECT_FILE))) === undefined) return [];
    return (await findSpecFiles(this.#files, this.#root)).map((path) => posix.join(this.#root, path));
  }

  async #readAll(): Promise<TriggeredProject | undefined> {
    const own = this.#paths.filter((path) => /\.(?:monitor|pipeline)\.ya?ml$/.test(path));
    const texts = await this.#files.texts(own);
    if (!texts.some((text) => text !== undefined && STARTS.test(text))) return undefined;
    const { readTriggers } = await import('./readTriggers.ts');
    const read = await readTriggers(this.#files, this.#root, this.#known?.project);
    return read.triggers.length === 0 ? undefined : read;
  }
}
