import type { TextRange, ThresholdTest } from '../../../server/src/protocol.ts';

/** A line of the Testing view, as the specs ask for it. */
export interface TestNode {
  /** Unique in the whole view, and the same while the spec asks the same, wherever it stands. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Absent of a project. */
  readonly place?: { readonly uri: string; readonly range: TextRange };
  /** What a run has to do for it; absent where only what lies below is tested. */
  readonly asks?: CheckAsked | GateAsked | MonitorAsked | ThresholdAsked;
  /** Whether it can be run by running its pipeline. */
  readonly isOfPipeline: boolean;
  readonly children: readonly TestNode[];
}

export interface CheckAsked {
  readonly kind: 'check';
  readonly root: string;
  readonly dataset: string;
  readonly check: CheckName;
}

export interface GateAsked {
  readonly kind: 'gate';
  readonly root: string;
  readonly model: string;
  readonly version: number;
  readonly alias: string;
  readonly gate: string;
}

export interface ThresholdAsked {
  readonly kind: 'threshold';
  readonly root: string;
  readonly pipeline: string;
  readonly threshold: ThresholdTest;
}

/** One thing that a check of a monitor looks at. */
export interface MonitorAsked {
  readonly kind: 'monitor';
  readonly root: string;
  readonly monitor: string;
  /** That the model's reference stands for; null where there is none. */
  readonly version: number | null;
  /** Hash of all that the spec asks. */
  readonly asked: string;
  readonly about: { readonly check: string } | { readonly input: string };
}

/** Which of the checks that `data validate` tells: of several with one name and kind the one at `index`. */
export interface CheckName {
  readonly name: string;
  readonly kind: string;
  readonly index: number;
}
