import type { GridColumn } from '../shared/grid/grid.tsx';

export interface SampleColumn extends GridColumn {
  readonly name: string;
  readonly kind: 'box' | 'marker' | 'run' | 'started' | 'metric' | 'param';
}

const FIXED: readonly SampleColumn[] = [
  { id: 'box', kind: 'box', name: '', title: 'Selected', width: 38, isBox: true },
  { id: 'marker', kind: 'marker', name: '', title: 'Colour', width: 24, isPlain: true },
  { id: 'run', kind: 'run', name: 'Run', title: 'Run', width: 190 },
];

/** How many of them stay at the left. */
export const SAMPLE_FIXED = FIXED.length;

const PARAMS = ['features', 'max_leaves', 'learning_rate', 'min_rows', 'seed'];

/** Columns as a comparison has them: a third of them metrics. */
export function sampleColumns(count: number): readonly SampleColumn[] {
  const metrics = Math.floor(count / 3);
  return [
    ...FIXED,
    { id: 'started', kind: 'started', name: 'Started', title: 'Started', width: 116, isFigure: true },
    ...Array.from({ length: metrics }, (_, i): SampleColumn => {
      const name = i === 0 ? 'roc_auc ↑' : `log_loss_${i} ↓`;
      const title = i === 0 ? 'roc_auc, higher is better' : `log_loss_${i}, lower is better`;
      return { id: `metric ${i}`, kind: 'metric', name, title, width: 196, group: 'Metrics on test' };
    }),
    ...Array.from({ length: count - metrics - FIXED.length - 1 }, (_, i): SampleColumn => {
      const name = PARAMS[i] ?? `param_${i}`;
      return { id: `param ${i}`, kind: 'param', name, title: name, width: 104, group: 'Parameters', isFigure: i > 0 };
    }),
  ];
}

/** A number from 0 to 1 that belongs to a run and a column. */
export function sampleNumber(run: number, column: string): number {
  let hash = run * 2654435761;
  for (const letter of column) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

export function sampleId(run: number): string {
  return ((run * 48271 + 11) % 65521).toString(16).padStart(4, '0') + run.toString(16);
}

/** Runs in the order of a column. */
export function sortedRuns(runs: readonly number[], { id, sort }: SampleColumn): readonly number[] {
  const sign = sort?.direction === 'descending' ? -1 : 1;
  return [...runs].sort((a, b) => sign * (sampleNumber(a, id) - sampleNumber(b, id)));
}
