import { count } from '../../language/figures.ts';
import { type CategorySide, type ColumnPair, type NumberSide, rowsWithValue } from '../../math/drift/columnPair.ts';
import type { Comparison } from '../../math/drift/comparison.ts';
import { LEAST_ROWS } from './limits.ts';
import { threeDigits } from './words/figures.ts';

/** Why nothing can be computed; null where something can. */
export function whyEmpty({ reference, current }: ColumnPair): string | null {
  if (reference.rows === 0) return 'The reference has no rows';
  if (current.rows === 0) return 'There are no current rows';
  return noValue(reference, 'row of the reference') ?? noValue(current, 'current row');
}

/** Why what can be computed tells nothing; null where it does. */
export function whyTooLittle(
  pair: ColumnPair,
  { referenceRows, currentRows }: Comparison,
  isSensitive: boolean,
): string | null {
  if (referenceRows < LEAST_ROWS) return tooFew(referenceRows, 'row', 'of the reference');
  if (currentRows < LEAST_ROWS) return tooFew(currentRows, 'current row', '');
  const only = onlyValue(pair);
  if (only === null) return null;
  return `The reference holds one value only${isSensitive ? '' : `, ${only}`}: how far values move by chance cannot be told`;
}

function noValue(side: NumberSide | CategorySide, what: string): string | null {
  if (rowsWithValue(side) > 0) return null;
  const infinite = 'nonFinite' in side ? side.nonFinite : 0;
  return infinite === 0
    ? `No ${what} has a value`
    : `No ${what} has a value that is finite; ${count(infinite)} are infinite`;
}

function tooFew(rows: number, what: string, of: string): string {
  const said = `Only ${rows} ${what}${rows === 1 ? '' : 's'}${of === '' ? '' : ` ${of}`} ${rows === 1 ? 'has' : 'have'} a value`;
  return `${said}; fewer than ${LEAST_ROWS} tell nothing`;
}

function onlyValue(pair: ColumnPair): string | null {
  if (pair.kind === 'numbers') {
    const { min, max } = pair.reference;
    return min === null || min !== max ? null : threeDigits(min);
  }
  const { counts, other } = pair.reference;
  const present = counts.flatMap((rows, index) => (rows > 0 ? [index] : []));
  const [only] = present;
  return only === undefined || present.length > 1 || other > 0 ? null : `\`${pair.categories[only]}\``;
}
