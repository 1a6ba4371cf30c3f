import type { Experiment } from '../../../engine/src/ports/experimentStore.ts';
import type { MetricPoint, Run, RunDataset } from '../../../engine/src/ports/runStore.ts';
import { mlflowStatus } from '../../../engine/src/tracking/mlflowStatus.ts';
import type { Json, JsonObject } from '../http/route.ts';

export const RUN_NAME = 'mlflow.runName';
export const PARENT = 'mlflow.parentRunId';
export const DATA_CONTEXT = 'mlflow.data.context';
const USER = 'mlflow.user';

/** `[{key, value}]`; undefined, thus left out, where there is none. */
export function pairs(record: Readonly<Record<string, string>>): readonly JsonObject[] | undefined {
  return filled(Object.keys(record).map((key) => ({ key, value: record[key]! })));
}

/** MLflow leaves empty lists out. */
export function filled<T extends Json>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** JSON has no word for NaN; of infinity MLflow makes the greatest number, for its databases know none. */
export function wireNumber(value: number): number | string {
  if (Number.isNaN(value)) return 'NaN';
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

export function metricMessage(key: string, { value, timestamp, step }: MetricPoint): JsonObject {
  return { key, value: wireNumber(value), timestamp, step };
}

/** Where clients put an experiment's artifacts: through this service, where they said nothing else. */
export function locationOf({ id, artifactLocation }: Experiment): string {
  return artifactLocation ?? `mlflow-artifacts:/${id}`;
}

export function experimentMessage(experiment: Experiment): JsonObject {
  return {
    experiment_id: experiment.id,
    name: experiment.name,
    artifact_location: locationOf(experiment),
    lifecycle_stage: experiment.lifecycle,
    last_update_time: experiment.updatedAt,
    creation_time: experiment.createdAt,
    tags: pairs(experiment.tags),
  };
}

/** `location`: of the run's experiment. */
export function runInfo(run: Run, location: string): JsonObject {
  return {
    run_id: run.id,
    run_uuid: run.id,
    run_name: run.name,
    experiment_id: run.experimentId,
    user_id: run.user,
    status: mlflowStatus(run),
    start_time: run.startTime,
    end_time: run.endTime,
    artifact_uri: `${location.replace(/\/$/, '')}/${run.id}/artifacts`,
    lifecycle_stage: run.lifecycle,
  };
}

export function runMessage(run: Run, location: string): JsonObject {
  return {
    info: runInfo(run, location),
    data: {
      metrics: filled(Object.keys(run.metrics).map((key) => metricMessage(key, run.metrics[key]!))),
      params: pairs(run.params),
      tags: pairs(tagsOf(run)),
    },
    inputs: {
      dataset_inputs: filled(run.datasets.map(datasetInput)),
      model_inputs: filled((run.modelInputs ?? []).map((model_id) => ({ model_id }))),
    },
    outputs: {
      model_outputs: filled((run.modelOutputs ?? []).map(({ model, step }) => ({ model_id: model, step }))),
    },
  };
}

/** With what MLflow keeps in tags and we keep in columns. */
function tagsOf(run: Run): Readonly<Record<string, string>> {
  const isOurs = run.reported === undefined && run.user !== '';
  return {
    ...(isOurs ? { [USER]: run.user } : {}),
    ...run.tags,
    [RUN_NAME]: run.name,
    ...(run.parent === undefined ? {} : { [PARENT]: run.parent }),
  };
}

function datasetInput(dataset: RunDataset): JsonObject {
  const { name, version, context, origin } = dataset;
  return {
    tags: pairs({ ...(context === undefined ? {} : { [DATA_CONTEXT]: context }), ...dataset.tags }),
    dataset: {
      name,
      digest: version,
      source_type: origin?.sourceType ?? 'modelyard',
      source: origin?.source ?? JSON.stringify({ dataset: `${name}@${version}` }),
      schema: origin?.schema,
      profile: origin ? origin.profile : rowCount(dataset),
    },
  };
}

function rowCount({ rows }: RunDataset): string | undefined {
  return rows === undefined ? undefined : JSON.stringify({ num_rows: rows });
}
