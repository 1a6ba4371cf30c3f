import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { LogBatch, RunDataset } from '../../../engine/src/ports/runStore.ts';
import { LIMITS } from '../../../engine/src/tracking/limits.ts';
import type { Answer, Ask, Route, ServiceContext } from '../http/route.ts';
import { json } from '../http/route.ts';
import { checkLength, metricOf, paramOf, runIdOf, tagsOf } from './entries.ts';
import { invalid } from './errors.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { DATA_CONTEXT } from './messages.ts';
import { wholeId } from './runs.ts';

/** Writes what the request says into the run that it names. */
function logs(batchOf: (fields: Fields) => LogBatch): Route['answer'] {
  return async (ask, { stores }) => {
    const fields = fieldsOf(ask);
    await stores.runs.log(wholeId(runIdOf(fields)), batchOf(fields));
    return json();
  };
}

/** What is written into runs. */
export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/mlflow/runs/log-metric',
    answer: logs((fields) => ({ metrics: [metricOf(fields)] })),
  },
  {
    method: 'POST',
    path: '/mlflow/runs/log-parameter',
    answer: logs((fields) => ({ params: Object.fromEntries([paramOf(fields)]) })),
  },
  { method: 'POST', path: '/mlflow/runs/log-batch', answer: logs(batchOf) },
  {
    method: 'POST',
    path: '/mlflow/runs/log-inputs',
    answer: logs((fields) => ({
      datasets: datasetsOf(fields),
      modelInputs: fields.messages('models').map((model) => model.text('model_id')),
    })),
  },
  {
    method: 'POST',
    path: '/mlflow/runs/outputs',
    answer: logs((fields) => ({
      modelOutputs: fields
        .messages('models')
        .map((model) => ({ model: model.text('model_id'), step: model.integer('step') ?? 0 })),
    })),
  },
  { method: 'POST', path: '/mlflow/runs/log-model', answer: logModel },
];

function batchOf(fields: Fields): LogBatch {
  const given = {
    metrics: fields.messages('metrics'),
    params: fields.messages('params'),
    tags: fields.messages('tags'),
  };
  const total = given.metrics.length + given.params.length + given.tags.length;
  checkCount(given.metrics.length, LIMITS.batchMetrics, 'metrics');
  checkCount(given.params.length, LIMITS.batchParams, 'params');
  checkCount(given.tags.length, LIMITS.batchTags, 'tags');
  checkCount(total, LIMITS.batchItems, 'metrics, params, and tags');
  const params = given.params.map((param, at) => paramOf(param, `params[${at}].`));
  refuseTwice(params.map(([key]) => key));
  return {
    ...(given.metrics.length === 0
      ? {}
      : { metrics: given.metrics.map((metric, at) => metricOf(metric, `metrics[${at}].`)) }),
    ...(params.length === 0 ? {} : { params: Object.fromEntries(params) }),
    ...(given.tags.length === 0 ? {} : { tags: tagsOf(fields) }),
  };
}

function checkCount(count: number, most: number, what: string): void {
  if (count > most)
    throw invalid(
      `A batch logging request can contain at most ${most} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`,
    );
}

function refuseTwice(keys: readonly string[]): void {
  const twice = [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))];
  if (twice.length > 0)
    throw invalid(
      `Duplicate parameter keys have been submitted: [${twice.map((key) => `'${key}'`).join(', ')}]. Please ensure the request contains only one param value per param key.`,
    );
}

function datasetsOf(fields: Fields): readonly RunDataset[] {
  const given = fields.messages('datasets');
  checkCount(given.length, LIMITS.batchDatasets, 'datasets');
  return given.map((input, at) => datasetOf(input, `datasets[${at}].dataset`));
}

function datasetOf(input: Fields, path: string): RunDataset {
  const dataset = input.message('dataset');
  if (!dataset) throw invalid(`Missing value for required parameter '${path}'.`);
  const { [DATA_CONTEXT]: context, ...tags } = Object.fromEntries(
    input.messages('tags').map((tag) => [limited(tag, 'key', 255), limited(tag, 'value', 500)]),
  );
  const schema = limited(dataset, 'schema', LIMITS.datasetSchema);
  const profile = limited(dataset, 'profile', LIMITS.datasetProfile);
  checkLength(dataset.text('name'), LIMITS.datasetName, 'Dataset name');
  checkLength(dataset.text('digest'), LIMITS.datasetDigest, 'Dataset digest');
  return {
    name: dataset.text('name'),
    version: dataset.text('digest'),
    ...(context ? { context } : {}),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    origin: {
      sourceType: dataset.text('source_type'),
      source: limited(dataset, 'source', LIMITS.datasetSource),
      ...(schema ? { schema } : {}),
      ...(profile ? { profile } : {}),
    },
  };
}

function limited(fields: Fields, name: string, most: number): string {
  const value = fields.string(name) ?? '';
  checkLength(value, most, name);
  return value;
}

const HISTORY = 'mlflow.log-model.history';
const MANDATORY = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'];

/** Clients before MLflow 3 list the models of a run in one of its tags. */
async function logModel(ask: Ask, { stores }: ServiceContext): Promise<Answer> {
  const fields = fieldsOf(ask);
  const model = modelOf(fields.text('model_json'));
  const id = wholeId(runIdOf(fields));
  await stores.locks.exclusively(`${HISTORY} ${id}`, async () => {
    const { tags } = await stores.runs.run(id, { artifacts: false });
    await stores.runs.log(id, { tags: { [HISTORY]: JSON.stringify([...listOf(tags[HISTORY]), model]) } });
  });
  return json();
}

function modelOf(text: string): unknown {
  const model = parsed(text);
  if (!isRecord(model)) throw invalid(`Malformed model info. \n ${text.slice(0, 200)} \n is not a valid JSON.`);
  const absent = MANDATORY.filter((name) => !Object.hasOwn(model, name));
  if (absent.length > 0)
    throw invalid(`Model json is missing mandatory fields: {${absent.map((name) => `'${name}'`).join(', ')}}`);
  return model;
}

function listOf(text: string | undefined): readonly unknown[] {
  const list = text === undefined ? undefined : parsed(text);
  return Array.isArray(list) ? list : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
