import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { FoundProblem } from '../checks/judge.ts';
import type { Host } from '../ports/host.ts';
import { findSpecFiles } from '../project/discover.ts';
import { storesThere } from './storesThere.ts';

/** Problems of all specs of a project. */
export interface ProjectProblems {
  /** Paths of the specs. */
  readonly files: readonly string[];
  readonly problems: readonly FoundProblem[];
}

/** What problems follow from beside the files: what was asked of `validate`. */
export type ProblemsAsked = Readonly<Record<string, string | boolean | undefined>>;

interface Kept {
  readonly exclude: readonly string[];
  /** Of the specs and of what git holds. */
  readonly stamp: string;
  readonly problems: readonly FoundProblem[];
}

const KIND = 'validated';
/** Milliseconds: a file that was written so shortly before may be written again within the same tick of its clock. */
const FRESH = 2000;

/**
 * Problems as they were found last, where nothing that they follow from has changed since: no spec, no commit, not this program. Kept
 * where there is a store, of projects whose specs speak of nothing outside of themselves but of git.
 */
export class RememberedProblems {
  readonly #host: Host;
  readonly #root: string;
  readonly #key: string | undefined;
  readonly #begun: number;

  constructor(host: Host, root: string, asked: ProblemsAsked) {
    const { build } = host.machine;
    this.#host = host;
    this.#root = root;
    this.#begun = host.clock.now();
    this.#key = build === undefined ? undefined : JSON.stringify([build, root, asked]);
  }

  /** Undefined where they have to be found. */
  async recall(): Promise<ProjectProblems | undefined> {
    if (this.#key === undefined) return undefined;
    const memo = (await storesThere(this.#host, this.#root))?.memo;
    const kept = (await memo?.get(KIND, this.#key)) as Kept | undefined;
    if (kept === undefined) return undefined;
    const files = await findSpecFiles(this.#host.files, this.#root, kept.exclude);
    const { stamp } = await this.#stampOf(files);
    return stamp === kept.stamp ? { files, problems: kept.problems } : undefined;
  }

  /** @param exclude what modelyard.yaml leaves out. The specs were read after this was made. */
  async keep({ files, problems }: ProjectProblems, exclude: readonly string[]): Promise<void> {
    if (this.#key === undefined) return;
    const memo = (await storesThere(this.#host, this.#root))?.memo;
    const { stamp, changed } = memo === undefined ? NOTHING : await this.#stampOf(files);
    if (memo === undefined || changed > this.#begun - FRESH) return;
    await memo.set(KIND, this.#key, { exclude, stamp, problems } satisfies Kept);
  }

  async #stampOf(paths: readonly string[]): Promise<{ readonly stamp: string; readonly changed: number }> {
    const { files, git } = this.#host;
    const { history } = git(this.#root);
    const past = Promise.all([history.commitOf('HEAD'), history.defaultBranch(), history.isShallow()]);
    const stamps = await files.stamps(paths.map((path) => posix.join(this.#root, path)));
    const hash = createHash('sha256').update(JSON.stringify(await past));
    let changed = 0;
    for (const [index, path] of paths.entries()) {
      const { text, at } = stamps[index] ?? { text: 'none', at: 0 };
      hash.update(`${path}\0${text}\n`);
      changed = Math.max(changed, at);
    }
    return { stamp: hash.digest('hex'), changed };
  }
}

const NOTHING = { stamp: '', changed: 0 };
