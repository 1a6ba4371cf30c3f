import { Failure } from '../../../engine/src/failure.ts';
import type { Stores } from '../../../engine/src/ports/host.ts';
import type { LoggedModel, LoggedModelOrder, LoggedModelStatus } from '../../../engine/src/ports/loggedModelStore.ts';
import type { Answer, Ask, JsonObject, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import { artifactPath } from './artifactPath.ts';
import { fileMessages, fileOf, indexedFiles } from './artifactStores.ts';
import { checkLength, paramOf, tagsOf } from './entries.ts';
import { invalid, notFound } from './errors.ts';
import { experimentId } from './experiments.ts';
import { type Fields, fieldsOf, missingField } from './fields.ts';
import { filled, locationOf, pairs, wireNumber } from './messages.ts';
import { pageSize } from './paging.ts';
import { randomRunName } from './runNames.ts';

const BASE = '/mlflow/logged-models';
const NAME = 500;
const USER = 'mlflow.user';

export const routes: readonly Route[] = [
  { method: 'POST', path: BASE, answer: create },
  { method: 'POST', path: `${BASE}/search`, answer: search },
  {
    method: 'GET',
    path: `${BASE}/:id`,
    answer: async ({ params }, { stores }) => modelAnswer(await modelOf(params, stores), stores),
  },
  { method: 'PATCH', path: `${BASE}/:id`, answer: finish },
  {
    method: 'DELETE',
    path: `${BASE}/:id`,
    async answer({ params }, { stores }) {
      await stores.runs.deleteLoggedModel((await modelOf(params, stores)).id);
      return json();
    },
  },
  { method: 'PATCH', path: `${BASE}/:id/tags`, answer: setTags },
  { method: 'DELETE', path: `${BASE}/:id/tags/:key`, answer: deleteTag },
  { method: 'POST', path: `${BASE}/:id/params`, answer: setParams },
  { method: 'GET', path: `${BASE}/:id/artifacts/directories`, answer: listFiles },
  { method: 'GET', path: `${BASE}/:id/artifacts/files`, answer: downloadFile },
];

/** Where a model's artifacts are. */
export async function artifactUriOf(model: LoggedModel, { runs }: Pick<Stores, 'runs'>): Promise<string> {
  const location = locationOf(await runs.experimentById(model.experiment)).replace(/\/$/, '');
  return `${location}/models/${model.id}/artifacts`;
}

/** @throws MlflowError in MLflow's words */
export async function loggedModelOf(
  id: string,
  { runs }: Pick<Stores, 'runs'>,
  options?: { readonly deleted?: boolean },
): Promise<LoggedModel> {
  if (/^m-[0-9a-f]{32}$/.test(id)) {
    const found = await runs.loggedModel(id, options).catch(notThere);
    if (found !== undefined) return found;
  }
  throw notFound(`Logged model with ID '${id.slice(0, 100)}' not found.`);
}

async function create(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const experiment = experimentId(fields);
  const tags = tagsOf(fields);
  const type = fields.string('model_type');
  const run = fields.string('source_run_id');
  const user = tags[USER];
  const model = await stores.runs.createLoggedModel({
    experiment,
    name: nameOf(fields),
    tags,
    params: paramsOf(fields),
    ...(type ? { type } : {}),
    ...(run ? { run } : {}),
    ...(user ? { user } : {}),
  });
  return modelAnswer(model, stores);
}

async function search(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const experiments = fields.strings('experiment_ids');
  if (experiments.length === 0) throw missingField('experiment_ids');
  const { items, nextPageToken } = await stores.runs.searchLoggedModels({
    experiments,
    filter: fields.string('filter') ?? '',
    datasets: fields.messages('datasets').map(datasetOf),
    orderBy: fields.messages('order_by').map(orderOf),
    limit: pageSize(fields, { otherwise: 50, most: 1000 }),
    pageToken: fields.string('page_token') ?? '',
  });
  const models: JsonObject[] = [];
  for (const model of items) models.push(await modelMessage(model, stores));
  return json({ models: filled(models), next_page_token: nextPageToken });
}

async function finish(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const model = await modelOf(ask.params, stores);
  const status = fieldsOf(ask).choice('status', ENDS);
  if (status === undefined) throw missingField('status');
  if (status === 'pending') throw invalid('The status of a logged model does not become LOGGED_MODEL_PENDING again.');
  return modelAnswer(await stores.runs.finishLoggedModel(model.id, status), stores);
}

async function setTags(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const model = await modelOf(ask.params, stores);
  await stores.runs.logModel(model.id, { tags: tagsOf(fieldsOf(ask)) });
  return json();
}

async function deleteTag({ params }: Ask, { stores }: ServiceContext): Promise<Answer> {
  const model = await modelOf(params, stores);
  const key = params['key'] ?? '';
  if (!(await stores.runs.deleteLoggedModelTag(model.id, key)))
    throw notFound(`No tag with key '${key.slice(0, 100)}' found for model with ID '${model.id}'.`);
  return json();
}

async function setParams(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const model = await modelOf(ask.params, stores);
  await stores.runs.logModel(model.id, { params: paramsOf(fieldsOf(ask)) });
  return json();
}

async function listFiles(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const model = await modelOf(ask.params, stores);
  const folder = artifactPath(fieldsOf(ask).string('artifact_directory_path') ?? '');
  const entries = await indexedFiles({ kind: 'model', id: model.id }, stores).list(folder);
  return json({ root_uri: await artifactUriOf(model, stores), files: fileMessages(entries, { full: true }) });
}

async function downloadFile(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const model = await modelOf(ask.params, stores);
  return fileOf(
    indexedFiles({ kind: 'model', id: model.id }, stores),
    artifactPath(fieldsOf(ask).text('artifact_file_path')),
  );
}

function modelOf(params: Ask['params'], stores: Stores): Promise<LoggedModel> {
  return loggedModelOf(params['id'] ?? '', stores);
}

async function modelAnswer(model: LoggedModel, stores: Stores): Promise<Answer> {
  return json({ model: await modelMessage(model, stores) });
}

async function modelMessage(model: LoggedModel, stores: Stores): Promise<JsonObject> {
  return {
    info: {
      model_id: model.id,
      experiment_id: model.experiment,
      name: model.name,
      creation_timestamp_ms: model.createdAt,
      last_updated_timestamp_ms: model.updatedAt,
      artifact_uri: await artifactUriOf(model, stores),
      status: WORDS[model.status],
      status_message: model.statusMessage,
      model_type: model.type ?? '',
      source_run_id: model.run ?? '',
      tags: pairs(model.tags),
    },
    data: {
      params: pairs(model.params),
      metrics: filled(
        model.metrics.map(({ key, value, timestamp, step, run, dataset }) => ({
          ...{ key, value: wireNumber(value), timestamp, step },
          dataset_name: dataset?.name,
          dataset_digest: dataset?.digest,
          model_id: model.id,
          run_id: run,
        })),
      ),
    },
  };
}

function nameOf(fields: Fields): string {
  const name = fields.string('name');
  if (name === undefined) return randomRunName();
  if (name === '' || /[/:.%"']/.test(name))
    throw invalid(
      `Invalid model name ('${name.slice(0, NAME)}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
    );
  checkLength(name, NAME, 'Model name');
  return name;
}

function paramsOf(fields: Fields): Record<string, string> {
  const params = fields.messages('params').map((param, at) => paramOf(param, `params[${at}].`));
  const keys = new Set<string>();
  for (const [key] of params) {
    if (keys.has(key)) throw invalid(`Duplicate parameter keys have been submitted: ${key}`);
    keys.add(key);
  }
  return Object.fromEntries(params);
}

function datasetOf(fields: Fields): { readonly name: string; readonly digest?: string } {
  const digest = fields.string('dataset_digest');
  return { name: fields.text('dataset_name'), ...(digest ? { digest } : {}) };
}

function orderOf(fields: Fields): LoggedModelOrder {
  const name = fields.string('dataset_name');
  return {
    field: fields.text('field_name'),
    descending: fields.boolean('ascending') === false,
    ...(name ? { dataset: datasetOf(fields) } : {}),
  };
}

const WORDS: Readonly<Record<LoggedModelStatus, string>> = {
  pending: 'LOGGED_MODEL_PENDING',
  ready: 'LOGGED_MODEL_READY',
  failed: 'LOGGED_MODEL_UPLOAD_FAILED',
};

const ENDS: Readonly<Record<string, LoggedModelStatus>> = {
  LOGGED_MODEL_PENDING: 'pending',
  LOGGED_MODEL_READY: 'ready',
  LOGGED_MODEL_UPLOAD_FAILED: 'failed',
  1: 'pending',
  2: 'ready',
  3: 'failed',
};

function notThere(error: unknown): undefined {
  if (error instanceof Failure && error.reason === 'model-not-found') return undefined;
  throw error;
}
