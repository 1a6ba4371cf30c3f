import { count, figure } from '../../language/figures.ts';
import type { LeakageFinding } from './finding.ts';
import type { SampleColumn } from './leakageColumn.ts';
import type { Label } from './leakageLabel.ts';
import type { LabelledSample } from './leakageSample.ts';
import { aucError, squaredCorrelation } from './leakageScore.ts';

const ALMOST_PERFECT = 0.99;
const TELLS_MUCH = 0.8;
/** Rows with and without a value that are needed to say anything. */
const FEWEST_ROWS = 10;
/** Rows (with a value, or without) of which nearly all are of one class that is not nearly all of the table. */
const PURE = { rows: 30, share: 0.995, ofClass: 0.2, mostOfTable: 0.9 } as const;

/** Columns that are missing exactly, or nearly, where the label is one value. */
export function findMissingTells(sample: LabelledSample): readonly LeakageFinding[] {
  return sample.columns.flatMap((column): LeakageFinding[] => {
    if (Math.min(column.missing, sample.rows - column.missing) < FEWEST_ROWS) return [];
    const missing = missingRows(column, sample.rows);
    const { label } = sample;
    const found =
      label.kind === 'numbers' ? tellsNumber(column, missing, label.values) : tellsClass(column, missing, label);
    return found === undefined ? [] : [{ kind: 'missing-tells-label', columns: [column.name], ...found }];
  });
}

type Told = Pick<LeakageFinding, 'value' | 'severity' | 'message'>;

function missingRows({ numbers, texts }: SampleColumn, rows: number): Uint8Array {
  const isMissing = (row: number) => (texts === undefined ? Number.isNaN(numbers![row]!) : texts.codes[row]! < 0);
  return Uint8Array.from({ length: rows }, (_, row) => (isMissing(row) ? 1 : 0));
}

function tellsNumber({ name }: SampleColumn, missing: Uint8Array, values: Float64Array): Told | undefined {
  const value = squaredCorrelation(Float64Array.from(missing), values);
  if (value < TELLS_MUCH) return undefined;
  const message = `whether \`${name}\` is missing tells the label (R2 ${figure(value)})`;
  return { value, severity: value >= ALMOST_PERFECT ? 'error' : 'warning', message };
}

function tellsClass(
  { name }: SampleColumn,
  missing: Uint8Array,
  { codes, classes }: Extract<Label, { kind: 'classes' }>,
): Told | undefined {
  const missingOf = new Float64Array(classes.length);
  for (let row = 0; row < missing.length; row++) missingOf[codes[row]!]! += missing[row]!;
  const found = classes.flatMap(({ name: ofClass, rows }, place) => {
    const sides = sidesOf(
      missingOf[place]!,
      missingOf.reduce((sum, one) => sum + one, 0),
      rows,
      missing.length,
    );
    return sides.flatMap((side) => told(name, ofClass, side) ?? []);
  });
  return found.toSorted((a, b) => b.value - a.value)[0];
}

interface Side {
  readonly is: 'missing' | 'present';
  /** Rows of this side, and those of them that are of the class. */
  readonly rows: number;
  readonly ofClass: number;
  readonly classRows: number;
  readonly allRows: number;
}

function sidesOf(missingOfClass: number, missing: number, classRows: number, allRows: number): readonly Side[] {
  return [
    { is: 'missing', rows: missing, ofClass: missingOfClass, classRows, allRows },
    { is: 'present', rows: allRows - missing, ofClass: classRows - missingOfClass, classRows, allRows },
  ];
}

function told(name: string, className: string, { is, rows, ofClass, classRows, allRows }: Side): Told | undefined {
  const others = allRows - classRows;
  const value = 0.5 + (ofClass / classRows - (rows - ofClass) / others) / 2;
  const least = value - 2 * aucError(value, classRows, others);
  const isPure =
    rows >= PURE.rows &&
    ofClass >= PURE.share * rows &&
    ofClass >= PURE.ofClass * classRows &&
    classRows <= PURE.mostOfTable * allRows;
  if (least < TELLS_MUCH && !isPure) return undefined;
  const where = `${count(ofClass)} of the ${count(rows)} rows where it is, and ${count(ofClass)} of the ${count(classRows)} of that label`;
  const message = `\`${name}\` is ${is} where the label is \`${className}\` (AUC ${figure(value)}: ${where})`;
  return { value, severity: least >= ALMOST_PERFECT ? 'error' : 'warning', message };
}
