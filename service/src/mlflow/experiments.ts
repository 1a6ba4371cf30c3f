import type { RunStore } from '../../../engine/src/ports/runStore.ts';
import type { Ask, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import { checkKey, checkLength, tagsOf } from './entries.ts';
import { invalid, notFound } from './errors.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { experimentMessage, filled } from './messages.ts';
import { pageSize, VIEWS } from './paging.ts';

const NAME = 500;
const LOCATION = 2048;
const TAG_VALUE = 20_000;
const DATASETS_OF = 20;
const DATASETS = 1000;

/** Runs are asked about the experiment by its id, checked. */
function about(work: (runs: RunStore, id: string, fields: Fields) => Promise<unknown>): Route['answer'] {
  return async (ask, { stores }) => {
    const fields = fieldsOf(ask);
    await work(stores.runs, experimentId(fields), fields);
    return json();
  };
}

export const routes: readonly Route[] = [
  { method: 'POST', path: '/mlflow/experiments/create', answer: create },
  {
    method: 'GET',
    path: '/mlflow/experiments/get',
    async answer(ask, { stores }) {
      const experiment = await stores.runs.experimentById(experimentId(fieldsOf(ask)));
      return json({ experiment: experimentMessage(experiment) });
    },
  },
  {
    method: 'GET',
    path: '/mlflow/experiments/get-by-name',
    async answer(ask, { stores }) {
      const name = fieldsOf(ask).text('experiment_name');
      const experiment = await stores.runs.experimentNamed(name);
      if (!experiment) throw notFound(`Could not find experiment with name '${name.slice(0, NAME)}'`);
      return json({ experiment: experimentMessage(experiment) });
    },
  },
  { method: 'POST', path: '/mlflow/experiments/search', answer: search },
  { method: 'GET', path: '/mlflow/experiments/search', answer: search },
  {
    method: 'POST',
    path: '/mlflow/experiments/update',
    answer: about(async (runs, id, fields) => {
      const name = fields.string('new_name');
      if (!name) return;
      checkLength(name, NAME, 'Experiment name');
      await runs.renameExperiment(id, name);
    }),
  },
  {
    method: 'POST',
    path: '/mlflow/experiments/delete',
    answer: about((runs, id) => runs.deleteExperiment(id)),
  },
  {
    method: 'POST',
    path: '/mlflow/experiments/restore',
    answer: about((runs, id) => runs.restoreExperiment(id)),
  },
  {
    method: 'POST',
    path: '/mlflow/experiments/set-experiment-tag',
    answer: about((runs, id, fields) => {
      const [key, value] = tagOf(fields);
      return runs.tagExperiment(id, { [key]: value });
    }),
  },
  {
    method: 'POST',
    path: '/mlflow/experiments/delete-experiment-tag',
    answer: about(async (runs, id, fields) => {
      const key = fields.text('key');
      if (!(await runs.deleteExperimentTag(id, key)))
        throw notFound(`No tag with name: ${key.slice(0, NAME)} in experiment with id ${id}`);
    }),
  },
  { method: 'POST', path: '/mlflow/experiments/search-datasets', answer: searchDatasets },
];

async function create(ask: Ask, { stores }: ServiceContext) {
  const fields = fieldsOf(ask);
  const name = fields.text('name');
  const artifactLocation = fields.string('artifact_location');
  checkLength(name, NAME, 'Experiment name');
  if (artifactLocation) checkLocation(artifactLocation);
  const experiment = await stores.runs.createExperiment({
    name,
    tags: tagsOf(fields),
    ...(artifactLocation ? { artifactLocation } : {}),
  });
  return json({ experiment_id: experiment.id });
}

async function search(ask: Ask, { stores }: ServiceContext) {
  const fields = fieldsOf(ask);
  const { items, nextPageToken } = await stores.runs.searchExperiments({
    limit: pageSize(fields, { otherwise: 0, most: 50_000 }),
    pageToken: fields.string('page_token') ?? '',
    filter: fields.string('filter') ?? '',
    view: fields.choice('view_type', VIEWS) ?? 'active',
    ...orderOf(fields),
  });
  return json({ experiments: filled(items.map(experimentMessage)), next_page_token: nextPageToken });
}

function orderOf(fields: Fields): { readonly orderBy?: readonly string[] } {
  const orderBy = fields.strings('order_by');
  return orderBy.length === 0 ? {} : { orderBy };
}

async function searchDatasets(ask: Ask, { stores }: ServiceContext) {
  const ids = fieldsOf(ask).strings('experiment_ids');
  if (ids.length === 0) throw invalid('SearchDatasets request must specify at least one experiment_id.');
  if (ids.length > DATASETS_OF)
    throw invalid(
      `SearchDatasets request cannot specify more than ${DATASETS_OF} experiment_ids. Received ${ids.length} experiment_ids.`,
    );
  const datasets = await stores.runs.experimentDatasets(ids, DATASETS);
  return json({
    dataset_summaries: filled(
      datasets.map(({ experiment, name, digest, context }) => ({ experiment_id: experiment, name, digest, context })),
    ),
  });
}

/** @throws MlflowError */
export function experimentId(fields: Fields): string {
  const id = fields.text('experiment_id');
  if (!/^-?\d+$/.test(id)) throw notAnId(id);
  return id;
}

function notAnId(id: string) {
  return invalid(`Invalid experiment ID '${id.slice(0, 100)}'. Experiment ID must be a valid integer.`);
}

function checkLocation(location: string): void {
  checkLength(location, LOCATION, 'artifact_location');
  if (location.includes('#') || /(^|[\\/])\.\.([\\/]|$)/.test(decodedFully(location)))
    throw invalid(`Invalid artifact location: '${location}'.`);
}

/** Whatever number of times it was encoded. */
function decodedFully(text: string): string {
  try {
    const next = decodeURIComponent(text);
    return next === text ? text : decodedFully(next);
  } catch {
    return text;
  }
}

function tagOf(fields: Fields): readonly [string, string] {
  const key = fields.text('key');
  const value = fields.string('value') ?? '';
  checkKey(key, 'key', 'key');
  checkLength(value, TAG_VALUE, 'value');
  return [key, value];
}
