import type {
  KeyKind,
  KeySpread,
  KeyValues,
  RunCells,
  RunHead,
  RunSpan,
} from '../../../../engine/src/ports/runCells.ts';
import type { Run } from '../../../../engine/src/ports/runStore.ts';
import { selectRuns } from '../../../../engine/src/tracking/selectRuns.ts';

/**
 * Runs at hand as tables read them; of what a metric was before its last value nothing is known.
 * @param runs the newest first
 * @param idOf what a run is called in the table
 * @param numberOf greater than that of each run after it; by default as numbers grow with the order in which runs were made
 */
export function runsAsCells(
  runs: readonly Run[],
  idOf: (run: Run) => string = ({ id }) => id,
  numberOf: (run: Run, index: number) => number = (_, index) => runs.length - index,
): RunCells {
  const numbers = runs.map(numberOf);
  const noOf = (index: number) => numbers[index] ?? 0;
  const inSpan = ({ from, to }: RunSpan) =>
    runs.flatMap((run, index) => (noOf(index) >= from && noOf(index) <= to ? [{ run, no: noOf(index) }] : []));
  return {
    heads: async () => runs.map((run, index) => headOf(run, noOf(index), idOf(run))),
    async matching(selection) {
      const taken = new Set(selectRuns(runs, { ...selection, limit: Math.max(1, runs.length) }).runs);
      return runs.flatMap((run, index) => (taken.has(run) ? [noOf(index)] : []));
    },
    prints: async () => new Map(runs.map((run, index) => [noOf(index), JSON.stringify(run)])),
    spreads: async (kind, span) =>
      columnsOf(kind, inSpan(span)).map(({ key, values }): KeySpread => {
        const sorted = values.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
        const numbers =
          kind === 'metric' ? values.length : kind === 'param' ? values.filter(looksLikeNumber).length : 0;
        return { key, filled: values.length, numbers, least: sorted[0] ?? '', greatest: sorted.at(-1) ?? '' };
      }),
    async values(kind, keys, span, of = 'last') {
      const wanted = new Set(keys);
      return of === 'last' ? columnsOf(kind, inSpan(span)).filter(({ key }) => wanted.has(key)) : [];
    },
  };
}

function headOf({ experiment, name, status, startTime, endTime, user }: Run, no: number, id: string): RunHead {
  return { no, id, experiment, name, status, startTime, endTime: endTime ?? null, user };
}

function columnsOf(kind: KeyKind, runs: readonly { readonly run: Run; readonly no: number }[]): readonly KeyValues[] {
  const columns = new Map<
    string,
    { readonly key: string; readonly runs: number[]; readonly values: (string | number)[] }
  >();
  for (const { run, no } of runs)
    for (const [key, value] of entriesOf(kind, run)) {
      const column = columns.get(key) ?? { key, runs: [], values: [] };
      columns.set(key, column);
      column.runs.push(no);
      column.values.push(value);
    }
  return [...columns.values()];
}

function entriesOf(kind: KeyKind, run: Run): readonly (readonly [string, string | number])[] {
  switch (kind) {
    case 'metric':
      return Object.entries(run.metrics).map(([key, { value }]) => [key, value]);
    case 'param':
      return Object.entries(run.params);
    case 'tag':
      return Object.entries(run.tags);
    case 'dataset':
      return run.datasets.map(({ name, version }) => [name, version]);
  }
}

function looksLikeNumber(value: string | number): boolean {
  return typeof value === 'number' || (/\d/.test(value) && !/[^-+.\deE]/.test(value));
}
