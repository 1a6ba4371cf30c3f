import type { KeptExplanation } from '../../../engine/src/operations/models/explain/keptExplanations.ts';
import type { AliasHold, PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import type {
  DataMoves,
  PairedRun,
  RunDifferences,
} from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { LiveRun, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type {
  RunFilterAsked,
  RunFilterTold,
  RunTableAsked,
  RunTableTold,
} from '../../../engine/src/tracking/table/runTable.ts';
import type {
  CurvesAsked,
  CurvesTold,
  DifferencesAsked,
  HeldAgainst,
  MovesAsked,
  PairingNow,
  RunFileText,
} from './comparison.ts';
import type { DataRows } from './data.ts';
import type { ModelRow } from './models.ts';
import type { CheckAsked, MonitorReportTold, MonitorRow } from './monitors.ts';
import type { ArtifactAsked, ArtifactPreview, LogAsked, LogPart, Series, SeriesAsked } from './runPage.ts';
import type { ExperimentRow, Filtered, RerunForm, RunParts, RunsAsked, RunsPart } from './runs.ts';
import type { OfSource, SourceRows } from './sources.ts';

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
