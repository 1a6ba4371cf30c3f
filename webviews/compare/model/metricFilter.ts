import type { NumberColumn } from './cells.ts';
import type { Table } from './table.ts';

const COMPARISON = /^metrics\.([\p{L}\p{N}_./:-]+)\s*(>=|<=|!=|=|<|>)\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/u;

/**
 * What a filter takes that compares only metrics whose cells are there with numbers: 1 for each such run, as the store would say.
 * Undefined for any other filter: the store alone knows the whole grammar.
 */
export function takenByMetrics(filter: string, table: Table): Uint8Array | undefined {
  const comparisons: Comparison[] = [];
  for (const text of filter.trim().split(/\s+AND\s+/i)) {
    const [, key = '', operator = '', value = ''] = COMPARISON.exec(text) ?? [];
    const cells = table.cells.get(`metrics.${key}`);
    if (cells?.kind !== 'number') return undefined;
    comparisons.push({ cells, holds: HOLDS[operator as keyof typeof HOLDS], value: Number(value) });
  }
  return Uint8Array.from(table.runs, (_, row) =>
    comparisons.every(({ cells: { values, has }, holds, value }) => has[row] === 1 && holds(values[row]!, value))
      ? 1
      : 0,
  );
}

interface Comparison {
  readonly cells: NumberColumn;
  readonly holds: (is: number, value: number) => boolean;
  readonly value: number;
}

const HOLDS = {
  '>=': (is: number, value: number) => is >= value,
  '<=': (is: number, value: number) => is <= value,
  '!=': (is: number, value: number) => is !== value,
  '=': (is: number, value: number) => is === value,
  '<': (is: number, value: number) => is < value,
  '>': (is: number, value: number) => is > value,
} as const;
