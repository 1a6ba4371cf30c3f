import { pairedBootstrap } from '../../evaluation/pairedBootstrap.ts';
import { Failure } from '../../failure.ts';
import { pairScores, type ScoreTable } from '../../gates/pairScores.ts';
import type { Host, Stores } from '../../ports/host.ts';
import { withData } from '../dataFile.ts';

/** Metrics of two models on the same rows. */
export interface PairedMetrics {
  /** Rows that both were scored on; 0 where nothing can be told. */
  readonly rows: number;
  /** Why there are no metrics; null where there are. */
  readonly reason: string | null;
  readonly metrics: readonly PairedMetric[];
}

export interface PairedMetric {
  /** Of the catalog. */
  readonly name: string;
  readonly a: number | null;
  readonly b: number | null;
  /** Second less first, signed so that more is better, with the ends of its 95% interval; null where undefined. */
  readonly better: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface PairingAround {
  readonly host: Host;
  readonly stores: Stores;
  /** Absolute root of the project. */
  readonly root: string;
  readonly signal: AbortSignal;
}

/** Fewer rows tell nothing. */
const FEWEST_ROWS = 30;

const KIND = 'paired-metrics';

/**
 * The paired difference of metrics by a bootstrap over the rows that both tables of scores have, whatever made them. It follows from
 * the two objects, so it is remembered with the store.
 * @param names of metrics of the catalog
 */
export async function pairedMetrics(
  around: PairingAround,
  a: ScoreTable,
  b: ScoreTable,
  names: readonly string[],
): Promise<PairedMetrics> {
  if (a.output?.task !== b.output?.task) return unpaired('they answer another question');
  const { memo } = around.stores;
  const key = keyOf(a, b, names);
  const kept = await memo.get(KIND, key);
  if (kept !== undefined) return kept as PairedMetrics;
  try {
    const told = await measured(around, a, b, names);
    await memo.set(KIND, key, told);
    return told;
  } catch (error) {
    if (error instanceof Failure) return unpaired(error.message);
    throw error;
  }
}

/** Nothing is told on shared rows. */
export function unpaired(reason: string): PairedMetrics {
  return { rows: 0, reason, metrics: [] };
}

/** The number changes with the way in which it is measured. */
function keyOf(a: ScoreTable, b: ScoreTable, names: readonly string[]): string {
  return JSON.stringify([1, a.scores, b.scores, a.output ?? null, b.output ?? null, [...names].sort()]);
}

async function measured(
  { host, stores, root, signal }: PairingAround,
  a: ScoreTable,
  b: ScoreTable,
  names: readonly string[],
): Promise<PairedMetrics> {
  return withData(host, [stores.folder, root], async (data, tmpFolder) => {
    const pairs = await pairScores(b, a, { host, stores, signal, tmpFolder, data: async () => data });
    if (pairs.repeated) return unpaired('row ids stand twice in their scores');
    if (pairs.shared < FEWEST_ROWS) return unpaired(`they share ${pairs.shared} rows; ${FEWEST_ROWS} are needed`);
    if (pairs.differing > 0) return unpaired(`for ${pairs.differing} shared rows they were told another truth`);
    const [ofB, ofA] = await pairs.read();
    const metrics: PairedMetric[] = [];
    for (const metric of names) {
      const told = await pairedBootstrap(ofB, ofA, { metric, parallel: host.parallel, signal }).catch(unmeasured);
      if (told === undefined) continue;
      const { value: better, low = null, high = null } = told.difference;
      metrics.push({ name: metric, a: told.champion.value, b: told.candidate.value, better, low, high });
    }
    return { rows: pairs.shared, reason: null, metrics };
  });
}

/** A metric that these scores do not tell, such as one of probabilities where there are classes alone. */
function unmeasured(error: unknown): undefined {
  if (error instanceof Failure) return undefined;
  throw error;
}
