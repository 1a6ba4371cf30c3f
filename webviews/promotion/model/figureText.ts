import { bytes, count, decimalsOf } from '../../../engine/src/language/figures.ts';
import {
  difference,
  MINUS,
  onScreen,
  percent,
  screenFigure,
  valueText,
} from '../../../engine/src/language/screenFigures.ts';
import type { GateFigure, GateRule } from '../../../engine/src/ports/gate.ts';
import { ruleLimit, secondsText } from './ruleText.ts';

/** A figure that a gate measured, and what it is held against. */
export interface FigureText {
  readonly value: string;
  readonly limit: string | undefined;
  /** With its interval, whole. */
  readonly whole: string;
}

export function figureText(figure: GateFigure, rule: GateRule): FigureText {
  const value = figureValue(figure);
  return { value, limit: limitOf(figure) ?? ruleLimit(rule), whole: `${value}${intervalOf(figure)}` };
}

/** Of a gate that asks for two things the limit of the one that decided. */
function limitOf({ unit, max }: GateFigure): string | undefined {
  return unit === 'B' && max !== undefined ? `\u2264 ${bytes(max)}` : undefined;
}

function figureValue({ unit, value, low, high, min, max, name }: GateFigure): string {
  if (!Number.isFinite(value)) return screenFigure(asFigure(value));
  switch (unit) {
    case 's':
      return secondsText(value);
    case 'B':
      return bytes(value);
    case 'share':
      return percent(value);
    case 'count': {
      const all = min ?? max;
      return name === 'exit' || all === undefined ? count(value) : `${count(value)} of ${count(all)}`;
    }
    case 'difference':
      return difference(value, null, decimalsOf(low, high));
    case 'metric':
      return valueText({
        value: asFigure(value),
        ...(low !== undefined && { low }),
        ...(high !== undefined && { high }),
      });
  }
}

function intervalOf({ unit, low, high }: GateFigure): string {
  if (low === undefined || high === undefined) return '';
  const decimals = decimalsOf(low, high) ?? 4;
  const print = (end: number) => {
    if (unit === 's') return secondsText(end);
    const text = onScreen(end.toFixed(decimals));
    return unit === 'difference' && !text.startsWith(MINUS) && Number(text) !== 0 ? `+${text}` : text;
  };
  return ` [${print(low)}, ${print(high)}]`;
}

/** JSON has no numbers for what is not finite: it arrives as null. */
function asFigure(value: number | null): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (value === null || Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'Infinity' : '-Infinity';
}
