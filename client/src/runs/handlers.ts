import type { Commands } from '../contributions.ts';
import type { RunCommands } from './commands.ts';
import { type PredictOptions, predictRows } from './predict.ts';

type Handlers = {
  readonly [C in keyof Commands & RunsCommand]: (argument: Commands[C]) => unknown;
};

type RunsCommand =
  | 'modelyard.cancelRun'
  | 'modelyard.attachRun'
  | 'modelyard.resumeRun'
  | 'modelyard.showRuns'
  | 'modelyard.newRunId'
  | 'modelyard.predict';

/** What the commands about runs and predictions do. */
export function runHandlers(runs: RunCommands, predicting: PredictOptions): Handlers {
  return {
    'modelyard.cancelRun': (run) => runs.cancel(run),
    'modelyard.attachRun': (run) => runs.attach(run),
    'modelyard.resumeRun': (run) => runs.resume(run),
    'modelyard.showRuns': () => runs.showRuns(),
    'modelyard.newRunId': () => runs.newRunId(),
    'modelyard.predict': (given) => predictRows(given, predicting),
  };
}
