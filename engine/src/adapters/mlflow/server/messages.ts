import { isRecord } from '../../../language/isRecord.ts';
import type { LoggedModel, LoggedModelStatus, ModelMetric } from '../../../ports/loggedModelStore.ts';
import type { RunOrigin, SourceExperiment, SourceModelVersion, SourceRun } from '../../../ports/runSource.ts';
import type { MetricPoint, RunDataset } from '../../../ports/runStore.ts';
import { textOf, wholeOf } from '../flatYaml.ts';
import { floatOf } from '../mlruns/metricLines.ts';
import { asRun, isLater } from '../runShape.ts';
import { isStage } from '../stage.ts';
import type { Json } from './restClient.ts';

/** Messages of MLflow's protocol in our shapes. What a server leaves out or says wrongly is taken as absent. */
export function asExperiment(message: Json, source: RunOrigin): SourceExperiment {
  const created = wholeOf(message['creation_time']) ?? 0;
  return {
    id: textOf(message['experiment_id']) ?? '',
    name: textOf(message['name']) ?? '',
    lifecycle: message['lifecycle_stage'] === 'deleted' ? 'deleted' : 'active',
    createdAt: created,
    updatedAt: wholeOf(message['last_update_time']) ?? created,
    tags: pairs(message['tags']),
    artifactLocation: textOf(message['artifact_location']) ?? '',
    source,
  };
}

export function asSourceRun(message: Json, experiments: ReadonlyMap<string, string>, source: RunOrigin): SourceRun {
  const info = mapOf(message['info']);
  const data = mapOf(message['data']);
  const inputs = mapOf(message['inputs']);
  const experimentId = textOf(info['experiment_id']) ?? '';
  const run = asRun(
    {
      id: textOf(info['run_id'] ?? info['run_uuid']) ?? '',
      experiment: experiments.get(experimentId) ?? experimentId,
      experimentId,
      name: textOf(info['run_name']),
      status: textOf(info['status']),
      isDeleted: info['lifecycle_stage'] === 'deleted',
      startTime: wholeOf(info['start_time']),
      endTime: wholeOf(info['end_time']) || undefined,
      user: textOf(info['user_id']),
      params: pairs(data['params']),
      metrics: latest(data['metrics']),
      tags: pairs(data['tags']),
      datasets: listOf(inputs['dataset_inputs']).flatMap(asDataset),
    },
    source,
  );
  const models = listOf(inputs['model_inputs']).flatMap((one) => textOf(one['model_id']) ?? []);
  const made = listOf(mapOf(message['outputs'])['model_outputs']).flatMap((one) => {
    const model = textOf(one['model_id']);
    return model === undefined ? [] : [{ model, step: wholeOf(one['step']) ?? 0 }];
  });
  return {
    ...run,
    ...(models.length > 0 ? { modelInputs: models } : {}),
    ...(made.length > 0 ? { modelOutputs: made } : {}),
  };
}

export function asPoint(message: Json): MetricPoint | undefined {
  const value = metricValue(message['value']);
  if (value === undefined) return undefined;
  return { value, step: wholeOf(message['step']) ?? 0, timestamp: wholeOf(message['timestamp']) ?? 0 };
}

export function asModelVersion(message: Json): SourceModelVersion | undefined {
  const version = wholeOf(message['version']);
  if (version === undefined) return undefined;
  const stage = textOf(message['current_stage']);
  const source = textOf(message['source']) ?? '';
  const loggedModel = textOf(message['model_id']) || /^models:\/(m-[\w-]+)$/.exec(source)?.[1];
  return {
    version,
    ...given('description', message['description']),
    ...(isStage(stage) ? { stage } : {}),
    tags: pairs(message['tags']),
    source,
    ...given('run', message['run_id']),
    ...(loggedModel ? { loggedModel } : {}),
    createdAt: wholeOf(message['creation_timestamp']) ?? 0,
  };
}

const STATUS: Readonly<Record<string, LoggedModelStatus>> = {
  LOGGED_MODEL_READY: 'ready',
  LOGGED_MODEL_UPLOAD_FAILED: 'failed',
};

export function asLoggedModel(message: Json): LoggedModel {
  const info = mapOf(message['info']);
  const data = mapOf(message['data']);
  const id = textOf(info['model_id']) ?? '';
  return {
    id,
    experiment: textOf(info['experiment_id']) ?? '',
    name: textOf(info['name']) ?? id,
    ...given('type', info['model_type']),
    ...given('run', info['source_run_id']),
    status: STATUS[String(info['status'])] ?? 'pending',
    ...given('statusMessage', info['status_message']),
    lifecycle: 'active',
    createdAt: wholeOf(info['creation_timestamp_ms']) ?? 0,
    updatedAt: wholeOf(info['last_updated_timestamp_ms']) ?? 0,
    params: pairs(data['params']),
    tags: pairs(info['tags']),
    metrics: listOf(data['metrics']).flatMap(asModelMetric),
  };
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function mapOf(value: unknown): Json {
  return isRecord(value) ? value : {};
}

/** `[{key, value}]`, as tags and params travel. */
export function pairs(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listOf(value).flatMap(({ key, value: text }) => (typeof key === 'string' ? [[key, textOf(text) ?? '']] : [])),
  );
}

export function given<K extends string>(key: K, value: unknown): { readonly [P in K]?: string } {
  const text = textOf(value);
  return (text ? { [key]: text } : {}) as { readonly [P in K]?: string };
}

function latest(value: unknown): Readonly<Record<string, MetricPoint>> {
  const found = new Map<string, MetricPoint>();
  for (const metric of listOf(value)) {
    const key = textOf(metric['key']);
    const point = asPoint(metric);
    if (key === undefined || point === undefined) continue;
    const before = found.get(key);
    if (before === undefined || isLater(point, before)) found.set(key, point);
  }
  return Object.fromEntries(found);
}

/** Infinity is stored as the greatest number. */
function metricValue(value: unknown): number | undefined {
  const number = typeof value === 'string' ? floatOf(value) : value;
  if (typeof number !== 'number') return undefined;
  if (number >= Number.MAX_VALUE) return Number.POSITIVE_INFINITY;
  return number <= -Number.MAX_VALUE ? Number.NEGATIVE_INFINITY : number;
}

function asDataset(input: Json): readonly RunDataset[] {
  const dataset = mapOf(input['dataset']);
  const name = textOf(dataset['name']);
  const version = textOf(dataset['digest']);
  if (name === undefined || version === undefined) return [];
  const { 'mlflow.data.context': context, ...tags } = pairs(input['tags']);
  const origin = { sourceType: textOf(dataset['source_type']) ?? '', source: textOf(dataset['source']) ?? '' };
  return [
    {
      name,
      version,
      ...(context === undefined ? {} : { context }),
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
      origin: { ...origin, ...given('schema', dataset['schema']), ...given('profile', dataset['profile']) },
    },
  ];
}

function asModelMetric(metric: Json): readonly ModelMetric[] {
  const key = textOf(metric['key']);
  const point = asPoint(metric);
  if (key === undefined || point === undefined) return [];
  const name = textOf(metric['dataset_name']);
  return [
    {
      key,
      ...point,
      run: textOf(metric['run_id']) ?? '',
      ...(name ? { dataset: { name, digest: textOf(metric['dataset_digest']) ?? '' } } : {}),
    },
  ];
}
