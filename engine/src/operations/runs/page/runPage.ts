import type { Curves } from '../../../evaluation/curves/curves.ts';
import type { Metrics } from '../../../evaluation/evaluation.ts';
import type { Progressing } from '../../../language/progressText.ts';
import type { Task } from '../../../math/metrics/scoredRows.ts';
import type { RunOrigin } from '../../../ports/runSource.ts';
import type { RunStatus } from '../../../ports/runStore.ts';

/** What a run's page shows, as plain JSON. Types only. */
export interface RunPage {
  /** Of another source `RUN@SOURCE`. */
  readonly id: string;
  /** Where another tool keeps it; null: the project's own store. */
  readonly source: PageSource | null;
  readonly name: string;
  readonly experiment: string;
  readonly pipeline: string | null;
  readonly place: SpecPlace | null;
  /** Words of the command that runs it once more in a terminal; null where no pipeline made it. */
  readonly command: readonly string[] | null;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly user: string;
  readonly git: { readonly commit: string; readonly branch: string | null; readonly dirty: boolean } | null;
  readonly live: LiveRun | null;
  readonly failure: RunFailure | null;
  /** Versions that it registered. */
  readonly models: readonly RegisteredRow[];
  readonly evaluation: PageEvaluation | null;
  /** Main first, then those with a condition, then the others in their order. */
  readonly metrics: readonly PageMetric[];
  /** What the metrics stand against. */
  readonly against: PageAgainst | null;
  readonly steps: readonly StepRow[];
  /** Most bytes in memory. */
  readonly peakMemory: number | null;
  readonly training: PageTraining | null;
  /** Changed against production first. */
  readonly params: readonly PageParam[];
  readonly data: readonly PageData[];
  readonly artifacts: readonly ArtifactRow[];
  /** Why artifacts of another source cannot be told. */
  readonly artifactsMissing?: string;
  readonly lineage: Lineage;
  /** Programs, versions, machine. */
  readonly environment: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly notes: string | null;
}

export interface PageSource {
  readonly kind: RunOrigin['kind'];
  /** Path relative to the project, or an address without secrets. */
  readonly place: string;
  /** For people: `mlruns`, `mlflow.example.com`. */
  readonly name: string;
}

export interface RunFailure {
  readonly step: string | null;
  readonly message: string;
  readonly next: string | null;
  /** Last lines of the step that failed. */
  readonly log: readonly string[];
  readonly canResume: boolean;
}

export interface PageEvaluation {
  readonly step: string;
  readonly task: Task;
  /** Rows it was measured on. */
  readonly rows: number;
  readonly target: string | null;
  /** Times of the first and last row where the data has them, ISO 8601 UTC. */
  readonly from: string | null;
  readonly to: string | null;
  readonly classes: readonly string[];
  readonly threshold: number | null;
  readonly intervals: { readonly level: number; readonly resamples: number } | null;
  /** Whether the bytes of its curves are not on this machine. */
  readonly curvesMissing?: boolean;
  readonly curves: Curves;
  /** Curves of the version that it is held against. */
  readonly curvesAgainst: Curves | null;
  readonly slices: readonly PageSlices[];
}

export interface PageSlices {
  readonly column: string;
  readonly total: number;
  /** Those with too few rows for an interval are told too; worst first by the main metric where its direction is known. */
  readonly values: readonly { readonly value: string | null; readonly rows: number; readonly metrics: Metrics }[];
}

export interface PageMetric extends MetricRow {
  readonly step: string;
  /** Why there is no value or no interval. */
  readonly reason: string | null;
  /** SQL of a metric of the user's own. */
  readonly sql: string | null;
  /** The pipeline's conditions on it: `> 0.65`. */
  readonly conditions: readonly { readonly text: string; readonly isMet: boolean | null; readonly place: SpecPlace }[];
  /** Where the metric is asked for. */
  readonly place: SpecPlace | null;
}

