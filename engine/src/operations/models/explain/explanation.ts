/**
 * Why a metric of run B is not that of run A: `to - from` is the sum of all contributions and the rest. What `models explain-change`
 * prints as JSON, and what a page shows.
 */
export interface ChangeExplanation {
  readonly a: ExplainedRun;
  readonly b: ExplainedRun;
  readonly pipeline: string;
  /** As both runs have it. */
  readonly metric: string;
  readonly better: 'higher' | 'lower' | null;
  /** The metric of A and of B, as recorded. */
  readonly from: number;
  readonly to: number;
  readonly difference: number;
  /** Factors in the order in which they were swapped from A's to B's: each beside those before it. */
  readonly order: readonly string[];
  /** Over how many orders the contributions are the mean. */
  readonly orders: number;
  readonly noise: SeedNoise;
  /** The widest first. */
  readonly contributions: readonly Contribution[];
  /** What no contribution explains; 0 where everything was swapped. */
  readonly rest: number;
  readonly notSwapped: readonly NotSwapped[];
  /** What a reader should know of the figures, one sentence each. */
  readonly notes: readonly string[];
}

export interface ExplainedRun {
  readonly run: string;
  /** `NAME:VERSION` where a model was named. */
  readonly model: string | null;
}

export type FactorKind = 'test-data' | 'data' | 'features' | 'step' | 'params' | 'seed' | 'engine';

/** Something that differs between the runs and is swapped as one. */
export interface Factor {
  /** Stable: `data:flights`, `params:train`, `seed`. */
  readonly factor: string;
  readonly kind: FactorKind;
  /** For people. */
  readonly label: string;
  /** What A and B have; null where one has none. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface Contribution extends Factor {
  readonly contribution: number;
  /** The least and the most over the orders; absent with a single one. Apart where factors depend on each other. */
  readonly low?: number;
  readonly high?: number;
  /** Whether seeds alone move the metric as far; null where that is not known. */
  readonly withinNoise: boolean | null;
}

/** How far the metric moves by its seeds alone. */
export interface SeedNoise {
  /** Standard deviation of the metric over seeds, of both runs' configurations; null where it is not known. */
  readonly sd: number | null;
  /** Changes up to this, up or down, are within the noise: 2 √2 standard deviations. Null with `sd`. */
  readonly band: number | null;
  /** How many other seeds each configuration was run with. */
  readonly seeds: number;
  /** The metric by configuration, the recorded one first. */
  readonly values: { readonly a: readonly number[]; readonly b: readonly number[] };
  /** Why it is not known. */
  readonly reason: string | null;
}

export interface NotSwapped {
  readonly factor: string;
  readonly label: string;
  /** One sentence. */
  readonly reason: string;
}

/** What `models explain-change` tells on its way. */
export type ExplainEvent =
  | {
      readonly type: 'explain.progress';
      /** Runs of the configuration between A and B, or with other seeds, that are done and that there are. */
      readonly done: number;
      readonly total: number;
      /** What is at work: a factor's label and a step. */
      readonly message: string;
    }
  | ({ readonly type: 'explain.finished' } & ChangeExplanation);
