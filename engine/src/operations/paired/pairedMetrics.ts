import { checkScored } from '../../evaluation/checkScored.ts';
import { type PairedOptions, pairedDifferences, type ScoredPair } from '../../evaluation/pairedBootstrap.ts';
import type { Scored } from '../../evaluation/scored.ts';
import { Failure } from '../../failure.ts';
import { type Pairs, pairScores, type ScoreTable } from '../../gates/pairScores.ts';
import { count } from '../../language/figures.ts';
import type { Host, Stores } from '../../ports/host.ts';
import { withData } from '../dataFile.ts';
import { tooFewRows } from './enoughRows.ts';
import { metricsOf } from './metricsOf.ts';
import type { Paired, PairedMetric, PairedMetrics, PairedSlices } from './paired.ts';
import { pairedSlices } from './pairedSlices.ts';

export interface PairingAround {
  readonly host: Host;
  readonly stores: Stores;
  /** Absolute root of the project. */
  readonly root: string;
  readonly signal: AbortSignal;
  /** Told the share that is done, 0 to 1, and what is at work. */
  progress?(share: number, message: string): void;
}

export interface PairingAsked {
  /** Names of the catalog. */
  readonly metrics: readonly string[];
  /** Columns of both tables by whose values the rows are measured too. */
  readonly slices?: readonly string[];
}

/** Of all rows, and of the slices by a column: each is remembered for itself. */
const KINDS = { whole: 'paired-metrics', slices: 'paired-slices' } as const;

/**
 * The paired difference of metrics by a bootstrap over the rows that both tables of scores have, whatever made them. It follows from
 * the two objects, so it is remembered with the store.
 */
export async function pairedMetrics(
  around: PairingAround,
  a: ScoreTable,
  b: ScoreTable,
  { metrics, slices = [] }: PairingAsked,
): Promise<Paired> {
  if (a.output?.task !== b.output?.task) return unpaired('they answer another question');
  const { memo } = around.stores;
  const keys = { whole: keyOf(a, b, metrics), slices: (column: string) => keyOf(a, b, metrics, column) };
  const whole = (await memo.get(KINDS.whole, keys.whole)) as PairedMetrics | undefined;
  const kept = await Promise.all(slices.map((column) => memo.get(KINDS.slices, keys.slices(column))));
  const known = kept.filter((one) => one !== undefined) as PairedSlices[];
  const missing = slices.filter((_, at) => kept[at] === undefined);
  if (whole !== undefined && (missing.length === 0 || whole.reason !== null)) return { ...whole, slices: known };
  try {
    const told = await measured(around, [a, b], { metrics, slices: missing, whole });
    const { slices: found, ...ofAll } = told;
    if (whole === undefined) await memo.set(KINDS.whole, keys.whole, ofAll);
    for (const one of found) await memo.set(KINDS.slices, keys.slices(one.column), one);
    const all = new Map([...known, ...found].map((one) => [one.column, one]));
    return { ...told, slices: slices.flatMap((column) => all.get(column) ?? []) };
  } catch (error) {
    if (error instanceof Failure) return unpaired(error.message);
    throw error;
  }
}

/** Nothing is told on shared rows. */
export function unpaired(reason: string): Paired {
  return { rows: 0, reason, metrics: [], slices: [] };
}

/** The number changes with the way in which it is measured. */
function keyOf(a: ScoreTable, b: ScoreTable, names: readonly string[], ...column: readonly string[]): string {
  return JSON.stringify([1, a.scores, b.scores, a.output ?? null, b.output ?? null, [...names].sort(), ...column]);
}

interface Measuring extends Required<PairingAsked> {
  /** What is known of all rows. */
  readonly whole: PairedMetrics | undefined;
}

async function measured(
  { host, stores, root, signal, progress }: PairingAround,
  [a, b]: readonly [ScoreTable, ScoreTable],
  { metrics, slices, whole }: Measuring,
): Promise<Paired> {
  return withData(host, [stores.folder, root], async (data, tmpFolder) => {
    const sides = `${a.name} and ${b.name}`;
    progress?.(0, `lining up rows of ${sides}`);
    const pairs = await pairScores(b, a, { host, stores, signal, tmpFolder, data: async () => data });
    const reason = refusedPairs(pairs);
    if (reason !== undefined) return unpaired(reason);
    const [candidate, champion] = await pairs.read(slices);
    const pair = { candidate, champion };
    const names = metrics.filter((metric) => [candidate, champion].every((scored) => isMeasurable(scored, metric)));
    const parts = (whole === undefined ? 1 : 0) + slices.length;
    let done = 0;
    const part = (message: string): PairedOptions => {
      const before = done++;
      return { parallel: host.parallel, signal, progress: (share) => progress?.((before + share) / parts, message) };
    };
    const rows = `${count(pairs.shared)} rows of ${sides}`;
    const told = whole ?? {
      ...{ rows: pairs.shared, reason: null },
      metrics: await ofAllRows(pair, names, part(`resampling ${rows}`)),
    };
    const sliced: PairedSlices[] = [];
    for (const [at, column] of slices.entries())
      sliced.push(await pairedSlices(pair, at, names, part(`resampling ${rows} by ${column}`)));
    return { ...told, slices: sliced };
  });
}

function refusedPairs({ repeated, shared, differing }: Pairs): string | undefined {
  if (repeated) return 'row ids stand twice in their scores';
  const told = differing > 0 ? `for ${differing} shared rows they were told another truth` : undefined;
  return tooFewRows(shared) ?? told;
}

async function ofAllRows(
  pair: ScoredPair,
  names: readonly string[],
  options: PairedOptions,
): Promise<readonly PairedMetric[]> {
  const [told] = await pairedDifferences([pair], names, options);
  return metricsOf(told!);
}

/** Not a metric that these scores do not tell, such as one of probabilities where there are classes alone. */
function isMeasurable(scored: Scored, metric: string): boolean {
  try {
    checkScored(scored, [metric]);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
