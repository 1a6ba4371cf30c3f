import { factsOf, type GatheredFacts, pathsOf, stampOf } from '../../../engine/src/facts/gatheredFacts.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import { baselineFiles } from '../../../engine/src/project/monitors.ts';
import { programFiles } from '../../../engine/src/project/programFiles.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import { sqlSites } from '../../../engine/src/project/sqlSites.ts';
import type { Progress } from '../progress.ts';
import type { AddedSource } from '../protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../views/viewQuestions.ts';
import { DataChild, type DataChildOptions } from './dataChild.ts';
import type { Knowledge } from './knowledge.ts';
import type { ProjectData } from './projectData.ts';
import { RememberedKnowledge } from './rememberedKnowledge.ts';

export interface AskedDataOptions extends DataChildOptions {
  readonly progress: Progress;
  /** What is known of data or runs is other than before. */
  readonly changed: () => void;
  /** So may be what stores and data tell to views: files beside the specs are others, or facts are known. */
  readonly moved?: () => void;
  readonly closed?: () => void;
}

/** Whether a snapshot names anything that lies outside of its specs. */
function asksFacts(project: Project): boolean {
  const { datasets, models } = project;
  const files = programFiles(project).size + baselineFiles(project).size;
  return datasets.size > 0 || models.size > 0 || files > 0 || sqlSites(project).length > 0;
}

/** Milliseconds without a change before facts are asked for. */
const CALM = 120;

/** What the data child tells of a project: facts in the background, knowledge when a feature asks. */
export class AskedData implements ProjectData {
  readonly #child: DataChild;
  readonly #options: AskedDataOptions;
  #facts: GatheredFacts | undefined;
  readonly #knowledge: RememberedKnowledge;
  /** The newest snapshot: what is asked is asked of it. */
  #project: Project | undefined;
  #listener: () => void = () => {};
  #asked: ReadonlyMap<string, SpecFile> | undefined;
  #environment: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #control = new AbortController();
  #gathered = false;
  #closed = false;

  constructor(options: AskedDataOptions) {
    this.#options = options;
    this.#child = new DataChild(options);
    this.#knowledge = new RememberedKnowledge(async (question, params, signal) =>
      this.#project === undefined ? undefined : this.#child.ask(this.#project, question, params, signal),
    );
  }

  get process(): number | undefined {
    return this.#child.pid;
  }

  get isKnown(): boolean {
    return this.#gathered;
  }

  known(project: Project): Project {
    return this.#facts === undefined ? project : project.withFacts(factsOf(this.#facts, project));
  }

  knowledge(project: Project): Knowledge {
    this.#project = project;
    return this.#knowledge.of(project);
  }

  askView<Q extends ViewQuestion>(
    project: Project,
    question: Q,
    params: ViewQuestions[Q]['params'],
    signal: AbortSignal,
  ): Promise<Told<ViewQuestions[Q]['answer']>> {
    return this.#child.askView(project, question, params, signal);
  }

  ask(project: Project): void {
    if (this.#closed || this.#isAsked(project)) return;
    this.#asked = project.files;
    this.#environment = project.environment;
    this.#control.abort();
    this.#gathered = !asksFacts(project);
    if (this.#gathered) return;
    this.#control = new AbortController();
    this.#later(project, CALM);
  }

  factsChanged(listener: () => void): void {
    this.#listener = listener;
  }

  addSources(added: readonly AddedSource[]): void {
    if (this.#child.addSources(added)) this.#options.moved?.();
  }

  worldChanged(): void {
    this.#asked = undefined;
    this.#knowledge.forget();
    this.#options.changed();
    this.#options.moved?.();
  }

  specsChanged(): void {
    this.#options.moved?.();
  }

  runsChanged(): void {
    this.#knowledge.forget('runs');
    this.#options.changed();
  }

  checksChanged(): void {
    this.#knowledge.forget('checks');
    this.#options.changed();
  }

  async isCurrent(files: Files): Promise<boolean> {
    for (const { source, stamp } of Object.values(this.#facts?.datasets ?? {})) {
      if (source.kind !== 'found' || stamp === undefined) continue;
      if (stampOf(await files.stats(pathsOf(source.table))) !== stamp) return false;
    }
    return true;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#control.abort();
    this.#child.close();
    this.#options.closed?.();
  }

  #isAsked({ files, environment }: Project): boolean {
    const asked = this.#asked;
    if (asked === undefined || asked.size !== files.size || environment !== this.#environment) return false;
    return [...files].every(([path, file]) => asked.get(path)?.text === file.text);
  }

  #later(project: Project, wait: number): void {
    clearTimeout(this.#timer);
    const { signal } = this.#control;
    this.#timer = setTimeout(() => {
      this.#gather(project, signal).catch(this.#options.failed);
    }, wait);
  }

  async #gather(project: Project, signal: AbortSignal): Promise<void> {
    const done = this.#options.progress('Modelyard looks at the data');
    try {
      const whole = await this.#child.gather(project, (facts) => this.#take(facts), signal);
      if (whole) this.#gathered = true;
      else if (!signal.aborted && !this.#closed && this.#child.pause > 0) this.#later(project, this.#child.pause + 1);
    } finally {
      done();
    }
  }

  #take(facts: GatheredFacts | undefined): void {
    if (facts === undefined || this.#closed) return;
    this.#facts = facts;
    this.#listener();
    this.#options.changed();
    this.#options.moved?.();
  }
}
