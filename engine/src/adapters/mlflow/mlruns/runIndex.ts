import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Memo } from '../../../ports/memo.ts';
import type { MlflowRun } from '../runShape.ts';
import { foldersIn } from './keyFiles.ts';
import { readRun } from './readRun.ts';

export interface IndexedRun {
  readonly run: Omit<MlflowRun, 'experiment'>;
  /** Name of its folder, the run's id unless somebody moved it. */
  readonly folder: string;
  readonly artifactUri: string;
}

interface Known extends IndexedRun {
  readonly paths: readonly string[];
  /** Time and size of each path. */
  readonly stamps: readonly number[];
}

const KIND = 'mlruns-2';
/** Folders of an experiment that hold no run. */
const RESERVED: ReadonlySet<string> = new Set(['tags', 'datasets', 'traces', 'models']);
/** What was changed less than so many milliseconds before it was read may change again under the same time. */
const SETTLED = 2000;
/** Runs that are read before others of this process get a turn. */
const TURN = 50;

/** The runs of an experiment's folder. Those whose files are as they were are taken from the memo. */
export async function indexExperiment(
  folder: string,
  experimentId: string,
  memo: Memo | undefined,
): Promise<readonly IndexedRun[]> {
  const before = knownBefore(await memo?.get(KIND, folder));
  const began = Date.now();
  const runs: Known[] = [];
  let isNew = false;
  for (const [index, name] of runFolders(folder).entries()) {
    if (index % TURN === TURN - 1) await new Promise<void>((done) => setImmediate(done));
    const known = before.get(name);
    const run = known !== undefined && isAsItWas(join(folder, name), known) ? known : look(folder, name, experimentId);
    if (run !== known) isNew = true;
    if (run !== undefined) runs.push(run);
  }
  if (memo !== undefined && (isNew || runs.length !== before.size)) await memo.set(KIND, folder, kept(runs, began));
  return runs;
}

function runFolders(folder: string): readonly string[] {
  return foldersIn(folder).filter((name) => !RESERVED.has(name) && !name.startsWith('.'));
}

function look(folder: string, name: string, experimentId: string): Known | undefined {
  const read = readRun(join(folder, name), experimentId, join(folder, 'datasets'));
  if (read === undefined) return undefined;
  const { run, artifactUri, paths } = read;
  return { run, folder: name, artifactUri, paths, stamps: stampsOf(join(folder, name), paths) };
}

function isAsItWas(folder: string, { paths, stamps }: Known): boolean {
  return paths.every((path, index) => {
    const stat = statSync(`${folder}/${path}`, { throwIfNoEntry: false });
    return stat !== undefined && stat.mtimeMs === stamps[2 * index] && stat.size === stamps[2 * index + 1];
  });
}

function stampsOf(folder: string, paths: readonly string[]): readonly number[] {
  return paths.flatMap((path) => {
    const stat = statSync(`${folder}/${path}`, { throwIfNoEntry: false });
    return stat === undefined ? [-1, -1] : [stat.mtimeMs, stat.size];
  });
}

/** NaN and infinity are no JSON. */
function kept(runs: readonly Known[], began: number): unknown {
  return runs
    .filter(({ stamps }) => stamps.every((stamp, index) => index % 2 === 1 || stamp < began - SETTLED))
    .map((one) => ({ ...one, run: { ...one.run, metrics: withValues(one, (value) => String(value)) } }));
}

function knownBefore(value: unknown): ReadonlyMap<string, Known> {
  const runs = (Array.isArray(value) ? value : []) as readonly Known[];
  return new Map(
    runs.map((one) => [
      one.folder,
      { ...one, run: { ...one.run, metrics: withValues(one, (value) => Number(value)) } },
    ]),
  );
}

function withValues<T>({ run }: Known, change: (value: unknown) => T): Record<string, never> {
  const metrics = Object.entries(run.metrics).map(([key, point]) => [key, { ...point, value: change(point.value) }]);
  return Object.fromEntries(metrics) as Record<string, never>;
}
