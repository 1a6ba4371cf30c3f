import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Answer } from '../../shared/asker.ts';
import type { CompareState } from '../compareState.ts';
import { comparedRuns } from './comparedRuns.ts';
import { useAnswers } from './useAnswers.ts';

/** Pages of the first so many compared runs. */
export interface Pages {
  readonly runs: readonly string[];
  /** In the order of `runs`. */
  readonly answers: readonly Answer<RunPage>[];
  /** How many runs there are in all. */
  readonly total: number;
}

/** What the pages of the compared runs show, baseline first. */
export function usePages(state: CompareState, most: number): Pages {
  const all = comparedRuns(state);
  const runs = all.slice(0, most);
  const answers = useAnswers(
    'runPage',
    runs.map((run) => ({ run })),
  );
  return { runs, answers, total: all.length };
}
