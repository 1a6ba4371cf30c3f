import type { ModelOutput } from '../ports/modelRuntime.ts';
import { type PredictedRows, type PredictRequest, predictRows } from './predictRows.ts';

/** How alike two models answer the same rows. */
export interface Parity {
  readonly rows: number;
  /** Largest difference of a number, of numbers beyond 1 relative to them; null where one of two is no finite number. */
  readonly maxDifference: number | null;
  /** Share of rows with another class, 0 to 1. */
  readonly differing: number;
}

type Side = Omit<PredictRequest, 'keep'>;

/** Both predict the same rows; what a model gives is looked up in the other by its name. */
export async function parityOf(one: Side, other: Side): Promise<Parity> {
  const others = predictRows({ ...other, keep: [] });
  const labels = labelsOf(one);
  let rows = 0;
  let differing = 0;
  let largest = 0;
  try {
    for await (const part of predictRows({ ...one, keep: [] })) {
      const twin = (await others.next()).value as PredictedRows | undefined;
      if (twin?.rows !== part.rows) throw new Error('the rows of two predictions are not the same');
      const unlike = new Set<number>();
      for (const [name, values] of Object.entries(part.outputs)) {
        const twins = twin.outputs[name];
        if (twins === undefined) throw new Error(`the other model gives no ${name}`);
        if (labels.has(name)) for (const row of unlikeRows(values, twins)) unlike.add(row);
        else largest = Math.max(largest, largestDifference(values, twins));
      }
      differing += unlike.size;
      rows += part.rows;
    }
  } finally {
    await others.return(undefined);
  }
  return {
    rows,
    maxDifference: Number.isFinite(largest) ? largest : null,
    differing: rows === 0 ? 0 : differing / rows,
  };
}

/** Outputs that are classes, not quantities. */
function labelsOf({ signature }: Side): ReadonlySet<string> {
  const outputs = Object.entries(signature.outputs);
  return new Set(outputs.flatMap(([name, { label }]) => (label === 'float' ? [] : [name])));
}

function unlikeRows(one: ModelOutput, other: ModelOutput): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < one.length; row++) if (text(one[row]) !== text(other[row])) rows.push(row);
  return rows;
}

function text(value: number | string | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  return String(value);
}

function largestDifference(one: ModelOutput, other: ModelOutput): number {
  let largest = 0;
  for (let row = 0; row < one.length; row++) {
    const [a, b] = [Number(one[row] ?? Number.NaN), Number(other[row] ?? Number.NaN)];
    if (Object.is(a, b) || a === b) continue;
    const difference = Math.abs(a - b) / Math.max(1, Math.abs(a));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, difference);
  }
  return largest;
}
