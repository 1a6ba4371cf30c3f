import type { RunDifferences } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import { dataWords } from './differView.ts';

/** A version of a dataset that is held against the baseline's. */
export interface DataPair {
  readonly dataset: string;
  /** Of the baseline. */
  readonly a: string;
  readonly b: string;
  /** The first run that read it. */
  readonly run: string;
  readonly words: readonly string[];
}

/** Each version once, in whatever context it was read. */
export function dataPairs({ runs, baseline, data }: RunDifferences): readonly DataPair[] {
  const pairs = new Map<string, DataPair>();
  for (const { name, values } of data.rows) {
    const base = values[baseline];
    for (const [at, value] of values.entries()) {
      if (base == null || value?.change == null) continue;
      const key = `${name} ${base.version} ${value.version}`;
      const pair = {
        dataset: name,
        a: base.version,
        b: value.version,
        run: runs[at]?.id ?? '',
        words: dataWords(value),
      };
      if (!pairs.has(key)) pairs.set(key, pair);
    }
  }
  return [...pairs.values()];
}
