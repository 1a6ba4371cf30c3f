import type { Project } from '../project/project.ts';
import { families, rules } from './all.ts';
import { isEqual } from './isEqual.ts';
import { type CheckOptions, type FoundProblem, type Judge, judgeBy } from './judge.ts';
import { Looks } from './looks.ts';
import type { Found } from './rule.ts';

/** The problems of one file as they are from now on; the same array as before where none has changed. */
export interface FileProblems {
  readonly file: string;
  readonly problems: readonly FoundProblem[];
}

export interface CheckerOptions extends CheckOptions {
  /** Is told of a look that threw, which is our bug: the other rules still tell what they find. Without it the error is thrown. */
  readonly failed?: (error: unknown) => void;
}

export interface UpdateOptions {
  /** Paths of files to look at before all others, such as those that are open. */
  readonly first?: Iterable<string>;
}

/**
 * The problems of a project that changes. It remembers what each look at a file asked of the project, and looks again only where an
 * answer is another one; its problems are then those of `checkProject`. Keeps no snapshot but the last.
 */
export class Checker {
  readonly #judge: Judge;
  readonly #failed: CheckerOptions['failed'];
  /** The last snapshot it was given. */
  #project: Project | undefined;
  /** By path. */
  readonly #ofFiles = new Looks<readonly Found[]>();
  /** By place among the families. */
  readonly #ofProject = new Looks<FoundByFile>();
  /** What those found that were looked for last. */
  readonly #wide = new Map<string, FoundByFile>();
  /** Paths of files whose problems may be other than those told last, in the order they are looked at. */
  #untold = new Set<string>();
  readonly #told = new Map<string, readonly FoundProblem[]>();

  constructor(options: CheckerOptions = {}) {
    this.#judge = judgeBy(rules, options);
    this.#failed = options.failed;
  }

  /** What was told last of a file; undefined before the first time. */
  problems(file: string): readonly FoundProblem[] | undefined {
    return this.#told.get(file);
  }

  /**
   * Goes on to a new snapshot: tells, file by file as fast as it is asked, the problems of all files that may have changed, those of
   * edited files first. May be left at any file: the next update takes up what is not done, and an older one ends.
   */
  update(project: Project, { first = [] }: UpdateOptions = {}): Generator<FileProblems, void, void> {
    const before = this.#project;
    this.#project = project;
    const edited = [...project.files].filter(([path, file]) => before?.files.get(path) !== file).map(([path]) => path);
    const gone = [...(before?.files.keys() ?? [])].filter((path) => !project.files.has(path));
    if (before !== undefined) this.#ofProject.forget(before, project);
    const affected = before === undefined ? [] : this.#ofFiles.forget(before, project);
    for (const path of [...edited, ...gone]) this.#ofFiles.remove(path);
    this.#untold = new Set([...edited, ...gone, ...this.#untold, ...affected]);
    return this.#work(project, [...first]);
  }

  *#work(project: Project, first: readonly string[]): Generator<FileProblems, void, void> {
    if (this.#project !== project) return;
    this.#lookAtProject(project);
    for (const path of [...first, ...this.#untold]) {
      if (this.#project !== project) return;
      if (this.#untold.delete(path)) yield { file: path, problems: this.#tell(project, path) };
    }
  }

  #lookAtProject(project: Project): void {
    for (const [index, family] of families.entries()) {
      if (family.run === undefined) continue;
      const id = String(index);
      const before = this.#wide.get(id);
      const now = this.#ofProject.result(id, project, (watched) => byFile(this.#found(family.run?.(watched))));
      if (before === now) continue;
      this.#wide.set(id, now);
      for (const path of new Set([...(before?.keys() ?? []), ...now.keys()]))
        if (!isEqual(before?.get(path), now.get(path))) this.#untold.add(path);
    }
  }

  #tell(project: Project, path: string): readonly FoundProblem[] {
    const file = project.files.get(path);
    const own =
      file === undefined
        ? []
        : this.#ofFiles.result(path, project, (watched) =>
            families.flatMap((family) => this.#found(family.check?.(watched, file))),
          );
    const wide = [...this.#wide.values()].flatMap((found) => found.get(path) ?? []);
    const problems = this.#judge(file, [...own, ...wide]);
    const before = this.#told.get(path);
    const told = before !== undefined && isEqual(before, problems) ? before : problems;
    if (file === undefined && told.length === 0) this.#told.delete(path);
    else this.#told.set(path, told);
    return told;
  }

  /** What a look finds, up to where it throws. */
  #found(look: Iterable<Found> = []): readonly Found[] {
    const found: Found[] = [];
    try {
      for (const problem of look) found.push(problem);
    } catch (error) {
      if (this.#failed === undefined) throw error;
      this.#failed(error);
    }
    return found;
  }
}

type FoundByFile = ReadonlyMap<string, readonly Found[]>;

function byFile(found: Iterable<Found>): FoundByFile {
  const files = new Map<string, Found[]>();
  for (const problem of found) {
    const those = files.get(problem.file);
    if (those === undefined) files.set(problem.file, [problem]);
    else those.push(problem);
  }
  return files;
}
