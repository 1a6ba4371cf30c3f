import { figure } from '../../language/figures.ts';
import { orderOf } from '../../math/sorting.ts';
import type { LeakageFinding } from './finding.ts';
import type { Label } from './leakageLabel.ts';
import type { LabelledSample } from './leakageSample.ts';
import { orderAuc, squaredCorrelation } from './leakageScore.ts';

/** Columns of numbers that are put in pairs: the first of the table. */
const MOST_COLUMNS = 200;
/** Rows that a pair is tried on before it is looked at in all of them, and how many of them must have both values. */
const TRIED = { rows: 64, known: 12 } as const;
const FEWEST_ROWS = 50;
const FEWEST_OF_A_CLASS = 30;
const LEAST_SHARE_OF_ROWS = 0.1;
const NEARLY_ALL = 0.99;
const STRAIGHT = 0.99999;
const PERFECT_AUC = 0.9999;

interface Operator {
  say(a: string, b: string): string;
  of(a: number, b: number): number;
}

const ALONE: Operator = { say: (a) => a, of: (a) => a };
const OPERATORS: readonly Operator[] = [
  { say: (a, b) => `${a} + ${b}`, of: (a, b) => a + b },
  { say: (a, b) => `${a} - ${b}`, of: (a, b) => a - b },
  { say: (a, b) => `${b} - ${a}`, of: (a, b) => b - a },
  { say: (a, b) => `${a} * ${b}`, of: (a, b) => a * b },
  { say: (a, b) => `${a} / ${b}`, of: (a, b) => a / b },
  { say: (a, b) => `${b} / ${a}`, of: (a, b) => b / a },
];

/**
 * Numbers that the label is made of: it equals a column, or the sum, difference, product or ratio of two, in 99% of the
 * rows, or follows that in a straight line; or of two classes one begins at some value of it.
 * @param known columns that another finding explains already
 */
export function findTellingPairs(sample: LabelledSample, known: ReadonlySet<string>): readonly LeakageFinding[] {
  const test = sample.rows < FEWEST_ROWS ? undefined : testOf(sample.label);
  if (test === undefined) return [];
  const operands = sample.columns
    .flatMap(({ name, numbers }) => (numbers === undefined || known.has(name) ? [] : [{ name, numbers }]))
    .slice(0, MOST_COLUMNS);
  const alone = operands.flatMap((a) => made(test, [ALONE], a, a));
  const copies = new Set(alone.flatMap((finding) => finding.columns));
  const others = operands.filter(({ name }) => !copies.has(name));
  const pairs = others.flatMap((a, index) => others.slice(index + 1).flatMap((b) => made(test, OPERATORS, a, b)));
  return [...alone, ...pairs];
}

interface Operand {
  readonly name: string;
  readonly numbers: Float64Array;
}

/** Whether values make the label. */
interface Test {
  /** Rows to try a pair on. */
  readonly rows: readonly number[];
  /** Whether it may be, from few rows. */
  mayBe(values: Float64Array, rows: readonly number[]): boolean;
  /** How well it is, in words; undefined where it is not. `values` are NaN where an operand is missing. */
  is(values: Float64Array): { readonly value: number; readonly how: string } | undefined;
}

