import { isRecord } from '../../language/isRecord.ts';
import type { EndedModel, ModelMetric } from '../../ports/loggedModelStore.ts';
import { isArtifact, isRunId, isTextIfAny, isTexts } from './bundleChecks.ts';
import { type PackedPoints, packPoints, unpackPoints } from './packedPoints.ts';

/** A model that a client saved, as it stands in a bundle: its points by metric, run and what they were measured on. */
export interface BundledModel extends Omit<EndedModel, 'metrics'> {
  readonly metrics: readonly Series[];
}

interface Series {
  readonly key: string;
  readonly run: string;
  readonly dataset?: { readonly name: string; readonly digest: string };
  readonly points: PackedPoints;
}

export function bundledModel({ metrics, ...model }: EndedModel): BundledModel {
  const series = Map.groupBy(metrics, ({ key, run, dataset }) => JSON.stringify([key, run, dataset]));
  const packed = [...series.values()].map((points) => {
    const { key, run, dataset } = points[0]!;
    return { key, run, ...(dataset === undefined ? {} : { dataset }), points: packPoints(points) };
  });
  return { ...model, metrics: packed };
}

/** Undefined where it is none. */
export function readBundledModel(value: unknown): EndedModel | undefined {
  if (!isRecord(value) || !isWhole(value)) return undefined;
  const metrics: ModelMetric[] = [];
  for (const series of value['metrics'] as readonly unknown[]) {
    if (!isSeries(series)) return undefined;
    const { key, run, dataset, points } = series;
    const unpacked = unpackPoints(points);
    if (unpacked === undefined) return undefined;
    for (const point of unpacked) metrics.push({ key, ...point, run, ...(dataset === undefined ? {} : { dataset }) });
  }
  return { ...(value as unknown as EndedModel), metrics };
}

function isWhole(model: Readonly<Record<string, unknown>>): boolean {
  const { id, name, type, user, status, statusMessage, createdAt, updatedAt, params, tags, artifacts, metrics } = model;
  return (
    typeof id === 'string' &&
    /^[\w-]{1,100}$/.test(id) &&
    typeof name === 'string' &&
    [type, user, statusMessage].every(isTextIfAny) &&
    (status === 'ready' || status === 'failed') &&
    Number.isSafeInteger(createdAt) &&
    Number.isSafeInteger(updatedAt) &&
    isTexts(params) &&
    isTexts(tags) &&
    Array.isArray(artifacts) &&
    artifacts.every(isArtifact) &&
    Array.isArray(metrics)
  );
}

function isSeries(value: unknown): value is Series {
  if (!isRecord(value)) return false;
  const { key, run, dataset } = value;
  const isMeasuredOn = isRecord(dataset) && isTexts({ name: dataset['name'], digest: dataset['digest'] });
  return typeof key === 'string' && isRunId(run) && (dataset === undefined || isMeasuredOn);
}
