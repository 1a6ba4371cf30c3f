import type { CategorySide, ColumnPair, NumberSide } from '../../math/drift/columnPair.ts';
import type { ColumnFigures } from '../report/columnReport.ts';
import { quantileOf } from './cumulative.ts';

export const NO_FIGURES = {
  missing: 0,
  infinite: 0,
  mean: null,
  sd: null,
  min: null,
  max: null,
  median: null,
  distinct: null,
} as const;

/** What a report says of each side. Of a sensitive column only how many rows have a value. */
export function figuresOf(
  pair: ColumnPair,
  isSensitive: boolean,
): { readonly reference: ColumnFigures; readonly current: ColumnFigures } {
  const of = (side: NumberSide | CategorySide) => {
    const { rows, missing } = side;
    if ('counts' in side) return { ...NO_FIGURES, rows, missing, distinct: isSensitive ? null : side.distinct };
    const infinite = side.nonFinite;
    if (isSensitive) return { ...NO_FIGURES, rows, missing, infinite };
    const { mean, sd, min, max } = side;
    return { ...NO_FIGURES, rows, missing, infinite, mean, sd, min, max, median: quantileOf(side, 0.5) };
  };
  return { reference: of(pair.reference), current: of(pair.current) };
}
