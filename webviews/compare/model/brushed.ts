import type { Brush } from '../protocol.ts';
import type { Cells } from './cells.ts';
import type { Table } from './table.ts';

/**
 * 1 where a run is taken and inside all brushes; undefined: all are. A column whose cells are not there yet takes all.
 * @param kept 1 where the filter takes a run; all where undefined
 */
export function brushed(table: Table, kept: Uint8Array | undefined, brushes: readonly Brush[]): Uint8Array | undefined {
  const tests = brushes.flatMap((brush) => {
    const cells = table.cells.get(brush.column);
    return cells === undefined ? [] : [testOf(brush, cells)];
  });
  if (tests.length === 0) return kept;
  return Uint8Array.from(table.runs, (_, row) => Number((kept?.[row] ?? 1) === 1 && tests.every((test) => test(row))));
}

function testOf(brush: Brush, cells: Cells): (row: number) => boolean {
  if ('texts' in brush) {
    if (cells.kind !== 'text') return (row) => cells.has[row] === 1 && brush.texts.includes(String(cells.values[row]));
    const codes = new Set(brush.texts.map((text) => cells.texts.indexOf(text)).filter((code) => code >= 0));
    return (row) => codes.has(cells.codes[row] ?? -1);
  }
  if (cells.kind === 'text') return () => true;
  return (row) => {
    const value = cells.values[row] ?? Number.NaN;
    return cells.has[row] === 1 && value >= brush.low && value <= brush.high;
  };
}
