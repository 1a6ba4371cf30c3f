import { checkProject, type FoundProblem } from '../../../engine/src/checks/all.ts';
import { file as ownRules } from '../../../engine/src/checks/file.ts';
import { buildProject } from '../../../engine/src/project/project.ts';
import { NO_KNOWLEDGE } from '../data/knowledge.ts';
import type { Snapshot } from '../features/spot.ts';
import { Checking } from './checking.ts';
import type { CheckedFile, Editor, Session } from './session.ts';
import type { ReadSettings } from './settings.ts';

export interface LoneFileOptions {
  /** The folder that the file lies in. */
  readonly root: string;
  readonly file: string;
  readonly settings: () => ReadSettings;
  readonly uri: (file: string) => string;
  readonly found: (found: CheckedFile) => void;
  readonly failed: (error: unknown) => void;
  readonly quiet: (longest: number) => Promise<void>;
}

const OWN = new Set(ownRules.rules.map(({ code }) => code));

/** What a text is wrong in on its own: its YAML, and the schema of its kind. */
export function ownProblems(file: string, text: string, { severities }: ReadSettings): readonly FoundProblem[] {
  const project = buildProject(new Map([[file, text]]));
  return checkProject(project, { severities }).filter(({ code }) => OWN.has(code));
}

/** A spec that no project holds: only what it says on its own is checked. */
export class LoneFile implements Session {
  readonly root: string;
  readonly #options: LoneFileOptions;
  readonly #checking: Checking;
  #editor: Editor = { text: '', version: 0 };
  #snapshot: Snapshot | undefined;
  #problems: readonly FoundProblem[] = [];

  constructor(options: LoneFileOptions) {
    this.root = options.root;
    this.#options = options;
    const { file, settings } = options;
    this.#checking = new Checking({
      problems: () => [{ file, problems: ownProblems(file, this.#editor.text, settings()) }],
      found: ({ problems }) => {
        this.#problems = problems;
        options.found({ file, problems, version: this.#editor.version });
      },
      finished() {},
      failed: options.failed,
      quiet: options.quiet,
    });
  }

  get snapshot(): Snapshot {
    this.#snapshot ??= this.#build();
    return this.#snapshot;
  }

  checked(): Promise<void> {
    return this.#checking.checked();
  }

  problemsOf(): readonly FoundProblem[] {
    return this.#problems;
  }

  opened(file: string, editor: Editor): void {
    this.#editor = editor;
    this.#snapshot = undefined;
    this.#checking.changed(file);
  }

  closed(file: string): void {
    this.#checking.close();
    this.#options.found({ file, problems: [], version: undefined });
  }

  #build(): Snapshot {
    const { root, uri, file } = this.#options;
    return {
      root,
      project: buildProject(new Map([[file, this.#editor.text]])),
      knowledge: NO_KNOWLEDGE,
      uri,
      list: async () => [],
    };
  }
}
