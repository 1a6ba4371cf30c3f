import { experimentExists } from '../../../engine/src/adapters/sqlite/runFailures.ts';
import type {
  Experiment,
  ExperimentQuery,
  ExperimentStore,
  NewExperiment,
} from '../../../engine/src/ports/experimentStore.ts';
import { parseFilter } from '../../../engine/src/tracking/filter.ts';
import { EXPERIMENTS } from '../../../engine/src/tracking/grammars.ts';
import { holds } from '../../../engine/src/tracking/holds.ts';
import { type Lookup, orderOf } from '../../../engine/src/tracking/matches.ts';
import { parseOrders } from '../../../engine/src/tracking/orders.ts';
import { pageOf, windowOf } from '../../../engine/src/tracking/pageTokens.ts';
import { lifecycle, ownText, type State, without } from './state.ts';

export function experimentStore(state: State): ExperimentStore {
  const change = (id: string, tags: (tags: Experiment['tags']) => Experiment['tags']): void => {
    const kept = state.activeExperiment(id);
    kept.thing = { ...kept.thing, tags: tags(kept.thing.tags), updatedAt: Date.now() };
  };
  return {
    createExperiment: async (experiment) => {
      refuseTaken(state, experiment.name);
      return make(state, experiment);
    },
    defaultExperiment: async () =>
      state.experiments.has('0') ? told(state, '0') : make(state, { name: 'Default' }, '0'),
    experimentById: async (id) => told(state, id),
    experimentNamed: async (name) => all(state).find((one) => one.name === name),
    searchExperiments: async (query) => search(all(state), query),
    renameExperiment: async (id, name) => {
      const kept = state.activeExperiment(id);
      if (kept.thing.name !== name) refuseTaken(state, name);
      kept.thing = { ...kept.thing, name, updatedAt: Date.now() };
    },
    deleteExperiment: async (id) => {
      const deletion = state.next();
      state.activeExperiment(id).deletion = deletion;
      for (const kept of belongings(state, id)) kept.deletion ??= deletion;
    },
    restoreExperiment: async (id) => {
      const kept = state.experiment(id);
      const went = belongings(state, id).filter(({ deletion }) => deletion === kept.deletion);
      for (const one of [kept, ...went]) delete one.deletion;
    },
    tagExperiment: async (id, tags) => change(id, (before) => ({ ...before, ...tags })),
    deleteExperimentTag: async (id, key) => {
      const had = ownText(state.activeExperiment(id).thing.tags, key) !== undefined;
      change(id, (tags) => without(tags, key));
      return had;
    },
    experimentDatasets: async () => [],
  };
}

function make(state: State, { name, tags = {}, artifactLocation }: NewExperiment, wanted?: string): Experiment {
  const id = wanted ?? String(Math.max(0, ...[...state.experiments.keys()].map(Number)) + 1);
  const now = Date.now();
  const thing = { id, name, tags, createdAt: now, updatedAt: now };
  state.experiments.set(id, { thing: artifactLocation === undefined ? thing : { ...thing, artifactLocation } });
  return told(state, id);
}

function told(state: State, id: string): Experiment {
  const kept = state.experiment(id);
  return { ...kept.thing, lifecycle: lifecycle(kept) };
}

function all(state: State): readonly Experiment[] {
  return [...state.experiments.keys()].map((id) => told(state, id));
}

function belongings(state: State, id: string) {
  const runs = [...state.runs.values()].filter(({ thing }) => thing.experimentId === id);
  return [...runs, ...[...state.models.values()].filter(({ thing }) => thing.experiment === id)];
}

function refuseTaken(state: State, name: string): void {
  const taken = all(state).find((one) => one.name === name);
  if (taken) throw experimentExists(name, taken.lifecycle);
}

function search(experiments: readonly Experiment[], { filter, orderBy, view = 'active', ...paging }: ExperimentQuery) {
  const window = windowOf(paging, 'experiments');
  const comparisons = parseFilter(filter ?? '', EXPERIMENTS);
  const asked = parseOrders(orderBy ?? [], EXPERIMENTS);
  const newest = parseOrders(['creation_time DESC'], EXPERIMENTS);
  const byKeys = orderOf(asked.length > 0 ? asked : newest, lookup);
  const found = experiments
    .filter((one) => view === 'all' || one.lifecycle === view)
    .filter((one) =>
      comparisons.every((comparison) => holds(comparison, lookup(one)(comparison.entity, comparison.key))),
    )
    .sort((a, b) => byKeys(a, b) || Number(a.id) - Number(b.id));
  return pageOf(found.slice(window.offset), window);
}

function lookup({ id, name, tags, createdAt, updatedAt }: Experiment): Lookup {
  const attributes: Readonly<Record<string, string | number>> = {
    ...{ name, creation_time: createdAt, last_update_time: updatedAt, experiment_id: Number(id) },
  };
  return (entity, key) => (entity === 'tag' ? ownText(tags, key) : attributes[key]);
}
