import type { DriftPage } from '../../engine/src/monitoring/report/driftPage.ts';
import type { KeptExplanation } from '../../engine/src/operations/models/explain/keptExplanations.ts';
import type { AliasHold, PromotionPage } from '../../engine/src/operations/promotion/page/promotionPage.ts';
import type { DataMoves, PairedRun, RunDifferences } from '../../engine/src/operations/runs/compare/runDifferences.ts';
import type {
  ArtifactRow,
  Figure,
  LiveRun,
  MetricRow,
  RegisteredRow,
  RunPage,
  SpecPlace,
  StepRow,
} from '../../engine/src/operations/runs/page/runPage.ts';
import type { RunOrigin } from '../../engine/src/ports/runSource.ts';
import type { RunStatus } from '../../engine/src/ports/runStore.ts';
import type { ParamType } from '../../engine/src/project/pipeline.ts';
import type {
  RunFilterAsked,
  RunFilterTold,
  RunTableAsked,
  RunTableTold,
} from '../../engine/src/tracking/table/runTable.ts';

export type {
  ChangeExplanation,
  Contribution,
  SeedNoise,
} from '../../engine/src/operations/models/explain/explanation.ts';
export type { KeptExplanation } from '../../engine/src/operations/models/explain/keptExplanations.ts';
export type {
  AliasHold,
  AliasNow,
  ChangedLine,
  PageApprovers,
  PageEvidence,
  PageGuard,
  PagePolicy,
  PlannedChange,
  PromotionPage,
  PromotionPlaces,
} from '../../engine/src/operations/promotion/page/promotionPage.ts';
export type {
  ComparedFigure,
  ComparedRun,
  DataChange,
  DataMoves,
  DataRead,
  DataRow,
  DifferingRow,
  FileDifferences,
  FileRow,
  FileState,
  MetricDifference,
  PairedFigure,
  PairedRun,
  PairedSlicing,
  RowDifferences,
  RunDifferences,
  Unknown,
} from '../../engine/src/operations/runs/compare/runDifferences.ts';
export type {
  Against,
  ArtifactRow,
  Figure,
  Lineage,
  LineageNode,
  LiveRun,
  MetricRow,
  PageAgainst,
  PageData,
  PageDifference,
  PageEvaluation,
  PageMetric,
  PageParam,
  PageSlices,
  PageSource,
  PageTraining,
  RegisteredRow,
  RunFailure,
  RunPage,
  SpecPlace,
  StepRow,
} from '../../engine/src/operations/runs/page/runPage.ts';
export type {
  GateEvidence,
  GateFigure,
  GateRule,
  GateStatus,
  ThresholdRule,
} from '../../engine/src/ports/gate.ts';

/** What the side panel and the panels ask of a project's stores and data, and what they are told: plain JSON. Types only. */
export interface ViewQuestions {
  /** What other tools' runs are read from, found in the folder or added by the user. */
  readonly sources: { readonly params: Nothing; readonly answer: SourceRows };
  readonly experiments: { readonly params: Filtered & OfSource; readonly answer: readonly ExperimentRow[] };
  readonly runs: { readonly params: RunsAsked; readonly answer: RunsPart };
  readonly runParts: { readonly params: OfRun; readonly answer: RunParts };
  readonly models: { readonly params: OfSource; readonly answer: readonly ModelRow[] };
  readonly datasets: { readonly params: Nothing; readonly answer: DataRows };
  readonly monitors: { readonly params: Nothing; readonly answer: readonly MonitorRow[] };
  /** What a check of a monitor found, and the other checks that there are. */
  readonly monitorReport: { readonly params: CheckAsked; readonly answer: MonitorReportTold };
  /** The same as a file of its own. */
  readonly monitorReportFile: { readonly params: CheckAsked; readonly answer: { readonly html: string } };
  readonly live: { readonly params: Nothing; readonly answer: readonly LiveRun[] };
  readonly runPage: { readonly params: OfRun; readonly answer: RunPage };
  /** What a move of an alias is decided by, as far as it is known without judging. */
  readonly promotion: { readonly params: MoveOfAlias; readonly answer: PromotionPage };
  /** All versions that an alias stood for, the newest first. */
  readonly aliasHistory: { readonly params: NamedAlias; readonly answer: readonly AliasHold[] };
  /** Runs as rows of a table: whole at first, then what has changed. */
  readonly runTable: { readonly params: RunTableAsked; readonly answer: RunTableTold };
  readonly runFilter: { readonly params: RunFilterAsked; readonly answer: RunFilterTold };
  /** Why a metric changed from one run to the other, where that was asked before; null where it was not. */
  readonly explanation: { readonly params: RunPair; readonly answer: KeptExplanation | null };
  /** What a run can be started again with. */
  readonly rerun: { readonly params: OfRun; readonly answer: RerunForm };
  /** What differs between runs; how values of data lie otherwise is another question, for it reads the data. */
  readonly runDifferences: { readonly params: DifferencesAsked; readonly answer: RunDifferences };
  readonly dataMoves: { readonly params: MovesAsked; readonly answer: DataMoves };
  /** How metrics of a run, of its slices too, stand to the baseline's on the rows that both were scored on, which reads these scores. */
  readonly pairedRun: { readonly params: HeldAgainst; readonly answer: PairedRun };
  /** How far that is; null where it is not measured now. What is not wanted any more is stopped. */
  readonly pairing: {
    readonly params: HeldAgainst & { readonly isWanted: boolean };
    readonly answer: PairingNow | null;
  };
  /** Text of a spec or a file of code as a run found it. */
  readonly runFile: { readonly params: ArtifactAsked; readonly answer: RunFileText };
  readonly series: { readonly params: SeriesAsked; readonly answer: readonly Series[] };
  /** Histories of a metric in several runs, thinned out for a chart. */
  readonly curves: { readonly params: CurvesAsked; readonly answer: CurvesTold };
  readonly log: { readonly params: LogAsked; readonly answer: LogPart };
  /** Makes the bytes of an artifact a file that can be opened, under its own name. */
  readonly artifact: { readonly params: ArtifactAsked; readonly answer: { readonly file: string } };
  /** The first part of an artifact, to look at. */
  readonly artifactPreview: { readonly params: ArtifactAsked; readonly answer: ArtifactPreview };
}

