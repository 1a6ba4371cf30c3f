import { count } from '../../../engine/src/language/figures.ts';
import { shareText } from '../figureTexts.ts';

export interface ConfusionCell {
  readonly rows: number;
  readonly text: string;
  /** Of the rows of its true class. */
  readonly share: number;
  readonly caption: string;
}

export interface ConfusionView {
  readonly classes: readonly string[];
  /** By true class. */
  readonly cells: readonly (readonly ConfusionCell[])[];
  readonly sentence: string;
}

/** More classes than these are shown as the worst of them and a heat map. */
export const MOST_IN_TABLE = 10;

export function confusionView(classes: readonly string[], matrix: readonly (readonly number[])[]): ConfusionView {
  const binary = classes.length === 2;
  return {
    classes,
    cells: matrix.map((row, actual) => {
      const all = sum(row);
      return row.map((rows, predicted) => {
        const share = all === 0 ? 0 : rows / all;
        const caption =
          all === 0 ? 'no rows' : binary ? binaryCaption(classes, actual, predicted, share) : shareText(share);
        return { rows, text: count(rows), share, caption };
      });
    }),
    sentence: binary ? binarySentence(classes[1]!, matrix) : sentenceOf(classes, matrix),
  };
}

export interface ClassRow {
  readonly name: string;
  readonly rows: number;
  readonly recall: number;
  /** What it is most often taken for. */
  readonly takenFor: { readonly name: string; readonly rows: number } | undefined;
}

/** Classes with rows, those found least first. */
export function worstClasses(
  classes: readonly string[],
  matrix: readonly (readonly number[])[],
  most = MOST_IN_TABLE,
): readonly ClassRow[] {
  const rows = matrix.map((row, actual): ClassRow => {
    const wrong = row.map((each, predicted) => (predicted === actual ? 0 : each));
    const worst = wrong.indexOf(Math.max(...wrong));
    const takenFor = (wrong[worst] ?? 0) > 0 ? { name: classes[worst]!, rows: wrong[worst]! } : undefined;
    return { name: classes[actual]!, rows: sum(row), recall: row[actual]! / sum(row), takenFor };
  });
  return rows
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => a.recall - b.recall || b.rows - a.rows)
    .slice(0, most);
}

function binaryCaption(classes: readonly string[], actual: number, predicted: number, share: number): string {
  if (actual === 0) return predicted === 0 ? `${shareText(share)} of ${classes[0]}` : shareText(share);
  return predicted === 0 ? `${shareText(share)} missed` : `${shareText(share)} of ${classes[1]} found`;
}

function binarySentence(positive: string, matrix: Matrix): string {
  const [[, falsePositives = 0] = [], [missed = 0, found = 0] = []] = matrix;
  const ofPositive = missed + found;
  const called = falsePositives + found;
  if (ofPositive === 0) return `No row is ${positive}.`;
  if (called === 0) return `It calls no row ${positive}.`;
  return `Of 100 rows that are ${positive} it finds ${hundred(found / ofPositive)}; of 100 it calls ${positive}, ${hundred(found / called)} are.`;
}

type Matrix = readonly (readonly number[])[];

function sentenceOf(classes: readonly string[], matrix: Matrix): string {
  const all = sum(matrix.map(sum));
  if (all === 0) return 'There are no rows.';
  const right = sum(matrix.map((row, i) => row[i]!));
  let worst = { actual: 0, predicted: 0, rows: 0 };
  for (const [actual, row] of matrix.entries())
    for (const [predicted, rows] of row.entries())
      if (actual !== predicted && rows > worst.rows) worst = { actual, predicted, rows };
  const mistake =
    worst.rows === 0
      ? ''
      : ` Most often wrong: ${classes[worst.actual]} taken for ${classes[worst.predicted]}, ${count(worst.rows)} rows.`;
  return `Right in ${hundred(right / all)} of 100 rows.${mistake}`;
}

/** Of 100; neither none nor all where that is not so. */
function hundred(share: number): string {
  if (share > 0 && share < 0.005) return 'less than 1';
  if (share < 1 && share >= 0.995) return 'more than 99';
  return String(Math.round(share * 100));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
