import type { MetricPoint, Run } from '../ports/runStore.ts';
import { SYSTEM } from './tags.ts';

/** Runs side by side: each row has one value a run, in the order of `runs`; undefined where a run lacks it. */
export interface RunComparison {
  readonly runs: readonly Run[];
  readonly params: readonly ComparedRow<string>[];
  readonly metrics: readonly ComparedRow<MetricPoint>[];
  /** By dataset and context: the version read. */
  readonly data: readonly ComparedRow<string>[];
  readonly tags: readonly ComparedRow<string>[];
}

export interface ComparedRow<T> {
  readonly name: string;
  readonly values: readonly (T | undefined)[];
  readonly differs: boolean;
}

export function compareRuns(runs: readonly Run[]): RunComparison {
  return {
    runs,
    params: rows(runs.map((run) => run.params)),
    metrics: rows(
      runs.map((run) => measured(run.metrics)),
      (point) => point.value,
    ),
    data: rows(runs.map(dataVersions)),
    tags: rows(runs.map((run) => run.tags)),
  };
}

/** Without what programs used of the machine. */
function measured(metrics: Run['metrics']): Run['metrics'] {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => !name.startsWith(SYSTEM)));
}

function dataVersions(run: Run): Record<string, string> {
  return Object.fromEntries(
    run.datasets.map(({ name, context, version }) => [context === undefined ? name : `${name} (${context})`, version]),
  );
}

/** Keys in the order in which they first occur. */
function rows<T>(
  columns: readonly Readonly<Record<string, T>>[],
  comparable: (value: T) => unknown = (value) => value,
): ComparedRow<T>[] {
  const names = new Set(columns.flatMap((column) => Object.keys(column)));
  return [...names].map((name) => {
    const values = columns.map((column) => (Object.hasOwn(column, name) ? column[name] : undefined));
    const seen = values.map((value) => (value === undefined ? undefined : comparable(value)));
    return { name, values, differs: seen.some((value) => !Object.is(value, seen[0])) };
  });
}