export type ViewQuestion = keyof ViewQuestions;

/** An answer, or why there is none: the sentence to show and the next step. */
export type Told<T> =
  | { readonly kind: 'told'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string; readonly next?: string };

type Nothing = Readonly<Record<string, never>>;

interface OfRun {
  /** Id of the pipeline's run, or of a step's nested run; of another source `RUN@SOURCE`, whole. */
  readonly run: string;
}

interface NamedAlias {
  readonly model: string;
  readonly alias: string;
}

/** A version that an alias is to point at. */
interface MoveOfAlias {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
}

/** Whole ids. */
interface RunPair {
  readonly a: string;
  readonly b: string;
}

interface OfSource {
  /** Id of a source; absent: the project's own store. */
  readonly source?: string;
}

// Other tools' runs

export interface SourceRows {
  /** Those of the folder first, then those that were added, in their order. */
  readonly sources: readonly SourceRow[];
  readonly unreadable: readonly UnreadableSource[];
}

export interface SourceRow {
  /** Stable and short: `[a-z0-9-]`. */
  readonly id: string;
  readonly kind: RunOrigin['kind'];
  /** Path relative to the project, with `/`, absolute where it lies elsewhere, or an address without secrets. */
  readonly place: string;
  /** For people: `mlruns`, `mlflow.example.com`. */
  readonly name: string;
}

/** What is there, or was added, and cannot be read. */
export interface UnreadableSource {
  readonly place: string;
  readonly message: string;
  readonly next?: string;
}

// Experiments, runs

