import { count } from '../../language/figures.ts';
import type { LeakageFinding } from './finding.ts';
import type { LabelledSample } from './leakageSample.ts';

/** Share of the rows with both times from which on a column counts as known later. */
const LEAST = 0.01;
const FEWEST_ROWS = 5;

/** Columns that hold times after the row's own. */
export function findAfterLabel({ columns, times }: LabelledSample, timestamp: string): readonly LeakageFinding[] {
  return columns.flatMap(({ name, numbers, isTime }): LeakageFinding[] => {
    if (!isTime || numbers === undefined || times === undefined || name === timestamp) return [];
    let [both, later] = [0, 0];
    for (let row = 0; row < numbers.length; row++) {
      if (Number.isNaN(numbers[row]! + times[row]!)) continue;
      both++;
      if (numbers[row]! > times[row]!) later++;
    }
    if (later < FEWEST_ROWS || later < LEAST * both) return [];
    const message = `\`${name}\` lies after \`${timestamp}\` in ${count(later)} of ${count(both)} rows, and may not be known when the model is asked`;
    return [{ kind: 'after-label', columns: [name], value: later / both, severity: 'warning', message }];
  });
}
