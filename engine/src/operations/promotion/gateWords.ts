import { milliseconds } from '../../gates/words.ts';
import { bytes, count, cut, decimalsOf, figure, interval } from '../../language/figures.ts';
import { percent } from '../../language/screenFigures.ts';
import type { GateFigure } from '../../ports/gate.ts';
import type { GateResult } from './gateResult.ts';

/** A figure as people read it, with its interval: `0.713 [0.710, 0.716]`, `1.2 ms`, `3.4 MB`, `8 of 8`. */
export function figureText({ value, low, high, unit, min }: GateFigure): string {
  if (unit === 'B') return bytes(value);
  if (unit === 's') return milliseconds(value);
  if (unit === 'share') return percent(value);
  if (unit === 'count') return min === undefined ? count(value) : `${count(value)} of ${count(min)}`;
  const sign = unit === 'difference' && value > 0 ? '+' : '';
  return `${sign}${low === undefined || high === undefined ? figure(value) : interval(value, low, high)}`;
}

/** What was asked of it: `>= 0.65`, `<= 5 ms`, `all`, `exit 0`; empty where nothing was. */
export function limitText({ name, min, max, low, high, unit }: GateFigure): string {
  if (unit === 'count' && min !== undefined) return 'all';
  if (name === 'exit') return `exit ${count(max ?? 0)}`;
  const one = (value: number): string => {
    if (unit === 'B') return bytes(value);
    if (unit === 's') return milliseconds(value);
    if (unit === 'share') return percent(value);
    const decimals = unit === 'difference' ? decimalsOf(low, high) : undefined;
    return decimals === undefined ? figure(value) : cut(value, Math.max(decimals, 3));
  };
  const sign = unit === 'difference' ? '>' : '>=';
  return [min === undefined ? '' : `${sign} ${one(min)}`, max === undefined ? '' : `<= ${one(max)}`]
    .filter(Boolean)
    .join(', ');
}

/** What stands in the place of a figure where nothing was measured: `no champion`. */
export function codeText(code: string | null): string {
  return code === null ? '-' : code.replaceAll('-', ' ');
}

/** `production may move to flight-delay:3: 6 of 6 gates passed`. */
export function verdictText(result: GateResult): string {
  const { allowed, model, version, alias, guarded, gates, approvals } = result;
  const to = `\`${alias}\` ${allowed ? 'may' : 'may not'} point at ${model}:${version}`;
  if (!guarded) return `${to}: no policy guards it`;
  const passed = gates.filter(({ status }) => status === 'passed').length;
  const asked = approvals === null ? '' : `, ${approvalsText(approvals)}`;
  return `${to}: ${gates.length === 0 ? 'the policy asks for no gate' : `${passed} of ${gates.length} gates passed`}${asked}`;
}

export function approvalsText({ status, asks, count: given, needed }: NonNullable<GateResult['approvals']>): string {
  if (status === 'left to the host') return `approval is left to the host: ${asks}`;
  return `${given} of ${needed} approvals (${asks})`;
}

/** Where the answer of a gate comes from that is judged away from model and data. */
export const SOURCES = {
  recomputed: 'recomputed',
  facts: 'from the version file',
  reported: 'as reported, not recomputed',
} as const;
