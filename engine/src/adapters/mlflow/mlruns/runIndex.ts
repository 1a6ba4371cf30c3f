import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Memo } from '../../../ports/memo.ts';
import type { MlflowRun } from '../runShape.ts';
import { foldersIn } from './keyFiles.ts';
import { type ReadRun, readHead, readRun } from './readRun.ts';

export interface IndexedRun {
  readonly run: Omit<MlflowRun, 'experiment'>;
  /** Name of its folder: the run's id. */
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
/** Heads that are read before. */
const HEADS_TURN = 500;
/** Pages that are asked for in a row see the same runs, for so many milliseconds. */
const FRESH = 1000;

/** The runs of an experiment's folder, read as far as is asked for. What is as it was before is not read again. */
export class ExperimentIndex {
  readonly #folder: string;
  readonly #experimentId: string;
  readonly #memo: Memo | undefined;
  readonly #heads = new Map<string, Known>();
  readonly #whole = new Map<string, Known>();
  #isRemembered = false;
  #last: { readonly at: number; readonly runs: Promise<readonly IndexedRun[]> } | undefined;
  #looks: Promise<unknown> = Promise.resolve();

  constructor(folder: string, experimentId: string, memo: Memo | undefined) {
    this.#folder = folder;
    this.#experimentId = experimentId;
    this.#memo = memo;
  }

  /** All runs with what each says of itself, and the run around it: nothing that it logged. Two files of each are looked at. */
  heads(): Promise<readonly IndexedRun[]> {
    if (this.#last !== undefined && performance.now() - this.#last.at <= FRESH) return this.#last.runs;
    const runs = this.#after(() => this.#readHeads());
    this.#last = { at: performance.now(), runs };
    runs.catch(() => {
      this.#last = undefined;
    });
    return runs;
  }

  /** Runs with all that they logged, by the names of their folders; those that are none are left out. */
  whole(names: readonly string[]): Promise<readonly IndexedRun[]> {
    return this.#after(() => this.#readWhole(names));
  }

  /** Looks follow each other, so that nothing is read twice. */
  #after<T>(work: () => Promise<T>): Promise<T> {
    const look = this.#looks.then(work);
    this.#looks = look.catch(() => {});
    return look;
  }

  async #readHeads(): Promise<readonly IndexedRun[]> {
    const names = runFolders(this.#folder);
    const runs: Known[] = [];
    for (const [index, name] of names.entries()) {
      if (index % HEADS_TURN === HEADS_TURN - 1) await otherTurn();
      const run = this.#look(name, this.#heads, readHead);
      if (run !== undefined) runs.push(run);
    }
    const there = new Set(names);
    for (const known of [this.#heads, this.#whole])
      for (const name of [...known.keys()]) if (!there.has(name)) known.delete(name);
    return runs;
  }

  async #readWhole(names: readonly string[]): Promise<readonly IndexedRun[]> {
    const isMost = names.length * 2 >= this.#heads.size;
    if (isMost) await this.#remember();
    const runs: Known[] = [];
    let isNew = false;
    for (const [index, name] of names.entries()) {
      if (index % TURN === TURN - 1) await otherTurn();
      const before = this.#whole.get(name);
      const run = this.#look(name, this.#whole, readRun);
      if (run !== before) isNew = true;
      if (run !== undefined) runs.push(run);
    }
    if (isMost && isNew) await this.#memo?.set(KIND, this.#folder, kept([...this.#whole.values()]));
    return runs;
  }

  #look(name: string, known: Map<string, Known>, read: typeof readRun): Known | undefined {
    const folder = join(this.#folder, name);
    const before = known.get(name);
    if (before !== undefined && isAsItWas(folder, before)) return before;
    const began = Date.now();
    const found = read(folder, this.#experimentId, join(this.#folder, 'datasets'));
    known.delete(name);
    if (found === undefined) return undefined;
    const now = knownOf(name, found, folder);
    if (now.stamps.every((stamp, index) => index % 2 === 1 || stamp < began - SETTLED)) known.set(name, now);
    return now;
  }

  /** What former processes read. */
  async #remember(): Promise<void> {
    if (this.#isRemembered) return;
    this.#isRemembered = true;
    for (const one of knownBefore(await this.#memo?.get(KIND, this.#folder)))
      if (!this.#whole.has(one.folder)) this.#whole.set(one.folder, one);
  }
}

function otherTurn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

function runFolders(folder: string): readonly string[] {
  return foldersIn(folder).filter((name) => !RESERVED.has(name) && !name.startsWith('.'));
}

function knownOf(name: string, { run, artifactUri, paths }: ReadRun, folder: string): Known {
  return { run, folder: name, artifactUri, paths, stamps: stampsOf(folder, paths) };
}

function isAsItWas(folder: string, { paths, stamps }: Known): boolean {
  return paths.every((path, index) => {
    const stat = statSync(`${folder}/${path}`, { throwIfNoEntry: false });
    return (stat?.mtimeMs ?? -1) === stamps[2 * index] && (stat?.size ?? -1) === stamps[2 * index + 1];
  });
}

function stampsOf(folder: string, paths: readonly string[]): readonly number[] {
  return paths.flatMap((path) => {
    const stat = statSync(`${folder}/${path}`, { throwIfNoEntry: false });
    return stat === undefined ? [-1, -1] : [stat.mtimeMs, stat.size];
  });
}

/** NaN and infinity are no JSON. */
function kept(runs: readonly Known[]): unknown {
  return runs.map((one) => ({ ...one, run: { ...one.run, metrics: withValues(one, (value) => String(value)) } }));
}

function knownBefore(value: unknown): readonly Known[] {
  const runs = (Array.isArray(value) ? value : []) as readonly Known[];
  return runs.map((one) => ({ ...one, run: { ...one.run, metrics: withValues(one, (value) => Number(value)) } }));
}

function withValues<T>({ run }: Known, change: (value: unknown) => T): Record<string, never> {
  const metrics = Object.entries(run.metrics).map(([key, point]) => [key, { ...point, value: change(point.value) }]);
  return Object.fromEntries(metrics) as Record<string, never>;
}
