import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Comparison, measureComparison } from './compare/measureComparison.ts';
import { makeProject } from './compare/project.ts';
import { measureSeries } from './compare/series.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Label, the most that is wanted, and the unit. */
const WANTED: Readonly<
  Record<
    Exclude<keyof Comparison, 'worker' | 'work' | 'editorFrame'>,
    readonly [label: string, most: number, unit: 'ms' | 'MB']
  >
> = {
  cold: ['from the command to painted runs, first time', 1500, 'ms'],
  again: ['the same, closed and opened again', 1500, 'ms'],
  filter: ['from the last key of a filter to its runs', 40, 'ms'],
  frame: ['a frame while scrolling, 95 of 100 are shorter', 1000 / 60, 'ms'],
  live: ['from a metric that is logged to its cell', 300, 'ms'],
  memory: ['memory that the page adds to the workbench', 150, 'MB'],
};

/**
 * The comparison of many runs in a real VS Code, by the promises of its design. `--runs`, `--metrics` and `--params` say how
 * many; the series is one metric of a million points.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const number = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: { runs: number('10000'), metrics: number('40'), params: number('40'), points: number('1000000') },
  });
  execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { stdio: 'ignore' });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelyard-bench-compare-')));
  try {
    const [runs, metrics, params, points] = [values.runs, values.metrics, values.params, values.points].map(Number) as [
      number,
      number,
      number,
      number,
    ];
    makeProject(folder, { runs, metrics, params, points });
    console.log(`${runs} runs, ${metrics} metrics, ${params} params; load before: ${loadavg()[0]?.toFixed(2)}`);
    const series = await measureSeries(folder);
    console.log(line(`${points} points of a metric: what is drawn first`, series.first * 1000, 150, 'ms'));
    console.log(`${' '.repeat(4)}and its means with least and greatest: ${(series.exact * 1000).toFixed(0)} ms`);
    const measured = await measureComparison(folder);
    for (const [name, [label, most, unit]] of Object.entries(WANTED))
      console.log(line(label, measured[name as keyof typeof WANTED], most, unit));
    const { frame, editorFrame } = measured;
    console.log(
      `    VS Code's own editor, scrolled as far: ${editorFrame.toFixed(1)} ms, the page takes ${(frame / editorFrame).toFixed(2)} of it`,
    );
    const { page, drawing, others } = measured.work;
    const parts = [
      `${page.toFixed(1)} ms for the page`,
      `${drawing.toFixed(1)} to draw`,
      `${others.toFixed(1)} for others`,
    ];
    console.log(`such a frame takes of the processor ${parts.join(', ')}, on the thread of the page`);
    console.log(`of the second time VS Code waited ${measured.worker.toFixed(0)} ms for its own service worker`);
    console.log(`load after: ${loadavg()[0]?.toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function line(label: string, value: number, most: number, unit: string): string {
  const share = (value / most).toFixed(2);
  return `${label.padEnd(52)} ${value.toFixed(1).padStart(9)} ${unit}   ${share} of the ${most.toFixed(0)} ${unit} that it may be`;
}
