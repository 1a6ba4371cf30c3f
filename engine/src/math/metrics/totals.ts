import { CALIBRATION_BINS } from './calibration.ts';
import { type Confusion, confusionOf } from './confusion.ts';
import { CLASS_WITHOUT_ROWS, type Measure } from './measure.ts';
import type { Need } from './need.ts';
import { averagePrecision, type Ranking, rocAuc } from './ranking.ts';
import type { Sample } from './sample.ts';
import { countedMedian, countedSquares, countedSum, countedSums, countedSumsByCode } from './sums.ts';

/** What metrics are made of, for one sample or resample of at least one row; each part is computed when first asked for. */
export interface Totals {
  readonly rows: number;
  mean(column: Need): number;
  /** Mean of (value - mean)^2. */
  variance(column: Need): number;
  median(column: Need): number;
  area(of: Area): Measure;
  confusion(): Confusion;
  /** Sum of (outcome - probability) by calibration bin. */
  gaps(): Float64Array;
}

export type Area = 'rocAuc' | 'averagePrecision';

const AREAS = { rocAuc, averagePrecision };

/** Totals of a sample whose row i counts `counts[i]` times, `rows` in all. */
export function totalsOf(sample: Sample, counts: Uint8Array, rows: number): Totals {
  const sums = new Map<string, number>();
  let confusion: Confusion | undefined;
  const mean = (column: Need) => {
    if (!sums.has(column)) addSums(sample, column, counts, sums);
    return sums.get(column)! / rows;
  };
  return {
    rows,
    mean,
    variance: (column) => countedSquares(sample.columns[column]!, mean(column), counts) / rows,
    median: (column) => countedMedian(sample.columns[column]!, counts, rows),
    area: (of) => areaOf(sample, AREAS[of], counts),
    confusion() {
      const cells = sample.cells!;
      confusion ??= confusionOf(cells, countedSumsByCode(cells.codes, undefined, counts, cells.actual.length));
      return confusion;
    },
    gaps: () => countedSumsByCode(sample.bins!, sample.columns['gap'], counts, CALIBRATION_BINS),
  };
}

/** Adds the sum of a column, and of another one that has none yet, since two cost little more than one. */
function addSums(sample: Sample, column: Need, counts: Uint8Array, sums: Map<string, number>): void {
  const values = sample.columns[column]!;
  const other = Object.keys(sample.columns).find((name) => name !== column && name !== 'gap' && !sums.has(name));
  if (other === undefined) {
    sums.set(column, countedSum(values, counts));
    return;
  }
  const [sum, otherSum] = countedSums(values, sample.columns[other]!, counts);
  sums.set(column, sum).set(other, otherSum);
}

/** For more than two classes the mean over one class against the rest (one-vs-rest macro). */
function areaOf(sample: Sample, area: (ranking: Ranking, counts: Uint8Array) => Measure, counts: Uint8Array): Measure {
  if (sample.ranking !== undefined) return area(sample.ranking, counts);
  const rankings = sample.classRankings!;
  const ranked = new Uint8Array(counts.length);
  let total = 0;
  for (const { order, ...ranking } of rankings) {
    for (let i = 0; i < order.length; i++) ranked[i] = counts[order[i]!]!;
    const measure = area(ranking, ranked);
    if (typeof measure !== 'number') return CLASS_WITHOUT_ROWS;
    total += measure;
  }
  return total / rankings.length;
}
