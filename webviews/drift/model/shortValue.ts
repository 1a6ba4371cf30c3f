import { screenFigure } from '../../../engine/src/language/screenFigures.ts';

const LONG_FRACTION = /^-?\d+\.\d{5,}(?:e[+-]?\d+)?$/i;

/** A value of a row as it is read: fractions of many digits are cut, all else stays what it is. */
export function shortValue(text: string): string {
  return LONG_FRACTION.test(text) ? screenFigure(Number(text)) : text;
}
