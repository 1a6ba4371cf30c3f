import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { isRecord } from '../../../language/isRecord.ts';
import type { MetricPoint } from '../../../ports/runStore.ts';
import { inside } from '../confine.ts';
import { MOST_BYTES, readMap } from '../flatYaml.ts';
import { keysBelow, readEnd } from '../mlruns/keyFiles.ts';
import { latestPoint } from '../mlruns/metricLines.ts';
import { plotPoints } from './plotTable.ts';
import { leaves, looseJson, numbers, texts } from './scalars.ts';

/** What lies in the working tree of one run: a `dvclive` folder, or what `dvc.yaml` names. */
export interface DvcRun {
  /** 32 hex digits, of the place alone: it is the same run when it is written again. */
  readonly id: string;
  readonly name: string;
  /** Inside the root. */
  readonly folder: string;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, MetricPoint>>;
  /** Points of metrics that have more than one. */
  readonly histories: ReadonlyMap<string, readonly MetricPoint[]>;
  /** When something of it was last written. */
  readonly modified: number;
  readonly began: number;
}

/** A folder that DVCLive writes; undefined where it holds none of its files. */
export function readDvcLive(root: string, folder: string): DvcRun | undefined {
  const files = ['metrics.json', 'params.yaml'].map((name) => posix.join(folder, name));
  const plots = keysBelow(join(root, folder, 'plots', 'metrics')).keys.filter((key) => key.endsWith('.tsv'));
  const metrics = metricsOf(root, files[0]!);
  const histories = new Map(
    plots.map((file) => {
      const key = file.slice(0, -'.tsv'.length);
      const text = textIn(root, posix.join(folder, 'plots/metrics', file)) ?? '';
      return [key, plotPoints(text, basename(key))] as const;
    }),
  );
  const seen = [...files, ...plots.map((file) => posix.join(folder, 'plots/metrics', file))];
  if (metrics.size === 0 && histories.size === 0) return undefined;
  return assembled(
    root,
    { folder, name: basename(folder) || basename(root), seen },
    {
      params: paramsOf(root, files[1]!),
      metrics,
      histories,
    },
  );
}

/** The files of metrics and params that a `dvc.yaml` names; undefined where it names none that is there. */
export function readDvcYaml(root: string, file: string): DvcRun | undefined {
  const spec = readMap(textIn(root, file) ?? '');
  if (spec === undefined) return undefined;
  const folder = dirname(file) === '.' ? '' : dirname(file);
  const stages = isRecord(spec['stages']) ? Object.values(spec['stages']).filter(isRecord) : [];
  const beside = (path: string) => posix.join(folder, path);
  const metricFiles = [spec, ...stages].flatMap((one) => pathsOf(one['metrics'])).map(beside);
  const paramFiles = [spec, ...stages].flatMap((one) => pathsOf(one['params'], true)).map(beside);
  const used = [...new Set([...paramFiles, beside('params.yaml')])];
  const metrics = new Map([...new Set(metricFiles)].flatMap((one) => [...metricsOf(root, one)]));
  if (metrics.size === 0) return undefined;
  const params = Object.assign({}, ...used.map((one) => paramsOf(root, one))) as Record<string, string>;
  return assembled(
    root,
    { folder, name: basename(join(root, folder)), seen: [...metricFiles, ...used] },
    { params, metrics, histories: new Map() },
  );
}

function assembled(
  root: string,
  { folder, name, seen }: { readonly folder: string; readonly name: string; readonly seen: readonly string[] },
  content: {
    readonly params: Readonly<Record<string, string>>;
    readonly metrics: ReadonlyMap<string, number>;
    readonly histories: ReadonlyMap<string, readonly MetricPoint[]>;
  },
): DvcRun {
  const times = seen.flatMap((path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? []);
  const modified = Math.floor(Math.max(0, ...times));
  const step = content.metrics.get('step');
  const plain = [...content.metrics].filter(([key]) => key !== 'step' || content.histories.size === 0);
  const points = plain.map(([key, value]) => [key, { value, step: step ?? 0, timestamp: modified }] as const);
  const latest = [...content.histories].flatMap(([key, all]) => {
    const point = latestPoint(all);
    return point === undefined ? [] : [[key, point] as const];
  });
  return {
    id: createHash('sha256').update(`dvc ${folder} ${name}`).digest('hex').slice(0, 32),
    name,
    folder,
    params: content.params,
    metrics: Object.fromEntries([...points, ...latest]),
    histories: content.histories,
    modified,
    began: Math.floor(Math.min(...times, modified)),
  };
}

function metricsOf(root: string, file: string): ReadonlyMap<string, number> {
  return numbers(leaves(contentOf(root, file)));
}

function paramsOf(root: string, file: string): Readonly<Record<string, string>> {
  return texts(leaves(contentOf(root, file)));
}

function contentOf(root: string, file: string): unknown {
  const text = textIn(root, file);
  if (text === undefined) return undefined;
  return file.endsWith('.json') ? looseJson(text) : /\.ya?ml$/.test(file) ? readMap(text) : undefined;
}

/** A file of the working tree; undefined for what lies outside of it. */
function textIn(root: string, path: string): string | undefined {
  const file = inside(root, path);
  const read = file === undefined ? undefined : readEnd(file, MOST_BYTES);
  return read?.isWhole ? read.text : undefined;
}

/** A list of paths, each perhaps a map of one path with options; of params only those that name a file. */
function pathsOf(value: unknown, ofParams = false): readonly string[] {
  const list = Array.isArray(value) ? value : [];
  const paths = list.flatMap((one) => (isRecord(one) ? Object.keys(one) : typeof one === 'string' ? [one] : []));
  return ofParams ? paths.filter((path) => /\.(ya?ml|json)$/.test(path)) : paths;
}
