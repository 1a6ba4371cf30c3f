import { Failure } from '../../failure.ts';
import type { SampleColumn } from './leakageColumn.ts';

/** The label of the sampled rows: a class each, or a number each. */
export type Label =
  | {
      readonly kind: 'classes';
      /** Each row's place in `classes`. */
      readonly codes: Int32Array;
      readonly classes: readonly LabelClass[];
    }
  | { readonly kind: 'numbers'; readonly values: Float64Array };

export interface LabelClass {
  readonly name: string;
  readonly rows: number;
}

/** Whole numbers of so many different values at most are classes. */
const MOST_NUMBERED_CLASSES = 10;

/** @throws Failure `label-constant` */
export function labelOf(column: SampleColumn, target: string): Label {
  const label = column.texts !== undefined ? classesOfTexts(column.texts) : ofNumbers(column);
  const isConstant =
    label.kind === 'classes' ? label.classes.length < 2 : label.values.every((one) => one === label.values[0]);
  if (isConstant) throw constantLabel(target);
  return label;
}

function classesOfTexts({ codes, dictionary }: NonNullable<SampleColumn['texts']>): Label {
  const rows = new Float64Array(dictionary.length + 1);
  for (const code of codes) rows[code + 1]!++;
  // A blank text is a class of its own here: the row does have a label.
  const names = ['', ...dictionary];
  const kept = [...rows.keys()].filter((place) => rows[place]! > 0);
  const places = Int32Array.from(names, (_, place) => kept.indexOf(place));
  return {
    kind: 'classes',
    codes: codes.map((code) => places[code + 1]!),
    classes: kept.map((place) => ({ name: names[place]!, rows: rows[place]! })),
  };
}

function ofNumbers({ numbers, type }: SampleColumn): Label {
  const values = numbers!;
  const different = new Map<number, number>();
  for (let i = 0; i < values.length && different.size <= MOST_NUMBERED_CLASSES; i++)
    different.set(values[i]!, (different.get(values[i]!) ?? 0) + 1);
  const isWhole = [...different.keys()].every(Number.isInteger);
  if (different.size > (isWhole ? MOST_NUMBERED_CLASSES : 2)) return { kind: 'numbers', values };
  const order = [...different.keys()].sort((a, b) => a - b);
  const places = new Map(order.map((value, place) => [value, place]));
  const nameOf = (value: number) => (type === 'boolean' ? String(value === 1) : String(value));
  return {
    kind: 'classes',
    codes: Int32Array.from(values, (value) => places.get(value)!),
    classes: order.map((value) => ({ name: nameOf(value), rows: different.get(value)! })),
  };
}

function constantLabel(target: string): Failure {
  return new Failure('label-constant', `\`${target}\` has the same value in every row`, {
    next: 'Name a target that differs between rows.',
  });
}
