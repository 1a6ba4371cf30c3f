import type { ExperimentRow } from '../../views/runs.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import { selected } from '../answers/runFilter.ts';
import type { Viewed } from '../protocol.ts';
import type { OpenSource } from './openSources.ts';

/** Experiments of a source that have runs, the one with the newest first; of a server, which is not made to count, all. */
export async function sourceExperiments(
  _: Viewed,
  { row, source }: OpenSource,
  { filter }: ViewQuestions['experiments']['params'],
): Promise<readonly ExperimentRow[]> {
  const counts = await source.counts({ topLevel: true, ...selected(filter) });
  const shown = { source: row.id, place: null, branches: [] };
  if (counts !== undefined)
    return counts.map(({ experiment: name, runs, running }) => ({ ...shown, name, runs, live: running }));
  return (await source.experiments())
    .filter(({ lifecycle }) => lifecycle === 'active')
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .map(({ name }) => ({ ...shown, name, runs: null, live: 0 }));
}
