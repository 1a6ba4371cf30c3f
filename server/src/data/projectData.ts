import type { Files } from '../../../engine/src/ports/files.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import type { AddedSource } from '../protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../views/viewQuestions.ts';
import { type Knowledge, NO_KNOWLEDGE } from './knowledge.ts';

/** What is known of a project beside its spec files. */
export interface ProjectData {
  /** Id of the process that looks at the data, while there is one. */
  readonly process: number | undefined;
  /** Whether all that was asked is known. */
  readonly isKnown: boolean;
  /** The snapshot with the facts that are known of it now. */
  known(project: Project): Project;
  knowledge(project: Project): Knowledge;
  /** What a view asks of stores and data, as a snapshot has them. Does not reject. */
  askView<Q extends ViewQuestion>(
    project: Project,
    question: Q,
    params: ViewQuestions[Q]['params'],
    signal: AbortSignal,
  ): Promise<Told<ViewQuestions[Q]['answer']>>;
  /** Has facts of this snapshot gathered, soon. */
  ask(project: Project): void;
  /** Called when other facts are known than before. */
  factsChanged(listener: () => void): void;
  /** What the user added to the places where other tools keep runs, instead of what was added before. */
  addSources(added: readonly AddedSource[]): void;
  /** Files beside the specs may have changed. */
  worldChanged(): void;
  /** Specs on disk are others than before. */
  specsChanged(): void;
  /** Some process has written to the store of runs. */
  runsChanged(): void;
  /** Some process has made a check, told an alert or muted one. */
  checksChanged(): void;
  /** What is known was read from data as it is: for a client that does not tell what changes on disk. */
  isCurrent(files: Files): Promise<boolean>;
  close(): void;
}

/** Of a workspace in which nothing may be run or opened: what locks tell, and nothing else. */
export function dataNotOpened(withLocks: (project: Project) => Project): ProjectData {
  return {
    process: undefined,
    isKnown: true,
    known: withLocks,
    knowledge: () => NO_KNOWLEDGE,
    askView: async () => RESTRICTED,
    ask() {},
    factsChanged() {},
    addSources() {},
    worldChanged() {},
    specsChanged() {},
    runsChanged() {},
    checksChanged() {},
    isCurrent: async () => true,
    close() {},
  };
}

const RESTRICTED: Told<never> = {
  kind: 'refused',
  reason: 'restricted',
  message: 'No data and no store is opened in a workspace that is not trusted',
  next: 'Trust the workspace in the editor first.',
};
