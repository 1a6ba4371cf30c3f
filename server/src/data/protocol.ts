import type { Profile } from '../../../engine/src/data/profile/profile.ts';
import type { Host } from '../../../engine/src/ports/host.ts';
import type { Project } from '../../../engine/src/project/project.ts';
import type { PipelineRun, Preview, SqlPlace } from './knowledge.ts';

/** Questions to the data child beside that for facts; each answer is plain data. */
export interface Questions {
  readonly profile: { readonly params: { readonly dataset: string }; readonly answer: Profile | undefined };
  readonly preview: { readonly params: SqlPlace; readonly answer: Preview | undefined };
  readonly runs: {
    readonly params: { readonly pipeline: string };
    readonly answer: readonly PipelineRun[] | undefined;
  };
}

export type Question = keyof Questions;

/** What the child answers from: the snapshot whose facts it gathered last, in a process that may open data and stores. */
export interface Asked {
  readonly host: Host;
  /** Absolute path of the project, with `/`. */
  readonly root: string;
  /** With its facts. */
  readonly project: Project;
}

/** How each question is answered; a `Failure` becomes undefined. */
export type Answers = {
  readonly [Q in Question]: (
    asked: Asked,
    params: Questions[Q]['params'],
    signal: AbortSignal,
  ) => Promise<Questions[Q]['answer']>;
};
