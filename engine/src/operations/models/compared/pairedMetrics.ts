import { metricEntry } from '../../../catalog/metrics.ts';
import { pairedBootstrap } from '../../../evaluation/pairedBootstrap.ts';
import { Failure } from '../../../failure.ts';
import { pairScores } from '../../../gates/pairScores.ts';
import { outputOf } from '../../../gates/scoresOf.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import { withData } from '../../dataFile.ts';
import type { ComparingAround } from './comparedWith.ts';

/** Metrics of two versions on the same rows. */
export interface PairedMetrics {
  /** Rows that both were scored on; 0 where nothing can be told. */
  readonly rows: number;
  /** Why there are no metrics; null where there are. */
  readonly reason: string | null;
  readonly metrics: readonly PairedMetric[];
}

export interface PairedMetric {
  readonly name: string;
  readonly a: number | null;
  readonly b: number | null;
  /** Second less first, signed so that more is better, with the ends of its 95% interval; null where undefined. */
  readonly better: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Fewer rows tell nothing. */
const FEWEST_ROWS = 30;

/** The paired difference of the metrics that both versions have, by a bootstrap over the rows that both were scored on. */
export async function pairedMetrics(around: ComparingAround, a: ModelVersion, b: ModelVersion): Promise<PairedMetrics> {
  if (a.sha256 === b.sha256) return none('they are the same model');
  const [scoresOfA, scoresOfB] = [a.evidence.scores, b.evidence.scores];
  if (scoresOfA === undefined || scoresOfB === undefined) return none('not both have scores of their test rows');
  if (outputOf(a)?.task !== outputOf(b)?.task) return none('they answer another question');
  const names = Object.keys(b.metrics).filter(
    (name) => a.metrics[name] !== undefined && metricEntry(name) !== undefined,
  );
  try {
    return await measured(around, { version: a, scores: scoresOfA }, { version: b, scores: scoresOfB }, names);
  } catch (error) {
    if (error instanceof Failure) return none(error.message);
    throw error;
  }
}

interface Scored {
  readonly version: ModelVersion;
  readonly scores: string;
}

async function measured(
  { host, stores, root, signal }: ComparingAround,
  a: Scored,
  b: Scored,
  names: readonly string[],
): Promise<PairedMetrics> {
  return withData(host, [stores.folder, root], async (data, tmpFolder) => {
    const pairs = await pairScores(b, a, { host, stores, signal, tmpFolder, data: async () => data });
    if (pairs.repeated) return none('row ids stand twice in their scores');
    if (pairs.shared < FEWEST_ROWS) return none(`they share ${pairs.shared} rows; ${FEWEST_ROWS} are needed`);
    if (pairs.differing > 0) return none(`for ${pairs.differing} shared rows they were told another truth`);
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

function none(reason: string): PairedMetrics {
  return { rows: 0, reason, metrics: [] };
}
