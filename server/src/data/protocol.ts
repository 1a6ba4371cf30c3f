import type { Profile } from '../../../engine/src/data/profile/profile.ts';
import type { GatheredFacts } from '../../../engine/src/facts/gatheredFacts.ts';
import type { AddedSource } from '../protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../views/viewQuestions.ts';
import type { LiveRuns } from './answers/liveRuns.ts';
import type { Pairings } from './answers/pairings.ts';
import type { Logs } from './answers/runLogs.ts';
import type { Asked } from './asked.ts';
import type { MonitorChecks, PipelineRun, Preview, SqlPlace } from './knowledge.ts';
import type { OpenSources } from './sources/openSources.ts';
import type { RunTables } from './tables/runTables.ts';

/** Questions to the data child beside that for facts; each answer is plain data. */
export interface Questions {
  readonly profile: { readonly params: { readonly dataset: string }; readonly answer: Profile | undefined };
  readonly preview: { readonly params: SqlPlace; readonly answer: Preview | undefined };
  readonly runs: {
    readonly params: { readonly pipeline: string };
    readonly answer: readonly PipelineRun[] | undefined;
  };
  readonly checks: {
    readonly params: { readonly monitor: string };
    readonly answer: MonitorChecks | null | undefined;
  };
}

export type Question = keyof Questions;

/** How each question is answered; a `Failure` becomes undefined. */
export type Answers = {
  readonly [Q in Question]: (
    asked: Asked,
    params: Questions[Q]['params'],
    signal: AbortSignal,
  ) => Promise<Questions[Q]['answer']>;
};

/** What was read of running runs, logs, tables and other tools' stores, and what is measured: stays as long as the process does. */
export interface ViewMemory {
  readonly liveRuns: LiveRuns;
  readonly logs: Logs;
  readonly pairings: Pairings;
  readonly runTables: RunTables;
  readonly sources: OpenSources;
}

/** What the views' questions are answered from. */
export interface Viewed extends Asked, ViewMemory {}

/** How each question of the views is answered; a `Failure` becomes a refusal. */
export type ViewAnswers = {
  readonly [Q in ViewQuestion]: (
    asked: Viewed,
    params: ViewQuestions[Q]['params'],
    signal: AbortSignal,
  ) => Promise<ViewQuestions[Q]['answer']>;
};

/** What the server tells its data child. */
export type ToChild =
  /** Texts of spec files that are others than before, null where a file has gone; all of them at first. */
  | {
      readonly kind: 'specs';
      readonly texts: Readonly<Record<string, string | null>>;
      readonly environment: string | undefined;
    }
  /** What the user added beyond the folder, with its secrets. */
  | { readonly kind: 'sources'; readonly added: readonly AddedSource[] }
  | { readonly kind: 'gather'; readonly id: number }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question; readonly params: unknown }
  | { readonly kind: 'view'; readonly id: number; readonly question: string; readonly params: unknown }
  /** An answer is no longer wanted. */
  | { readonly kind: 'cancel'; readonly id: number };

export type FromChild =
  /** Facts, undefined where they are as they were; not `last` while the data is still looked at. */
  | { readonly kind: 'facts'; readonly id: number; readonly facts: GatheredFacts | undefined; readonly last: boolean }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'told'; readonly id: number; readonly told: Told<unknown> }
  /** A native library that was needed does not load: what the user should read, once. */
  | { readonly kind: 'missing'; readonly id: number; readonly words: string }
  /** It could not be told; why is for the log. */
  | { readonly kind: 'failed'; readonly id: number; readonly why: string };
