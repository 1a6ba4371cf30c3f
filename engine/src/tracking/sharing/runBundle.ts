import { Failure } from '../../failure.ts';
import type { EndedRun, MetricPoint } from '../../ports/runStore.ts';
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
  const packed = runs.map(({ metrics, ...run }) => ({
    ...run,
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
    isId(id) &&
    [experiment, name, user].every((text) => typeof text === 'string') &&
    (parent === undefined || isId(parent)) &&
    STATUSES.has(status) &&
    (reported === undefined || REPORTED.has(reported)) &&
    Number.isSafeInteger(startTime) &&
    Number.isSafeInteger(endTime) &&
    isTexts(run['params']) &&
    isTexts(run['tags']) &&
    Array.isArray(run['datasets']) &&
    run['datasets'].every(isDataset) &&
    Array.isArray(run['artifacts']) &&
    run['artifacts'].every(isArtifact);
  if (!isWhole) throw broken(key);
  const metrics = new Map<string, readonly MetricPoint[]>();
  for (const [metric, packed] of Object.entries(record(run['metrics'], key))) {
    const points = unpackPoints(packed as PackedPoints);
    if (points === undefined) throw broken(key);
    metrics.set(metric, points);
  }
  return { ...(run as unknown as EndedRun), metrics };
}

const STATUSES: ReadonlySet<unknown> = new Set(['finished', 'failed', 'cancelled', 'interrupted']);
const REPORTED: ReadonlySet<unknown> = new Set(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']);

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}

function isTexts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
}

function isDataset(value: unknown): boolean {
  return isRecord(value) && typeof value['name'] === 'string' && typeof value['version'] === 'string';
}

function isArtifact(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { path, size, sha256 } = value;
  return (
    typeof path === 'string' && isPlainPath(path) && Number.isSafeInteger(size) && /^[0-9a-f]{64}$/.test(String(sha256))
  );
}

/** Leads nowhere but down. */
function isPlainPath(path: string): boolean {
  return (
    !/[\\\0]|^\/|\/$|\/\//.test(path) && path !== '' && !path.split('/').some((part) => part === '.' || part === '..')
  );
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
