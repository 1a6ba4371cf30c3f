import type { Run, RunCount, RunSelection } from '../ports/runStore.ts';
import { selectRuns } from './selectRuns.ts';

/**
 * How many runs match, of each experiment, the one with the newest first.
 * @throws Failure `filter-syntax`
 */
export function countRuns(all: readonly Run[], selection: RunSelection): readonly Omit<RunCount, 'value'>[] {
  const { runs } = selectRuns(all, { ...selection, limit: Math.max(1, all.length) });
  return [...Map.groupBy(runs, ({ experiment }) => experiment)]
    .map(([experiment, of]) => ({
      experiment,
      runs: of.length,
      running: of.filter(({ status }) => status === 'running').length,
      newest: of.reduce((newest, { startTime }) => Math.max(newest, startTime), 0),
    }))
    .sort((a, b) => b.newest - a.newest);
}