function made(test: Test, operators: readonly Operator[], a: Operand, b: Operand): readonly LeakageFinding[] {
  const rows = test.rows.filter((row) => !Number.isNaN(a.numbers[row]! + b.numbers[row]!));
  if (rows.length < TRIED.known) return [];
  for (const operator of operators) {
    const few = Float64Array.from(rows, (row) => operator.of(a.numbers[row]!, b.numbers[row]!));
    if (!test.mayBe(few, rows)) continue;
    const found = test.is(a.numbers.map((value, row) => operator.of(value, b.numbers[row]!)));
    if (found === undefined) continue;
    const columns = a === b ? [a.name] : [a.name, b.name];
    const message = `the label ${found.how} ${operator.say(`\`${a.name}\``, `\`${b.name}\``)} (${figure(found.value * 100)}% of the rows)`;
    return [{ kind: 'tells-label', columns, value: found.value, severity: 'error', message }];
  }
  return [];
}

function testOf(label: Label): Test | undefined {
  if (label.kind === 'numbers') return testOfNumbers(label.values);
  const [first, second] = label.classes;
  if (label.classes.length !== 2 || Math.min(first!.rows, second!.rows) < FEWEST_OF_A_CLASS) return undefined;
  return testOfClasses(Uint8Array.from(label.codes));
}

function testOfNumbers(values: Float64Array): Test | undefined {
  // Zero times anything is zero: the most frequent value shows nothing.
  const usual = mostFrequent(values);
  const telling = [...values.keys()].filter((row) => values[row] !== usual);
  if (telling.length < FEWEST_ROWS) return undefined;
  return {
    rows: evenly(telling, TRIED.rows),
    mayBe(few, rows) {
      const equal = rows.filter((row, index) => isEqual(values[row]!, few[index]!)).length;
      return (
        equal >= 0.9 * rows.length ||
        isStraight(
          few,
          Float64Array.from(rows, (row) => values[row]!),
        )
      );
    },
    is(all) {
      const known = telling.filter((row) => !Number.isNaN(all[row]!));
      if (known.length < Math.max(FEWEST_ROWS, LEAST_SHARE_OF_ROWS * telling.length)) return undefined;
      const share = known.filter((row) => isEqual(values[row]!, all[row]!)).length / known.length;
      if (share >= NEARLY_ALL) return { value: share, how: 'equals' };
      const straight = isStraight(
        Float64Array.from(known, (row) => all[row]!),
        Float64Array.from(known, (row) => values[row]!),
      );
      return straight ? { value: 1, how: 'follows in a straight line from' } : undefined;
    },
  };
}

function isEqual(a: number, b: number): boolean {
  return Number.isFinite(b) && Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
}

function isStraight(a: Float64Array, b: Float64Array): boolean {
  return squaredCorrelation(a, b) >= STRAIGHT;
}

function mostFrequent(values: Float64Array): number {
  const order = orderOf(values);
  let [best, most] = [Number.NaN, 0];
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = values[order[start]!]!;
    while (end < order.length && values[order[end]!] === value) end++;
    if (end - start > most) [best, most] = [value, end - start];
  }
  return best;
}

function testOfClasses(truth: Uint8Array): Test {
  const rowsOf = (one: number) => [...truth.keys()].filter((row) => truth[row] === one);
  return {
    rows: [...evenly(rowsOf(0), TRIED.rows / 2), ...evenly(rowsOf(1), TRIED.rows / 2)],
    mayBe: (few, rows) => isParted(few, (index) => truth[rows[index]!] === 1),
    is(all) {
      const known = all.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
      if (known < NEARLY_ALL * all.length) return undefined;
      const auc = orderAuc(all, orderOf(all), truth);
      return auc >= PERFECT_AUC ? { value: auc, how: 'is parted by a value of' } : undefined;
    },
  };
}

/** Whether a value lies between those of the one class and those of the other. */
function isParted(values: Float64Array, isOne: (index: number) => boolean): boolean {
  let [leastOne, mostOne, leastOther, mostOther] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [index, value] of values.entries()) {
    if (isOne(index)) {
      leastOne = Math.min(leastOne, value);
      mostOne = Math.max(mostOne, value);
    } else {
      leastOther = Math.min(leastOther, value);
      mostOther = Math.max(mostOther, value);
    }
  }
  return Number.isFinite(leastOne + leastOther) && (leastOne > mostOther || leastOther > mostOne);
}

function evenly(rows: readonly number[], most: number): readonly number[] {
  const step = Math.max(1, rows.length / most);
  return Array.from({ length: Math.min(most, rows.length) }, (_, index) => rows[Math.floor(index * step)]!);
}
