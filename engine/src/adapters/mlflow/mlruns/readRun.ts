import { basename, join } from 'node:path';
import { isRecord } from '../../../language/isRecord.ts';
import type { MetricPoint, RunDataset } from '../../../ports/runStore.ts';
import { MOST_BYTES, readMap, textOf, wholeOf } from '../flatYaml.ts';
import type { MlflowRun } from '../runShape.ts';
import { foldersIn, type KeyFiles, keysBelow, readEnd } from './keyFiles.ts';
import { latestPoint, metricPoints } from './metricLines.ts';

const STATUS = [undefined, 'RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
/** Of a longer file the end is read, where the latest point stands. */
const MOST_OF_A_METRIC = 1 << 20;

export interface ReadRun {
  readonly run: Omit<MlflowRun, 'experiment'>;
  readonly artifactUri: string;
  /** All files and folders inside the run's that the answer was made of. */
  readonly paths: readonly string[];
}

/** A run's folder; undefined where it holds no run, one that is half written, or one that says it is another. */
export function readRun(folder: string, experimentId: string, datasetsFolder: string): ReadRun | undefined {
  const head = readFacts(folder, experimentId);
  if (head === undefined) return undefined;
  const params = keysBelow(join(folder, 'params'));
  const metrics = keysBelow(join(folder, 'metrics'));
  const tags = keysBelow(join(folder, 'tags'));
  const inputs = foldersIn(join(folder, 'inputs'));
  return {
    ...head,
    run: {
      ...head.run,
      params: texts(join(folder, 'params'), params),
      metrics: latest(join(folder, 'metrics'), metrics),
      tags: texts(join(folder, 'tags'), tags),
      datasets: inputs.flatMap((input) => dataset(join(folder, 'inputs', input), datasetsFolder)),
    },
    paths: [
      ...head.paths,
      ...params.folders.map((path) => join('params', path)),
      ...below('metrics', metrics),
      ...below('tags', tags),
      ...(inputs.length > 0 ? ['inputs'] : []),
    ],
  };
}

/** What a run says of itself, with the tags that place it among others, and nothing that it logged. */
export function readHead(folder: string, experimentId: string): ReadRun | undefined {
  const head = readFacts(folder, experimentId);
  if (head === undefined) return undefined;
  const tags: Record<string, string> = {};
  for (const key of PLACING) {
    const text = readEnd(join(folder, 'tags', key), MOST_BYTES)?.text;
    if (text !== undefined) tags[key] = text;
  }
  return { ...head, run: { ...head.run, tags }, paths: [...head.paths, 'tags', ...Object.keys(tags).map(inTags)] };
}

/** Tags that may stand for a fact of an older run. */
const PLACING = ['mlflow.parentRunId', 'mlflow.runName', 'mlflow.user'];

function inTags(key: string): string {
  return join('tags', key);
}

/** What stands in the run's own file. */
function readFacts(folder: string, experimentId: string): ReadRun | undefined {
  const meta = readMeta(folder);
  const id = textOf(meta?.['run_id'] ?? meta?.['run_uuid']);
  if (meta === undefined || id === undefined || id !== basename(folder)) return undefined;
  const status = meta['status'];
  return {
    run: {
      id,
      experimentId,
      name: textOf(meta['run_name'] ?? meta['name']),
      status: typeof status === 'number' ? STATUS[status] : textOf(status),
      isDeleted: meta['lifecycle_stage'] === 'deleted',
      startTime: wholeOf(meta['start_time']),
      endTime: wholeOf(meta['end_time']),
      user: textOf(meta['user_id']),
      params: {},
      metrics: {},
      tags: {},
      datasets: [],
    },
    artifactUri: textOf(meta['artifact_uri']) ?? '',
    paths: ['meta.yaml'],
  };
}

/** What stands in a folder's `meta.yaml`; undefined where there is none that can be read. */
export function readMeta(folder: string): Readonly<Record<string, unknown>> | undefined {
  const file = readEnd(join(folder, 'meta.yaml'), MOST_BYTES);
  return file?.isWhole ? readMap(file.text) : undefined;
}

/** The text of each key's file. */
export function texts(folder: string, { keys }: KeyFiles): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const key of keys) {
    const text = readEnd(join(folder, key), MOST_BYTES)?.text;
    if (text !== undefined) define(found, key, text);
  }
  return found;
}

function latest(folder: string, { keys }: KeyFiles): Readonly<Record<string, MetricPoint>> {
  const found: Record<string, MetricPoint> = {};
  for (const key of keys) {
    const point = latestPoint(metricPoints(readEnd(join(folder, key), MOST_OF_A_METRIC)?.text ?? ''));
    if (point !== undefined) define(found, key, point);
  }
  return found;
}

/** A key may be called `__proto__`. */
function define<T>(record: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true, configurable: true });
  else record[key] = value;
}

function below(name: string, { keys, folders }: KeyFiles): readonly string[] {
  return [...folders, ...keys].map((path) => join(name, path));
}

function dataset(inputFolder: string, datasetsFolder: string): readonly RunDataset[] {
  const input = readMeta(inputFolder);
  const id = textOf(input?.['source_id']);
  if (input === undefined || id === undefined || !/^[\w-]+$/.test(id)) return [];
  const facts = readMeta(join(datasetsFolder, id));
  const name = textOf(facts?.['name']);
  const version = textOf(facts?.['digest']);
  if (facts === undefined || name === undefined || version === undefined) return [];
  const { context, tags } = inputTags(input['tags']);
  const schema = textOf(facts['schema']);
  const profile = textOf(facts['profile']);
  const origin = { sourceType: textOf(facts['source_type']) ?? '', source: textOf(facts['source']) ?? '' };
  return [
    {
      name,
      version,
      ...(context === undefined ? {} : { context }),
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
      origin: { ...origin, ...(schema ? { schema } : {}), ...(profile ? { profile } : {}) },
    },
  ];
}

function inputTags(value: unknown): {
  readonly context: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
} {
  const pairs = isRecord(value) ? Object.entries(value).map(([key, text]) => [key, textOf(text) ?? ''] as const) : [];
  return {
    context: pairs.find(([key]) => key === 'mlflow.data.context')?.[1],
    tags: Object.fromEntries(pairs.filter(([key]) => key !== 'mlflow.data.context')),
  };
}
