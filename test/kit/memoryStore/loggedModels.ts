import { modelParamChanged } from '../../../engine/src/adapters/sqlite/runFailures.ts';
import type {
  LoggedModel,
  LoggedModelOrder,
  LoggedModelQuery,
  LoggedModelStore,
} from '../../../engine/src/ports/loggedModelStore.ts';
import { type Comparison, parseField, parseFilter } from '../../../engine/src/tracking/filter.ts';
import { LOGGED_MODELS } from '../../../engine/src/tracking/grammars.ts';
import { holds } from '../../../engine/src/tracking/holds.ts';
import { orderOf } from '../../../engine/src/tracking/matches.ts';
import { pageOf, windowOf } from '../../../engine/src/tracking/pageTokens.ts';
import { type KeptModel, lifecycle, ownText, type State, without } from './state.ts';

type Datasets = NonNullable<LoggedModelQuery['datasets']>;

export function loggedModelStore(state: State): LoggedModelStore {
  const change = (id: string, more: (model: KeptModel['thing']) => Partial<KeptModel['thing']>): LoggedModel => {
    const kept = state.model(id);
    kept.thing = { ...kept.thing, ...more(kept.thing), updatedAt: Date.now() };
    return told(kept);
  };
  return {
    createLoggedModel: async ({ id = `m-${state.newId()}`, params = {}, tags = {}, ...model }) => {
      state.activeExperiment(model.experiment);
      const now = Date.now();
      const thing = {
        ...model,
        id,
        params,
        tags,
        status: 'pending' as const,
        createdAt: now,
        updatedAt: now,
        metrics: [],
      };
      state.models.set(id, { thing, artifacts: [] });
      return told(state.model(id));
    },
    loggedModel: async (id, options) => told(state.model(id, options)),
    finishLoggedModel: async (id, status, message) =>
      change(id, () => ({ status, ...(message === undefined ? {} : { statusMessage: message }) })),
    logModel: async (id, { tags = {}, params = {} }) =>
      change(id, (model) => {
        for (const [key, value] of Object.entries(params)) {
          const before = ownText(model.params, key);
          if (before !== undefined && before !== value) throw modelParamChanged(id, key, before, value);
        }
        return { tags: { ...model.tags, ...tags }, params: { ...model.params, ...params } };
      }),
    deleteLoggedModelTag: async (id, key) => {
      const had = ownText(state.model(id).thing.tags, key) !== undefined;
      change(id, ({ tags }) => ({ tags: without(tags, key) }));
      return had;
    },
    deleteLoggedModel: async (id) => {
      state.model(id).deletion = state.next();
    },
    searchLoggedModels: async (query) => search([...state.models.values()].map(told), query),
  };
}

function told(kept: KeptModel): LoggedModel {
  return { ...kept.thing, lifecycle: lifecycle(kept) };
}

function search(models: readonly LoggedModel[], query: LoggedModelQuery) {
  const { experiments, filter = '', datasets = [], orderBy = [] } = query;
  const window = windowOf(query, 'logged models');
  const comparisons = parseFilter(filter, LOGGED_MODELS);
  const orders = orderBy.map(({ field, descending = false, dataset }) => {
    const asked = parseField(field, LOGGED_MODELS);
    const value = (model: LoggedModel) => () => valueIn(model, asked, dataset);
    return orderOf([{ entity: 'attribute', key: field, descending }], value);
  });
  const found = models
    .filter((model) => model.lifecycle === 'active' && experiments.includes(model.experiment))
    .filter((model) => comparisons.every((comparison) => matches(model, comparison, datasets)))
    .sort((a, b) => {
      const asked = orders.map((order) => order(a, b)).find((sign) => sign !== 0);
      return asked ?? (b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
    });
  return pageOf(found.slice(window.offset), window);
}

function matches(model: LoggedModel, comparison: Comparison, datasets: Datasets): boolean {
  if (comparison.entity !== 'metric') return holds(comparison, valueIn(model, comparison, undefined));
  return pointsOf(model, comparison.key, datasets).some(({ value }) => holds(comparison, value));
}

function pointsOf({ metrics }: LoggedModel, key: string, datasets: Datasets): LoggedModel['metrics'] {
  return metrics.filter(
    (one) =>
      one.key === key &&
      (datasets.length === 0 ||
        datasets.some(
          ({ name, digest }) => name === one.dataset?.name && (digest ?? one.dataset.digest) === one.dataset.digest,
        )),
  );
}

function valueIn(
  model: LoggedModel,
  { entity, key }: Pick<Comparison, 'entity' | 'key'>,
  dataset: LoggedModelOrder['dataset'],
): string | number | undefined {
  if (entity === 'metric') return pointsOf(model, key, dataset ? [dataset] : []).at(-1)?.value;
  if (entity === 'param') return ownText(model.params, key);
  if (entity === 'tag') return ownText(model.tags, key);
  const attributes: Readonly<Record<string, string | number | undefined>> = {
    ...{ name: model.name, model_id: model.id, model_type: model.type, source_run_id: model.run },
    ...{ creation_timestamp: model.createdAt, last_updated_timestamp: model.updatedAt },
    status: { pending: 'PENDING', ready: 'READY', failed: 'UPLOAD_FAILED' }[model.status],
  };
  return attributes[key];
}
