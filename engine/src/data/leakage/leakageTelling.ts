import { figure } from '../../language/figures.ts';
import type { LeakageFinding } from './finding.ts';
import type { LabelledSample } from './leakageSample.ts';
import { columnScorer, type Score } from './leakageScore.ts';

/**
 * Where a column tells too well. Highest honest columns seen: relationship of adult AUC 0.78, tenure of telco churn 0.74,
 * median_income of California housing R2 0.49, bill_length_mm of penguins 0.87 over three classes. Leaks seen: duration
 * of bank marketing 0.81 with the next column at 0.65, nswprice of elec2, of which the label is made, 0.80 with 0.70,
 * dep_delay for late arrivals 0.90 with 0.69, registered of bike sharing R2 0.98.
 */
const ALMOST_PERFECT = 0.99;
const TELLS_MUCH = { auc: 0.9, r2: 0.8 } as const;
/** An AUC from which on a column is named where it also tells far more than every other one. */
const STANDS_OUT = { auc: 0.75, times: 1.4, others: 3 } as const;
const FEWEST_ROWS = 20;
const FEWEST_OF_A_CLASS = 5;

/** @param known columns that another finding explains already */
export function findTelling(sample: LabelledSample, known: ReadonlySet<string>): readonly LeakageFinding[] {
  const { label, rows } = sample;
  if (rows < FEWEST_ROWS) return [];
  if (label.kind === 'classes' && label.classes.filter((one) => one.rows >= FEWEST_OF_A_CLASS).length < 2) return [];
  const scoreOf = columnScorer(label);
  const scored = sample.columns
    .filter(({ name }) => !known.has(name))
    .map((column) => ({ name: column.name, score: scoreOf(column) }));
  const [best, second] = highestTwo(scored.flatMap(({ score }) => (isPerfect(score) ? [] : [score.value])));
  return scored.flatMap(({ name, score }): LeakageFinding[] => {
    const severity = isPerfect(score)
      ? 'error'
      : isMuch(score, label.kind, score.value === best ? second : best)
        ? 'warning'
        : undefined;
    if (severity === undefined) return [];
    return [
      {
        kind: 'tells-label',
        columns: [name],
        value: score.value,
        severity,
        message: said(name, score, sample, severity),
      },
    ];
  });
}

/** Where few columns are left to compare with, none stands out. */
function highestTwo(values: readonly number[]): readonly [number, number] {
  const [best = 1, second = 1] = values.length > STANDS_OUT.others ? values.toSorted((a, b) => b - a) : [];
  return [best, second];
}

function isPerfect({ value, error }: Score): boolean {
  return value - 2 * error >= ALMOST_PERFECT;
}

function isMuch({ value, error }: Score, kind: 'classes' | 'numbers', next: number): boolean {
  const least = value - 2 * error;
  if (kind === 'numbers') return least >= TELLS_MUCH.r2;
  return least >= TELLS_MUCH.auc || (least >= STANDS_OUT.auc && value - 0.5 >= STANDS_OUT.times * (next - 0.5));
}

const BY: Readonly<Record<Score['by'], string>> = {
  order: 'by its order',
  line: 'by a straight line',
  groups: 'by the mean of rows with like values',
};

function said(
  name: string,
  { value, by }: Score,
  { label }: LabelledSample,
  severity: LeakageFinding['severity'],
): string {
  const measure = label.kind === 'numbers' ? 'R2' : 'AUC';
  const figures = `${measure} ${figure(value)} ${BY[by]}`;
  if (severity === 'error') return `\`${name}\` alone predicts the label almost perfectly (${figures})`;
  return `\`${name}\` alone tells much of the label (${figures})`;
}
