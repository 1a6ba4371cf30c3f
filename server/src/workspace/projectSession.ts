import { posix } from 'node:path';
import type { FoundProblem } from '../../../engine/src/checks/all.ts';
import { Checker, type FileProblems } from '../../../engine/src/checks/checker.ts';
import { Failure } from '../../../engine/src/failure.ts';
import { PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import { buildProject, type Project } from '../../../engine/src/project/project.ts';
import type { ProjectData } from '../data/projectData.ts';
import type { Snapshot } from '../features/spot.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../views/viewQuestions.ts';
import { Checking } from './checking.ts';
import { entriesOf } from './folder.ts';
import type { CheckedFile, Editor, Session } from './session.ts';
import type { ReadSettings } from './settings.ts';
import { SpecsOnDisk } from './specsOnDisk.ts';

export interface SessionOptions {
  /** Absolute, with `/`. */
  readonly root: string;
  readonly files: Files;
  readonly settings: () => ReadSettings;
  readonly uri: (file: string) => string;
  readonly docs: (page: string) => string;
  readonly data: ProjectData;
  readonly found: (session: ProjectSession, found: CheckedFile) => void;
  /** All files were looked at. */
  readonly finished: () => void;
  /** Something the user should read once. */
  readonly say: (message: string) => void;
  readonly failed: (error: unknown) => void;
  readonly quiet: (longest: number) => Promise<void>;
}

/** Files parsed before messages are let in again while a project is loaded. */
const PORTION = 20;

/** A project as the editor sees it: files on disk, what is open instead of them, and what is known of the rest. */
export class ProjectSession implements Session {
  readonly root: string;
  readonly #options: SessionOptions;
  readonly #disk: SpecsOnDisk;
  readonly #open = new Map<string, Editor>();
  readonly #checking: Checking;
  #checker: Checker;
  readonly #problems = new Map<string, CheckedFile>();
  #snapshot: Snapshot | undefined;
  #previous: Project | undefined;
  #versions: ReadonlyMap<string, number> = new Map();
  #loading: Promise<void> | undefined;
  #isLoaded = false;
  #looks: Promise<unknown> = Promise.resolve();
  #nextLook: Promise<void> | undefined;
  #saidOfEnvironment: string | undefined;
  #saidOfDisk: string | undefined;
  #closed = false;

  constructor(options: SessionOptions) {
    this.root = options.root;
    this.#options = options;
    this.#disk = new SpecsOnDisk(options.files, options.root);
    this.#checker = this.#newChecker();
    this.#checking = new Checking({
      problems: (first) => this.#problemsNow(first),
      found: (found) => this.#found(found),
      finished: () => this.#finished(),
      quiet: options.quiet,
      failed: (error) => {
        // What it remembers may be half of it.
        this.#checker = this.#newChecker();
        options.failed(error);
      },
    });
  }

  /** Resolves when the project has been read from disk once. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Files beside the specs may have changed. */
  worldChanged(): void {
    this.#options.data.worldChanged();
    if (this.#isLoaded) this.#options.data.ask(this.snapshot.project);
  }

  /** What a view asks of the project's stores and data. */
  askView<Q extends ViewQuestion>(
    question: Q,
    params: ViewQuestions[Q]['params'],
    signal: AbortSignal,
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    return this.#options.data.askView(this.snapshot.project, question, params, signal);
  }

  /** For a client that does not tell what changes on disk: looks whether the data has. */
  async lookAtData(): Promise<void> {
    const { data, files } = this.#options;
    if (!(await data.isCurrent(files))) this.worldChanged();
  }

  /** Whether every file has been checked as it now is. */
  get isChecked(): boolean {
    return this.#isLoaded && this.#checking.isDone;
  }

  /** Reads again what has changed on disk. Looks follow each other; one that has not begun serves all who ask for one. */
  look(): Promise<void> {
    this.#nextLook ??= this.#lookLater();
    return this.#nextLook;
  }

  #lookLater(): Promise<void> {
    const look = this.#looks.then(async () => {
      this.#nextLook = undefined;
      if (this.#closed || !(await this.#lookAtDisk())) return;
      this.changed();
      this.#options.data.specsChanged();
    });
    this.#looks = look.catch(this.#options.failed);
    return look;
  }

  /** Whether anything changed; where folders cannot be listed the user is told so, once, and goes on with what is open. */
  async #lookAtDisk(): Promise<boolean> {
    try {
      return await this.#disk.look(this.#open.get(PROJECT_FILE)?.text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (this.#saidOfDisk !== error.message) this.#options.say(error.message);
      this.#saidOfDisk = error.message;
      return false;
    }
  }

  /** A file, what is known beside the files, or a setting has changed. */
  changed(file?: string): void {
    this.#snapshot = undefined;
    if (this.#isLoaded) this.#checking.changed(file);
  }

  /** Settings are others: every file is checked anew. */
  settingsChanged(): void {
    this.#checker = this.#newChecker();
    this.changed();
  }

  opened(file: string, editor: Editor): void {
    const before = this.#open.get(file) ?? { text: this.#disk.texts.get(file) };
    this.#open.set(file, editor);
    if (file === PROJECT_FILE && before.text !== editor.text) void this.look();
    this.changed(file);
  }

  closed(file: string): void {
    if (this.#open.delete(file)) this.changed(file);
  }

  isOnDisk(file: string): boolean {
    return this.#disk.texts.has(file);
  }

  has(file: string): boolean {
    return this.#open.has(file) || this.#disk.texts.has(file);
  }

  /** Number of its files. */
  get size(): number {
    return this.#isLoaded ? this.snapshot.project.files.size : 0;
  }

  get hasOpenFiles(): boolean {
    return this.#open.size > 0;
  }

  /** The newest snapshot, built when it is asked for. */
  get snapshot(): Snapshot {
    this.#snapshot ??= this.#build();
    return this.#snapshot;
  }

  /** Resolves when the problems of a file, or of all, are those of the newest snapshot. */
  checked(file?: string): Promise<void> {
    return this.#checking.checked(file);
  }

  /** Problems as they were last found, by file. */
  get problems(): ReadonlyMap<string, CheckedFile> {
    return this.#problems;
  }

  problemsOf(file: string): readonly FoundProblem[] {
    return this.#problems.get(file)?.problems ?? [];
  }

  close(): void {
    this.#closed = true;
    this.#checking.close();
    this.#options.data.close();
    for (const file of [...this.#problems.keys()]) this.#clear(file);
  }

  #newChecker(): Checker {
    const { settings, failed } = this.#options;
    return new Checker({ ...settings(), failed });
  }

  async #load(): Promise<void> {
    const look = this.#looks.then(() => this.#lookAtDisk());
    this.#looks = look.catch(() => {});
    await look;
    const texts = [...this.#texts()];
    for (let end = PORTION; end < texts.length && !this.#closed; end += PORTION) {
      this.#previous = buildProject(new Map(texts.slice(0, end)), { previous: this.#previous });
      await new Promise(setImmediate);
    }
    this.#isLoaded = true;
    this.#options.data.factsChanged(() => this.changed());
    this.changed();
  }

  #texts(): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const [file, text] of [
      ...this.#disk.texts,
      ...[...this.#open].map(([file, { text }]) => [file, text] as const),
    ])
      texts.set(file, text);
    return texts;
  }

  #build(): Snapshot {
    const { root, uri, files, data } = this.#options;
    const texts = this.#texts();
    const project = data.known(this.#buildIn(texts));
    this.#previous = project;
    this.#versions = new Map([...this.#open].map(([file, { version }]) => [file, version]));
    return {
      root,
      project,
      uri,
      docs: this.#options.docs,
      knowledge: data.knowledge(project),
      list: (folder) => entriesOf(files, root, folder),
    };
  }

  /** In the chosen environment; without one where there is none of that name. */
  #buildIn(texts: ReadonlyMap<string, string>): Project {
    const { environment } = this.#options.settings();
    const previous = this.#previous;
    try {
      return buildProject(texts, { environment, previous });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (this.#saidOfEnvironment !== environment) this.#options.say(`${posix.basename(this.root)}: ${error.message}`);
      this.#saidOfEnvironment = environment;
      return buildProject(texts, { previous });
    }
  }

  /** What may have changed; and of the first files what is as it was, for their versions are others. */
  *#problemsNow(first: readonly string[]): Generator<FileProblems> {
    const { project } = this.snapshot;
    const left = new Set(first);
    for (const found of this.#checker.update(project, { first })) {
      left.delete(found.file);
      yield found;
    }
    for (const file of left) if (project.files.has(file)) yield { file, problems: this.#checker.problems(file) ?? [] };
  }

  #found({ file, problems }: FileProblems): void {
    const checked = { file, problems, version: this.#versions.get(file) };
    this.#problems.set(file, checked);
    this.#options.found(this, checked);
  }

  /** What is no longer there has no problems; what only data can tell is asked for. */
  #finished(): void {
    const { project } = this.snapshot;
    for (const file of [...this.#problems.keys()]) if (!project.files.has(file)) this.#clear(file);
    this.#options.finished();
    this.#options.data.ask(project);
  }

  #clear(file: string): void {
    this.#problems.delete(file);
    this.#options.found(this, { file, problems: [], version: undefined });
  }
}
