/** What a run tells while it goes on; the lines of `--format ndjson` and of the run's event file. */
export type RunEvent =
  | {
      /** It waits for its turn; told again when what it waits for has changed. */
      readonly type: 'run.queued';
      readonly run: string;
      readonly pipeline: string;
      /** The run at work that began first; null in the moment between two. */
      readonly after: { readonly run: string; readonly pipeline: string } | null;
      /** How many wait before it. */
      readonly before: number;
      readonly at: string;
    }
  | {
      readonly type: 'run.started';
      readonly run: string;
      readonly pipeline: string;
      readonly steps: readonly { readonly step: string; readonly needs: readonly string[] }[];
      readonly resumed: boolean;
      readonly at: string;
    }
  | {
      readonly type: 'step.started';
      readonly step: string;
      readonly run: string;
      readonly attempt: number;
      readonly at: string;
    }
  | { readonly type: 'step.progress'; readonly step: string; readonly fraction: number; readonly message?: string }
  | {
      readonly type: 'metric';
      readonly step: string;
      readonly name: string;
      readonly value: number | string;
      readonly index: number;
    }
  | {
      readonly type: 'log';
      readonly step: string;
      readonly stream: 'stdout' | 'stderr' | 'modelyard';
      readonly line: string;
      /** When it was said; files of older runs lack it. */
      readonly at?: string;
    }
  | {
      readonly type: 'step.finished';
      readonly step: string;
      readonly status: StepStatus;
      readonly seconds: number;
      /** Why it was skipped, or what went wrong. */
      readonly reason?: string;
      readonly next?: string;
      readonly at: string;
    }
  | {
      readonly type: 'run.finished';
      readonly run: string;
      readonly status: RunEnd;
      readonly seconds: number;
      readonly steps: readonly StepSummary[];
      readonly models: readonly { readonly name: string; readonly version: number }[];
      readonly at: string;
    };

export type StepStatus = 'done' | 'cached' | 'failed' | 'skipped' | 'cancelled';
export type RunEnd = 'finished' | 'failed' | 'cancelled';

export interface StepSummary {
  readonly step: string;
  readonly status: StepStatus;
  readonly seconds: number;
  readonly run?: string;
}
