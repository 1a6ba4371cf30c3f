import type { DataSource } from './dataSource.ts';
import type { Host, Stores } from './host.ts';
import type { ModelVersion } from './modelRegistry.ts';
import type { ResolvedDataset } from './step.ts';

/** One kind of gate: what a version must show before an alias may point at it. One file per kind in gates/. */
export interface GateKind<R extends GateRule = GateRule> {
  readonly kind: R['kind'];
  /** Rejects with `Cancelled` when the signal fires; what cannot be told is an answer (`unknown`), with the reason. */
  judge(rule: R, context: GateContext): Promise<GateAnswer>;
}

/** What a policy asks, as its file has it, units resolved. `name` is the user's own words. */
export type GateRule =
  | ThresholdRule
  | BetterThanRule
  | { readonly kind: 'card'; readonly name: string }
  | { readonly kind: 'checks'; readonly name: string }
  | { readonly kind: 'latency'; readonly name: string; readonly p95: number; readonly size?: number }
  | { readonly kind: 'size'; readonly name: string; readonly size: number }
  | { readonly kind: 'age'; readonly name: string; readonly age: number }
  /** `share`: of the inputs that may have drifted, between 0 and 1. */
  | { readonly kind: 'drift'; readonly name: string; readonly share: number }
  | { readonly kind: 'run'; readonly name: string; readonly run: string; readonly inputs: readonly string[] };

export interface ThresholdRule {
  readonly kind: 'threshold';
  readonly name: string;
  readonly metric: string;
  readonly min?: number;
  readonly max?: number;
  readonly slice?: Readonly<Record<string, boolean | number | string>>;
  readonly bound: 'value' | 'low' | 'high';
}

export interface BetterThanRule {
  readonly kind: 'better_than';
  readonly name: string;
  /** The alias whose version is the champion. */
  readonly alias: string;
  readonly metric: string;
  /** In the unit of the metric. */
  readonly margin: number;
  /** Between 0 and 1. */
  readonly confidence: number;
}

export type GateStatus = 'passed' | 'failed' | 'unknown';

export interface GateAnswer {
  readonly status: GateStatus;
  /** What decided, the deciding one first; none where nothing could be measured. */
  readonly figures: readonly GateFigure[];
  /** Why, in one sentence. */
  readonly reason: string;
  /** The reason for programs, such as `no-champion`, `metric-not-measured`, `test-rows-missing`. */
  readonly code?: string;
  /** How to pass, or how it could be known. */
  readonly next?: string;
  readonly evidence: readonly GateEvidence[];
}

export interface GateFigure {
  /** Name of a metric, or `latency_p95`, `size`, `age`, `drift`, `checks`, `sections`, `exit`. */
  readonly name: string;
  /** Seconds, bytes, a share between 0 and 1, or the unit of the metric; a difference is signed so that more is better. */
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly unit: 'metric' | 'difference' | 's' | 'B' | 'count' | 'share';
  readonly min?: number;
  readonly max?: number;
  /** Rows that it was measured on, where it was. */
  readonly rows?: number;
}

/** What a figure can be told from again. */
export type GateEvidence =
  | { readonly kind: 'object'; readonly what: string; readonly sha256: string }
  | { readonly kind: 'run'; readonly what: string; readonly run: string }
  | { readonly kind: 'file'; readonly what: string; readonly file: string }
  /** A recorded check of a monitor, by its id. */
  | { readonly kind: 'check'; readonly what: string; readonly monitor: string; readonly check: string }
  | { readonly kind: 'note'; readonly what: string };

export interface GateContext {
  readonly host: Host;
  readonly stores: Stores;
  /** Absolute root of the project. */
  readonly root: string;
  readonly candidate: ModelVersion;
  /** The alias that is to move. */
  readonly alias: string;
  /** What an alias of the model stands for now; undefined where it holds nothing. */
  champion(alias: string): Promise<ModelVersion | undefined>;
  /** Bytes of a file of the project as the rules want it: at the merge base where it has it, else in the working tree. */
  readonly fileOfRules: (path: string) => Promise<Uint8Array | undefined>;
  readonly data: () => Promise<DataSource>;
  /** A dataset of the project as its files are now; rejects with a `Failure` where there is none, or its source cannot be read. */
  readonly dataset: (name: string) => Promise<ResolvedDataset>;
  /** What was found where model and data are, for a judgement away from them: objects that it names are measured again. */
  readonly reported?: Pick<GateAnswer, 'evidence'>;
  /** Of this judgement alone, absolute; gone afterwards. */
  readonly tmpFolder: string;
  readonly signal: AbortSignal;
  progress(share: number, what: string): void;
}
