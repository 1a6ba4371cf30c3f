import { Cancelled } from '../../failure.ts';
import type { EndedRun, EndStatus, MetricPoint, Run, RunStore } from '../../ports/runStore.ts';
import { sharedTags } from '../../tracking/sharing/runPatch.ts';
import type { SharedModels } from './sharedModels.ts';

/** A run with those nested in it, each after the one that it is nested in. */
export type RunTree = readonly [Run, ...Run[]];

const PAGE = 1000;

/** All runs that have ended, deleted ones too, with their nested runs; what still runs in any part is left out. */
export async function endedTrees(store: RunStore, signal: AbortSignal): Promise<readonly RunTree[]> {
  return [...(await allTrees(store, signal)).values()].filter(hasEnded);
}

/** All runs of the store by the id of the outermost one, whatever their state. */
export async function allTrees(store: RunStore, signal: AbortSignal): Promise<ReadonlyMap<string, RunTree>> {
  const all: Run[] = [];
  let pageToken: string | undefined;
  do {
    if (signal.aborted) throw new Cancelled();
    const page = await store.search({ view: 'all', limit: PAGE, ...(pageToken === undefined ? {} : { pageToken }) });
    all.push(...page.runs);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  const nested = Map.groupBy(all, ({ parent }) => parent);
  const known = new Set(all.map(({ id }) => id));
  const outermost = all.filter(({ parent }) => parent === undefined || !known.has(parent));
  return new Map(outermost.map((run) => [run.id, [run, ...below(run, nested)]]));
}

export function hasEnded(tree: RunTree): boolean {
  return tree.every(({ status }) => status !== 'running');
}

/** One run with those nested in it, whatever their state, in the order in which they were made. */
export async function treeOf(store: RunStore, id: string): Promise<RunTree> {
  const run = await store.run(id);
  const below: RunTree[] = [];
  for (const child of await store.children(run.id)) below.push(await treeOf(store, child.id));
  return [run, ...below.flat()];
}

function below(run: Run, nested: ReadonlyMap<string | undefined, readonly Run[]>): readonly Run[] {
  const children = [...(nested.get(run.id) ?? [])].sort((a, b) => a.startTime - b.startTime);
  return children.flatMap((child) => [child, ...below(child, nested)]);
}

/** When it ended, in milliseconds since 1970. */
export function endOf({ endTime, startTime }: Pick<Run, 'endTime' | 'startTime'>): number {
  return endTime ?? startTime;
}

/** The runs with all their points, and the models that clients saved beside them. */
export async function endedRuns(store: RunStore, tree: RunTree, models: SharedModels): Promise<readonly EndedRun[]> {
  const runs: EndedRun[] = [];
  for (const run of tree) {
    const metrics = new Map<string, readonly MetricPoint[]>();
    for (const key of Object.keys(run.metrics)) metrics.set(key, await store.history(run.id, key));
    const { id, experiment, name, parent, reported, startTime, user, params, datasets, artifacts } = run;
    const { modelInputs, modelOutputs } = run;
    const saved = models.get(id);
    runs.push({
      id,
      experiment,
      name,
      ...(parent === undefined ? {} : { parent }),
      status: run.status as EndStatus,
      ...(reported === undefined ? {} : { reported }),
      startTime,
      endTime: endOf(run),
      user,
      params,
      tags: sharedTags(run.tags),
      datasets,
      artifacts,
      metrics,
      ...(modelInputs === undefined ? {} : { modelInputs }),
      ...(modelOutputs === undefined ? {} : { modelOutputs }),
      ...(saved === undefined ? {} : { models: saved }),
    });
  }
  return runs;
}
