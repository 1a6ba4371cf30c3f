import type { Measured, MeasuredPoint } from './readMetrics.ts';

/** `metrics.csv`: a column a metric, a line a step; `step` says which, else lines count from 0. An empty cell is no point. */
export function readMetricsCsv(text: string): Measured<readonly MeasuredPoint[]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = cellsOf(lines[0] ?? '').map(({ text }) => text);
  const double = names.findIndex((name, at) => name === '' || names.indexOf(name) !== at);
  if (double >= 0) return wrong(1, cellsOf(lines[0] ?? '')[double]?.column, doubleMessage(names[double]!));
  const stepAt = names.indexOf('step');
  const points: MeasuredPoint[] = [];
  let count = 0;
  for (const [at, line] of lines.entries()) {
    if (at === 0 || line.trim() === '') continue;
    const cells = cellsOf(line);
    if (cells.length !== names.length)
      return wrong(at + 1, 1, `${cells.length} cells, where the first line names ${names.length} columns`);
    const step = stepAt < 0 ? count : Number(cells[stepAt]!.text || Number.NaN);
    if (!Number.isSafeInteger(step)) return wrong(at + 1, cells[stepAt]?.column, 'the step is not a whole number');
    for (const [column, cell] of cells.entries()) {
      if (column === stepAt || cell.text === '') continue;
      const value = numberOf(cell.text);
      if (value === undefined)
        return wrong(at + 1, cell.column, `\`${cell.text.slice(0, 40)}\` of \`${names[column]}\` is not a number`);
      points.push({ name: names[column]!, value, step });
    }
    count += 1;
  }
  return { kind: 'read', read: points };
}

function doubleMessage(name: string): string {
  return name === '' ? 'a column has no name' : `the column \`${name}\` stands here twice`;
}

function wrong(line: number, column: number | undefined, message: string): Measured<never> {
  return { kind: 'problem', line, column: column ?? 1, message };
}

/** As JavaScript, Python, R and pandas write what is no finite number. */
function numberOf(text: string): number | undefined {
  if (/^[+-]?(nan)$/i.test(text) || text === 'NA') return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** Cells of a line, trimmed, with the column each begins at; quotes may stand around one. */
function cellsOf(line: string): readonly { readonly text: string; readonly column: number }[] {
  const cells: { text: string; column: number }[] = [];
  for (let at = 0; at <= line.length; ) {
    const [whole, quoted, plain = ''] = /^(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/.exec(line.slice(at))!;
    cells.push({ text: quoted?.replaceAll('""', '"') ?? plain.trim(), column: at + 1 });
    at += whole.length + 1;
  }
  return cells;
}
