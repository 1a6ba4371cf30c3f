import { paramChanged } from '../../../engine/src/adapters/sqlite/runFailures.ts';
import type { LogBatch, Metric, MetricPoint, Run, RunDataset, RunStore } from '../../../engine/src/ports/runStore.ts';
import { statusFromMlflow } from '../../../engine/src/tracking/mlflowStatus.ts';
import { pageOf, windowOf } from '../../../engine/src/tracking/pageTokens.ts';
import { selectRuns } from '../../../engine/src/tracking/selectRuns.ts';
import { type KeptRun, lifecycle, ownText, type State, without } from './state.ts';

/** What clients of MLflow come to ask of runs. */
export type AskedOfRuns = Pick<
  RunStore,
  | ('createRun' | 'run' | 'updateRun' | 'log' | 'history' | 'historyPage' | 'histories' | 'search' | 'deleteTag')
  | ('deleteRun' | 'restoreRun' | 'reap')
>;

export function runStore(state: State): AskedOfRuns {
  return {
    createRun: async ({
      id = state.newId(),
      experiment,
      name,
      parent,
      startTime,
      user,
      params = {},
      tags = {},
      reported,
    }) => {
      if (typeof experiment === 'string') throw new Error('a client says the id of an experiment');
      if (parent !== undefined) state.run(parent);
      const { thing: of } = state.activeExperiment(experiment.id);
      const status = statusFromMlflow(reported ?? 'RUNNING')!;
      const made = { id, experimentId: of.id, name, parent, status, startTime, endTime: undefined, user, params, tags };
      const empty = { metrics: {}, datasets: [], artifacts: [] };
      state.runs.set(id, {
        thing: { ...made, ...empty, ...(reported === undefined ? {} : { reported }) },
        points: new Map(),
      });
      return told(state, state.run(id));
    },
    run: async (id) => told(state, state.run(id)),
    updateRun: async (id, { name, status: reported, endTime }) => {
      const kept = state.activeRun(id);
      const run = { ...kept.thing, ...(name === undefined ? {} : { name }) };
      const status = reported === undefined ? run.status : statusFromMlflow(reported)!;
      const end = status === 'running' ? undefined : (endTime ?? run.endTime ?? Date.now());
      kept.thing = { ...run, status, endTime: end, ...(reported === undefined ? {} : { reported }) };
      return told(state, kept);
    },
    log: async (id, batch) => log(state, state.activeRun(id), batch),
    history: async (id, key) =>
      [...(state.run(id).points.get(key) ?? [])].sort((a, b) => a.step - b.step || byTime(a, b)),
    historyPage: async (id, key, paging) => {
      const window = windowOf(paging, 'points');
      return pageOf(pointsOf(state.run(id), key).slice(window.offset), window);
    },
    histories: async (ids, key, limit) =>
      ids.flatMap((run) =>
        pointsOf(state.run(run), key)
          .slice(0, limit)
          .map((point) => ({ ...point, run })),
      ),
    search: async (query) =>
      selectRuns(
        [...state.runs.values()].map((kept) => told(state, kept)),
        query,
      ),
    deleteTag: async (id, key) => {
      const kept = state.activeRun(id);
      const had = ownText(kept.thing.tags, key) !== undefined;
      kept.thing = { ...kept.thing, tags: without(kept.thing.tags, key) };
      return had;
    },
    deleteRun: async (id) => {
      const deletion = state.next();
      for (const kept of tree(state, id)) kept.deletion ??= deletion;
    },
    restoreRun: async (id) => {
      const { deletion } = state.run(id);
      for (const kept of tree(state, id)) if (kept.deletion === deletion) delete kept.deletion;
    },
    reap: async () => [],
  };
}

function told(state: State, kept: KeptRun): Run {
  const experiment = state.experiment(kept.thing.experimentId).thing.name;
  return { ...kept.thing, experiment, lifecycle: lifecycle(kept) };
}

function tree(state: State, id: string): readonly KeptRun[] {
  const nested = [...state.runs.values()].filter(({ thing }) => thing.parent === id);
  return [state.run(id), ...nested.flatMap(({ thing }) => tree(state, thing.id))];
}

function log(state: State, kept: KeptRun, batch: LogBatch): void {
  const { id, params, tags, datasets, modelInputs = [], modelOutputs = [] } = kept.thing;
  for (const [key, value] of Object.entries(batch.params ?? {})) {
    const before = ownText(params, key);
    if (before !== undefined && before !== value) throw paramChanged(id, key, before, value);
  }
  for (const { model } of batch.metrics ?? []) if (model !== undefined) state.model(model);
  const { 'mlflow.runName': name = kept.thing.name, ...others } = { ...batch.tags };
  const inputs = [...new Set([...modelInputs, ...(batch.modelInputs ?? [])])];
  const outputs = [...modelOutputs, ...(batch.modelOutputs ?? [])];
  const metrics = { ...kept.thing.metrics };
  for (const metric of batch.metrics ?? []) {
    const point = logPoint(state, kept, metric);
    const before = Object.hasOwn(metrics, metric.key) ? metrics[metric.key] : undefined;
    if (before === undefined || isLater(point, before)) metrics[metric.key] = point;
  }
  kept.thing = {
    ...{ ...kept.thing, name, metrics, params: { ...params, ...batch.params }, tags: { ...tags, ...others } },
    datasets: (batch.datasets ?? []).reduce(withDataset, datasets),
    ...(inputs.length === 0 ? {} : { modelInputs: inputs }),
    ...(outputs.length === 0 ? {} : { modelOutputs: outputs }),
  };
}

function logPoint(state: State, kept: KeptRun, { key, value, step, timestamp, model, dataset }: Metric): MetricPoint {
  const point = { value, step, timestamp };
  const points = kept.points.get(key) ?? [];
  if (!points.some((one) => byTime(one, point) === 0 && one.step === step)) kept.points.set(key, [...points, point]);
  if (model === undefined) return point;
  const of = state.model(model);
  const measured = { key, ...point, run: kept.thing.id, ...(dataset === undefined ? {} : { dataset }) };
  of.thing = { ...of.thing, metrics: [...of.thing.metrics, measured] };
  return point;
}

function withDataset(datasets: readonly RunDataset[], read: RunDataset): readonly RunDataset[] {
  const isSame = (one: RunDataset) =>
    one.name === read.name && one.version === read.version && one.context === read.context;
  return datasets.some(isSame) ? datasets : [...datasets, read];
}

function pointsOf(kept: KeptRun, key: string): readonly MetricPoint[] {
  return [...(kept.points.get(key) ?? [])].sort(byTime);
}

function byTime(a: MetricPoint, b: MetricPoint): number {
  return a.timestamp - b.timestamp || a.step - b.step || byValue(a.value, b.value);
}

function byValue(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}

/** Step, timestamp, value; NaN below every number. */
function isLater(a: MetricPoint, b: MetricPoint): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return Number.isNaN(b.value) ? !Number.isNaN(a.value) : a.value > b.value;
}
