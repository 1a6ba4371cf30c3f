import type {
  ArtifactRow,
  LiveRun,
  MetricRow,
  RegisteredRow,
  SpecPlace,
  StepRow,
} from '../../../engine/src/operations/runs/page/runPage.ts';
import type { RunStatus } from '../../../engine/src/ports/runStore.ts';
import type { ParamType } from '../../../engine/src/project/pipeline.ts';
import type { OfSource } from './sources.ts';

export interface Filtered {
  /** MLflow's filter grammar where it has an operator, else words that ids, names, notes and tags contain. */
  readonly filter?: string;
}

export interface ExperimentRow {
  /** Id of the source that it is in; null: the project's own store. */
  readonly source: string | null;
  readonly name: string;
  /** Null: a server that was not asked to count. */
  readonly runs: number | null;
  readonly live: number;
  /** The pipeline that makes its runs, where the project has it. */
  readonly place: SpecPlace | null;
  /** The one that is checked out first, then by the newest run; none of another source. */
  readonly branches: readonly BranchRow[];
}

export interface BranchRow {
  /** Null: runs outside of git, or with a detached HEAD. */
  readonly branch: string | null;
  readonly runs: number;
  readonly live: number;
  readonly isCurrent: boolean;
}

export interface RunsAsked extends Filtered, OfSource {
  readonly experiment: string;
  /** All branches where absent. */
  readonly branch?: string | null;
  readonly offset: number;
  readonly limit: number;
}

export interface RunsPart {
  readonly total: number;
  /** There are more than `total`: a server tells no count. */
  readonly isAtLeast?: true;
  /** Running first, then the newest. */
  readonly runs: readonly RunRow[];
}

export interface RunRow {
  /** Of another source `RUN@SOURCE`. */
  readonly id: string;
  /** Id of the source that it is in; null: the project's own store. */
  readonly source: string | null;
  readonly name: string;
  readonly status: RunStatus;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly seconds: number | null;
  readonly branch: string | null;
  readonly commit: string | null;
  readonly dirty: boolean;
  /** The main metric: what the pipeline's `if:` asks for, else the first of its evaluation. */
  readonly metric: MetricRow | null;
  readonly models: readonly RegisteredRow[];
  /** Why it failed, one line. */
  readonly failure: string | null;
  /** Which of its steps failed. */
  readonly failedStep: string | null;
  /** Who pushed it; absent of a run that was made here. */
  readonly origin?: string;
  readonly live: LiveRun | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface RunParts {
  readonly steps: readonly StepRow[];
  readonly artifacts: readonly ArtifactRow[];
  /** Why artifacts of another source cannot be told. */
  readonly artifactsMissing?: string;
}

/** The params of a run's pipeline as the project has it now, with the run's own values. */
export interface RerunForm {
  /** Null: no pipeline of the project made the run. */
  readonly pipeline: string | null;
  readonly environment: string | null;
  /** Step that it began at or went to, where it was a part of the pipeline. */
  readonly from: string | null;
  readonly until: string | null;
  readonly params: readonly RerunParam[];
}

export interface RerunParam {
  readonly name: string;
  readonly type: ParamType;
  /** Of the run; of a param that it had not, the default, null where there is none. */
  readonly value: string | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Values it may have; null: any. */
  readonly choices: readonly string[] | null;
  readonly description: string | null;
}