interface Filtered {
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

// Models

export interface ModelRow {
  /** Id of the source that it is in; null: the project's own registry. */
  readonly source: string | null;
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly card: CardRow | null;
  /** Absent: another source. Those that a policy guards first. */
  readonly aliases?: readonly AliasRow[];
  /** What is wrong with a file of it, which is left out. */
  readonly problem?: string;
}

export interface AliasRow {
  readonly alias: string;
  /** Null: it holds nothing yet. */
  readonly version: number | null;
  /** What a rollback leads to. */
  readonly previous: number | null;
  /** ISO 8601 UTC. */
  readonly since: string | null;
  /** Whether a policy of the project, as it is here, asks something before it moves. */
  readonly isGuarded: boolean;
  /** A move that is not committed, which nobody follows yet: the version that the file names, null where it names none. */
  readonly pending?: { readonly version: number | null };
  /** Where its file is; null while it holds nothing. */
  readonly place: SpecPlace | null;
}

export interface VersionRow {
  readonly version: number;
  readonly semver: string;
  readonly aliases: readonly string[];
  /** ISO 8601 UTC. */
  readonly created: string;
  readonly by: string;
  readonly run: string;
  /** Whether the run is in this machine's store. */
  readonly hasRun: boolean;
  readonly metric: MetricRow | null;
  readonly metrics: Readonly<Record<string, { readonly value: Figure; readonly low?: number; readonly high?: number }>>;
  /** Empty where the source does not say it. */
  readonly sha256: string;
  readonly size: number;
  readonly format: string;
  /** Whether the model's bytes are on this machine. */
  readonly isHere: boolean;
  /** Null: another source has no file of it. */
  readonly place: SpecPlace | null;
}

export interface CardRow {
  readonly place: SpecPlace;
  /** What is wrong with it: `says 0.72, v7 measured 0.705`. */
  readonly problem: string | null;
}

// Data

export interface DataRows {
  readonly datasets: readonly DatasetRow[];
  readonly views: readonly ViewRow[];
}

export interface DatasetRow {
  readonly name: string;
  readonly place: SpecPlace;
  /** Whether its data was looked for, and found. */
  readonly data: 'known' | 'absent' | 'unknown';
  readonly rows: number | null;
  readonly columns: number | null;
  /** Manifest hash of what is there now. */
  readonly version: string | null;
  readonly lock: { readonly place: SpecPlace; readonly version: string; readonly isCurrent: boolean | null } | null;
  readonly freshness: Freshness | null;
  /** Newest first, at most 20. */
  readonly versions: readonly DataVersionRow[];
  readonly versionsInAll: number;
}

export interface Freshness {
  /** Of the newest row, ISO 8601 UTC. */
  readonly newest: string;
  readonly seconds: number;
  /** At most, in seconds, where the spec says so. */
  readonly limit: number | null;
}

export interface DataVersionRow {
  readonly version: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly rows: number;
  /** Rows more (or fewer) than in the version before it. */
  readonly added: number | null;
  readonly isKept: boolean;
}

export interface ViewRow {
  readonly name: string;
  readonly place: SpecPlace;
  readonly entity: readonly string[];
  readonly fields: readonly { readonly name: string; readonly type: string | null; readonly place: SpecPlace }[];
  readonly dataset: string | null;
  readonly freshness: Freshness | null;
}

// Monitors

export interface MonitorRow {
  readonly name: string;
  readonly place: SpecPlace;
  /** As the spec has it: NAME, NAME:VERSION or NAME@ALIAS; empty where it says none. */
  readonly model: string;
  /** That it stands for now. */
  readonly version: number | null;
  /** When it is due, in the words of cron; null where it is only checked by hand. */
  readonly schedule: string | null;
  readonly timezone: string;
  /** The newest of the version that it watches now, else of any; null where there is none. */
  readonly newest: CheckRow | null;
  /** Newest first, at most 20; of other versions too. */
  readonly checks: readonly CheckRow[];
  readonly hasMore: boolean;
  /** Since when every check has found something; null where the newest has not. */
  readonly since: { readonly due: string; readonly checks: number; readonly isAtLeast: boolean } | null;
  /** When the editor was last to be told, ISO 8601 UTC, where that is not over; null where nothing fires. */
  readonly fired: string | null;
  readonly mute: { readonly until: string | null; readonly by: string; readonly why: string | null } | null;
  /** Why the newest tick of its schedule made no check. */
  readonly trouble: { readonly due: string; readonly said: string } | null;
  /** What became of the version that its alert had trained last, until that is decided. */
  readonly offer: OfferRow | null;
}

export interface OfferRow {
  readonly model: string;
  readonly version: number;
  /** That the version was judged for. */
  readonly alias: string;
  /** `same`: it is what the alias stands for already; `unknown`: the gates could not be asked. */
  readonly status: 'allowed' | 'refused' | 'same' | 'unknown';
  readonly gates: { readonly passed: number; readonly of: number };
  /** In a sentence, with the next step. */
  readonly said: string;
  /** That made it. */
  readonly run: string;
}

export interface CheckRow {
  readonly id: string;
  /** End of its windows, ISO 8601 UTC. */
  readonly due: string;
  readonly made: string;
  readonly by: 'schedule' | 'data' | 'hand' | 'ci';
  /** NAME:VERSION */
  readonly model: string | null;
  readonly state: CheckState;
  /** The verdict in a sentence. */
  readonly headline: string;
  readonly rows: number;
  readonly drifted: number;
  readonly tested: number;
  /** Ids of what was beyond its limit: `performance`, `missing`. */
  readonly failed: readonly string[];
}

export interface CheckAsked {
  readonly monitor: string;
  /** Id of the check; the newest where there is none. */
  readonly check?: string;
}

export interface MonitorReportTold {
  /** Null: the monitor has not run. */
  readonly page: DriftPage | null;
  /** What is shown where no check is named: the newest of the version that the monitor watches now. */
  readonly newest: CheckRow | null;
  /** Newest first, at most 400; of other versions too. */
  readonly checks: readonly CheckRow[];
  readonly hasMore: boolean;
  readonly mute: MonitorRow['mute'];
  /** Of its spec; null where the project has none any more. */
  readonly place: SpecPlace | null;
  /** Where its spec says how columns are judged; null where it does not. */
  readonly rule: SpecPlace | null;
  /** How long the window of the current rows is, as its spec says it; null where it does not. */
  readonly window: SpecText | null;
}

/** A value as it stands in a spec. */
export interface SpecText extends SpecPlace {
  /** Where it begins in its line, from 0. */
  readonly character: number;
  readonly text: string;
}

/** `failed`: no drift, but something else is beyond its limit. */
export type CheckState = 'drift' | 'failed' | 'none' | 'unknown';

// Running again

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

// What differs

export interface DifferencesAsked {
  /** Ids of two runs or more; of another source `RUN@SOURCE`. */
  readonly runs: readonly string[];
  /** One of them that the others are held against; the first where absent. */
  readonly baseline?: string;
}

export interface HeldAgainst {
  readonly run: string;
  readonly baseline: string;
  /** A column of whose slices it is told too. */
  readonly slices?: string;
}

export interface PairingNow {
  /** Of what is to be measured, 0 to 1. */
  readonly share: number;
  /** What is at work. */
  readonly message: string;
}

export interface MovesAsked {
  readonly dataset: string;
  /** Whole versions. */
  readonly a: string;
  readonly b: string;
}

/** Null where the run did not have the file. */
export interface RunFileText {
  readonly text: string | null;
}

// Series, log, artifacts

export interface SeriesAsked {
  readonly run: string;
  readonly names: readonly string[];
  /** More than these are thinned out, extremes kept. Default: 2,000. */
  readonly points?: number;
}

export interface Series {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly Figure[];
  /** How many points there are in all. */
  readonly total: number;
}

export interface CurvesAsked {
  /** Ids of the project's own runs, at most 500; each is told as it logged a metric itself, or a run within it. */
  readonly runs: readonly string[];
  /** What is drawn, and against what; none: only what there is. */
  readonly metrics: readonly string[];
  /** Points of a curve from which on it is thinned out. Default: 1,000. */
  readonly points?: number;
  /** Of long ones the first look, which takes no time. */
  readonly isQuick?: boolean;
}

export interface CurvesTold {
  /** Metrics with more than one point in any of the runs, and in how many. */
  readonly names: readonly { readonly name: string; readonly runs: number }[];
  readonly curves: readonly Curve[];
}

/** By step, then time. Figures are base64 of little-endian 64-bit floats. */
export interface Curve {
  readonly run: string;
  readonly metric: string;
  readonly steps: string;
  /** Milliseconds since 1970. */
  readonly times: string;
  /** Of a thinned one the mean of each stretch, the last point as it is. */
  readonly values: string;
  /** Least and greatest of each stretch, NaN where it has no number; absent where all points are there or nobody looked. */
  readonly low?: string;
  readonly high?: string;
  /** How many points a curve has in all; null where nobody counted. */
  readonly total: number | null;
}

export interface LogAsked {
  readonly run: string;
  /** First line wanted, from 0; from the end where it is negative. */
  readonly from: number;
  readonly lines: number;
}

export interface LogPart {
  readonly total: number;
  readonly from: number;
  readonly lines: readonly LogLine[];
}

export interface LogLine {
  readonly step: string;
  readonly stream: 'stdout' | 'stderr' | 'modelyard';
  readonly text: string;
  /** When it was said, ISO 8601 UTC; absent in runs of older versions. */
  readonly at?: string;
}

export interface ArtifactAsked {
  readonly run: string;
  readonly path: string;
}

export type ArtifactPreview =
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'image'; readonly type: string; readonly base64: string }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly columnsInAll: number;
      /** Columns whose values may not be told, which are left out. */
      readonly hidden: number;
      readonly rows: readonly (readonly PreviewCell[])[];
      /** Null where that would take reading all of it. */
      readonly rowsInAll: number | null;
    }
  | { readonly kind: 'none'; readonly why: 'large' | 'binary' };

export type PreviewCell = string | number | boolean | null;