export interface PageAgainst {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  readonly run: string | null;
  /** Whether both were measured on the same version of the same rows. */
  readonly sameRows: boolean;
  /** What differs: parameters, data, features, inputs. */
  readonly differences: readonly PageDifference[];
}

export interface PageDifference {
  readonly group: 'params' | 'data' | 'features' | 'inputs' | 'outputs' | 'environment';
  readonly name: string;
  /** Null where one side lacks it. */
  readonly here: string | null;
  readonly there: string | null;
}

export interface PageTraining {
  readonly step: string;
  readonly run: string;
  /** Metrics with a point a round: `valid.log_loss`; their points are asked for by `series`. */
  readonly series: readonly string[];
  /** Round with the best value of what early stopping looks at. */
  readonly best: number | null;
  /** Whether it ended before all rounds. */
  readonly stoppedAt: number | null;
}

export interface PageParam {
  readonly name: string;
  readonly value: string;
  /** Of the version that it is held against, where it is another. */
  readonly was: string | null;
  readonly place: SpecPlace | null;
}

export interface PageData {
  readonly dataset: string;
  readonly version: string;
  /** `train`, `test` or where it was used. */
  readonly context: string | null;
  /** Null where nobody said it. */
  readonly rows: number | null;
  /** Whether that is what lies there now; null where it is not known. */
  readonly isCurrent: boolean | null;
  readonly place: SpecPlace | null;
}

/** What led to the run's models: nodes in an order in which each comes after what it needs. */
export interface Lineage {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface LineageNode {
  readonly id: string;
  readonly kind: 'dataset' | 'features' | 'step' | 'model' | 'commit';
  readonly label: string;
  readonly detail: string | null;
  readonly place: SpecPlace | null;
}

/** JSON has no other words for what is not finite. */
export type Figure = number | 'NaN' | 'Infinity' | '-Infinity';

/** Where something stands in the specs. */
export interface SpecPlace {
  /** Relative to the project, with `/`. */
  readonly file: string;
  /** From 0. */
  readonly line: number;
}

export interface MetricRow {
  readonly name: string;
  readonly value: Figure;
  readonly low?: number;
  readonly high?: number;
  /** Direction of better; null where it is not known, as for SQL metrics. */
  readonly better: 'higher' | 'lower' | null;
  /** Beside the version that carries the alias `production`, where there is one and it has this metric. */
  readonly against: Against | null;
}

export interface Against {
  readonly alias: string;
  readonly version: number;
  readonly value: Figure;
  readonly low?: number;
  readonly high?: number;
  /** This minus that. */
  readonly difference: Figure;
  /** `same`: no difference beyond the noise; null: no intervals, or no direction, so no verdict. */
  readonly verdict: 'better' | 'worse' | 'same' | null;
}

export interface RegisteredRow {
  readonly name: string;
  readonly version: number;
  readonly aliases: readonly string[];
}

export interface StepRow {
  /** In a matrix with its index. */
  readonly step: string;
  readonly uses: string;
  readonly status: 'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'skipped' | 'cancelled' | 'interrupted';
  readonly seconds: number | null;
  /** Seconds after the run began; null where it did not. */
  readonly began: number | null;
  /** Id of the nested run. */
  readonly run: string | null;
  readonly metrics: readonly MetricRow[];
  /** Why it was skipped, or what went wrong. */
  readonly reason: string | null;
  readonly place: SpecPlace | null;
}

export interface ArtifactRow {
  /** Inside the run, with `/`. */
  readonly path: string;
  readonly size: number;
  /** Empty where another source does not say it. */
  readonly sha256: string;
  /** Whether its bytes are on this machine. */
  readonly isHere: boolean;
}

/** A run at work, or one that waits for its turn. */
export interface LiveRun extends Progressing {
  readonly run: string;
  readonly pipeline: string;
  readonly branch: string | null;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
}
