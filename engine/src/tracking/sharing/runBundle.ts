import { Failure } from '../../failure.ts';
import { isRecord } from '../../language/isRecord.ts';
import type { EndedModel } from '../../ports/loggedModelStore.ts';
import type { EndedRun, MetricPoint } from '../../ports/runStore.ts';
import { isArtifact, isListIfAny, isRunId, isTexts } from './bundleChecks.ts';
import { bundledModel, readBundledModel } from './bundledModel.ts';
import { type PackedPoints, packPoints, unpackPoints } from './packedPoints.ts';

/** A run that has ended, with its nested runs, as it travels between clones. */
export interface RunBundle {
  /** Who had it pushed first. */
  readonly origin: string;
  /** The outermost first; each after the one that it is nested in. */
  readonly runs: readonly EndedRun[];
}

const FORMAT = 1;

/**
 * The text of a bundle: the same run gives the same bytes on every machine and under every version of every library, so that its
 * hash names it. Points stand in it by columns.
 */
export function writeBundle({ origin, runs }: RunBundle): string {
  const packed = runs.map(({ metrics, models, ...run }) => ({
    ...run,
    ...(models === undefined ? {} : { models: models.map(bundledModel) }),
    metrics: Object.fromEntries([...metrics].map(([key, points]) => [key, packPoints(points)])),
  }));
  return `${JSON.stringify(sorted({ run_bundle: FORMAT, origin, runs: packed }))}\n`;
}

/** @throws Failure `remote-bundle` for what is none, or of a newer Modelyard */
export function readBundle(text: string, key: string): RunBundle {
  const { run_bundle: format, origin, runs } = record(parsed(text, key), key);
  if (typeof format === 'number' && format > FORMAT)
    throw new Failure('remote-bundle', `The run ${key} was pushed by a newer Modelyard.`, {
      next: 'Update Modelyard.',
    });
  if (format !== FORMAT || typeof origin !== 'string' || !Array.isArray(runs) || runs.length === 0) throw broken(key);
  return { origin, runs: runs.map((run) => readRun(record(run, key), key)) };
}

function readRun(run: Readonly<Record<string, unknown>>, key: string): EndedRun {
  const { id, experiment, name, parent, status, reported, startTime, endTime, user } = run;
  const isWhole =
    isRunId(id) &&
    [experiment, name, user].every((text) => typeof text === 'string') &&
    (parent === undefined || isRunId(parent)) &&
    STATUSES.has(status) &&
    (reported === undefined || REPORTED.has(reported)) &&
    Number.isSafeInteger(startTime) &&
    Number.isSafeInteger(endTime) &&
    isTexts(run['params']) &&
    isTexts(run['tags']) &&
    Array.isArray(run['datasets']) &&
    run['datasets'].every(isDataset) &&
    Array.isArray(run['artifacts']) &&
    run['artifacts'].every(isArtifact) &&
    isListIfAny(run['modelInputs'], (one) => typeof one === 'string') &&
    isListIfAny(run['modelOutputs'], isOutput);
  if (!isWhole) throw broken(key);
  const metrics = new Map<string, readonly MetricPoint[]>();
  for (const [metric, packed] of Object.entries(record(run['metrics'], key))) {
    const points = unpackPoints(packed as PackedPoints);
    if (points === undefined) throw broken(key);
    metrics.set(metric, points);
  }
  const { models: _, ...rest } = run as unknown as EndedRun;
  const models = readModels(run['models'], key);
  return { ...rest, metrics, ...(models === undefined ? {} : { models }) };
}

function readModels(value: unknown, key: string): readonly EndedModel[] | undefined {
  if (value === undefined) return undefined;
  const models = Array.isArray(value) ? value.map(readBundledModel) : [undefined];
  if (models.includes(undefined)) throw broken(key);
  return models as readonly EndedModel[];
}

const STATUSES: ReadonlySet<unknown> = new Set(['finished', 'failed', 'cancelled', 'interrupted']);
const REPORTED: ReadonlySet<unknown> = new Set(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']);

function isDataset(value: unknown): boolean {
  return isRecord(value) && typeof value['name'] === 'string' && typeof value['version'] === 'string';
}

function isOutput(value: unknown): boolean {
  return isRecord(value) && typeof value['model'] === 'string' && Number.isSafeInteger(value['step']);
}

function parsed(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken(key);
  }
}

function record(value: unknown, key: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw broken(key);
}

function broken(key: string): Failure {
  return new Failure('remote-bundle', `${key} is no run as Modelyard pushes it.`, {
    next: 'Remove it from the remote; `modelyard push` on the machine that has the run puts it there again.',
  });
}

/** With keys in order, all the way down. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
}
