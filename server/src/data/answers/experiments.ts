import { currentBranch } from '../../../../engine/src/operations/gitFolders.ts';
import { pipelinePlace } from '../../../../engine/src/operations/runs/page/places.ts';
import type { RunCount } from '../../../../engine/src/ports/runStore.ts';
import { RUN_TAGS } from '../../../../engine/src/tracking/tags.ts';
import type { BranchRow, ExperimentRow } from '../../views/runs.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Viewed } from '../protocol.ts';
import { selected } from './runFilter.ts';
import { viewStores } from './viewStores.ts';

/** Experiments that have runs, those with live ones first, then by the newest run. */
export async function experiments(
  asked: Viewed,
  { filter }: ViewQuestions['experiments']['params'],
): Promise<readonly ExperimentRow[]> {
  const stores = await viewStores(asked);
  if (stores === undefined) return [];
  const counts = await stores.runs.counts({ topLevel: true, ...selected(filter) }, RUN_TAGS.branch);
  const current = counts.length === 0 ? undefined : await currentBranch(asked.host.files, asked.root);
  asked.runTables.warm(asked, sum(counts, 'runs'));
  const byName = Map.groupBy(counts, ({ experiment }) => experiment);
  return [...byName]
    .map(([name, parts]) => ({ name, parts, live: sum(parts, 'running') }))
    .sort((a, b) => Number(b.live > 0) - Number(a.live > 0) || newest(b.parts) - newest(a.parts))
    .map(({ name, parts, live }) => ({
      source: null,
      name,
      runs: sum(parts, 'runs'),
      live,
      place: pipelinePlace(asked.project.pipelines.get(name)),
      branches: branchRows(parts, current),
    }));
}

function branchRows(parts: readonly RunCount[], current: string | undefined): readonly BranchRow[] {
  return parts
    .map(({ value, runs, running, newest: at }) => {
      const isCurrent = value !== null && value === current;
      return { row: { branch: value, runs, live: running, isCurrent }, at };
    })
    .sort((a, b) => Number(b.row.isCurrent) - Number(a.row.isCurrent) || b.at - a.at)
    .map(({ row }) => row);
}

function sum(parts: readonly RunCount[], key: 'runs' | 'running'): number {
  return parts.reduce((total, part) => total + part[key], 0);
}

function newest(parts: readonly RunCount[]): number {
  return Math.max(...parts.map((part) => part.newest));
}
